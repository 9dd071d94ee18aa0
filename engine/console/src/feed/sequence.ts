// Which frames of the feed are new. Duplicates are dropped, gaps are told: the caller then asks again from `last`.
import type { WatchFrame } from "../gen/larm/v1/watch_pb";

export type Verdict = "take" | "drop" | "gap";

export class Sequence {
  /** The last event that has been taken; undefined before the first snapshot. */
  last: bigint | undefined;

  judge(frame: WatchFrame): Verdict {
    const last = this.last;
    switch (frame.frame.case) {
      case "snapshot":
        // Replaces everything, also where its number is lower: the journal is then another one.
        this.last = frame.seq;
        return "take";
      case "event":
        if (last !== undefined && frame.seq <= last) {
          return "drop";
        }
        if (last === undefined || frame.seq !== last + 1n) {
          return "gap"; // also an event with nothing to add it to
        }
        this.last = frame.seq;
        return "take";
      case "heartbeat":
        // It is made after all events up to its number, and comes after them.
        return last !== undefined && frame.seq > last ? "gap" : "take";
      case "cut":
        return "take";
      case undefined:
        return "drop"; // a kind of frame that a later server sends
    }
  }
}
