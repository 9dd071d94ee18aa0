// What changes with time and is in no feed: asked for every second while it is looked at, and not while the page is hidden.
import type { Asked } from "../api/asked.svelte";
import { app } from "./console.svelte";

const every_ms = 1_000;

/** In an effect: what it returns ends it. */
export function everySecond(asked: Asked<unknown>): () => void {
  const ask = () => {
    if (!document.hidden && app.mayAct && !asked.isBusy) {
      void asked.read();
    }
  };
  void asked.read();
  const timer = setInterval(ask, every_ms);
  document.addEventListener("visibilitychange", ask);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", ask);
  };
}
