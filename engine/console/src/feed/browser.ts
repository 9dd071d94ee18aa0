// The browser's side of the feed: its sockets and timers, and what tells that it is worth trying again.
import type { Feed, Surroundings } from "./feed";
import { deviceClock } from "./server_clock";

export const browser: Surroundings = {
  clock: deviceClock,
  open: (url, subprotocol) => new WebSocket(url, subprotocol),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  isOnline: () => navigator.onLine,
  random: Math.random,
};

export function watchUrl(world: string): (after: bigint | undefined) => string {
  return (after) => {
    const url = new URL("/v1/watch", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("world", world);
    if (after !== undefined) {
      url.searchParams.set("after", String(after));
    }
    return url.href;
  };
}

/** Resumes `feed` when the page is looked at or the network is back. Returns what undoes it. */
export function resumeWhenBack(feed: Feed): () => void {
  const resume = () => {
    if (document.visibilityState === "visible") {
      feed.resume();
    }
  };
  document.addEventListener("visibilitychange", resume);
  window.addEventListener("online", resume);
  window.addEventListener("pageshow", resume);
  window.addEventListener("focus", resume);
  return () => {
    document.removeEventListener("visibilitychange", resume);
    window.removeEventListener("online", resume);
    window.removeEventListener("pageshow", resume);
    window.removeEventListener("focus", resume);
  };
}
