// What holds a screen to the incident that it shows: nothing may change under somebody's pointer. Written into the address,
// so that a reload and a colleague come to the same.
import type { World } from "../world";
import { isOpen } from "./standing";

const held: ReadonlySet<string> = new Set(["board", "answer", "decide", "calls", "cooperation"]);

/** The address to go to in place of `screen` with `parts`; undefined: it is right. `byItself` was written by this. */
export function pinOf(screen: string, parts: readonly string[], shown: string | undefined, world: World, byItself?: string): string[] | undefined {
  const [asked] = parts;
  const view = asked === undefined ? undefined : world.incidents.get(asked)?.view;
  if (!held.has(screen) || shown === undefined) {
    return undefined;
  }
  if (screen === "board" && view && !isOpen(view) && asked === byItself) {
    return [screen]; // nobody has chosen it: the board shows what goes on
  }
  // One that is not known yet is on its way: a notification may be faster than the feed.
  return asked === undefined ? [screen, shown] : undefined;
}
