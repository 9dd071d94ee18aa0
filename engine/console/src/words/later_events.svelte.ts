// Sentences of what comes well into an incident. Loaded when the first of them is to be said, or when the page has nothing
// else to do: the first visit is not the place for them. Whoever shows one before it is there is drawn anew.
import type { Event } from "../gen/larm/v1/event_pb";
import { type Pair, say } from "./say.svelte";

type Tell = (event: Event) => string | undefined;

const again_ms = 5_000;
const notYet: Pair = ["Händelsens ord hämtas ...", "The event's words are being fetched ..."];

let tell = $state.raw<Tell | undefined>(undefined);
let loading: Promise<void> | undefined;

/** Resolves when they are there, or cannot be had now. */
export function wantLaterEvents(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  try {
    tell = (await import("./later_tables")).laterEvent;
  } catch {
    setTimeout(() => (loading = undefined), again_ms);
  }
}

/** Nothing where no table has the event. */
export function sayLater(event: Event): string | undefined {
  if (tell) {
    return tell(event);
  }
  void wantLaterEvents();
  return say(notYet);
}
