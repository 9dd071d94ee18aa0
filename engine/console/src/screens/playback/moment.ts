// How a moment that is played back is said.
import { clockTime, dayOf } from "../../words/times";

/** With the day where that is another one than today. */
export function momentText(at_ms: number, now_ms: number | undefined): string {
  return now_ms !== undefined && dayOf(at_ms) === dayOf(now_ms) ? clockTime(at_ms) : `${dayOf(at_ms)} ${clockTime(at_ms)}`;
}
