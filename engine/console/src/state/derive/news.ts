// Whether something has happened that an answer of the server's depends on.
import type { Event } from "../../gen/larm/v1/event_pb";
import type { World } from "../world";

/** After `seq`. */
export function hasNews({ entries, entriesAfter }: World, seq: bigint, touches: (event: Event) => boolean): boolean {
  if (entriesAfter > seq) {
    return true; // what came between is not there
  }
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const entry = entries[i];
    if (entry === undefined || entry.seq <= seq) {
      return false;
    }
    if (touches(entry.event)) {
      return true;
    }
  }
  return false;
}
