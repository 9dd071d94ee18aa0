// What happened before the feed's tail, of one incident or of everything: a value that grows backwards page by page, and
// is put in front of what the feed has brought since.
import type { Event } from "../gen/larm/v1/event_pb";
import { Durability } from "../gen/larm/v1/domain_pb";
import { isOfExercise } from "./derive/exercise";
import type { Entry, World } from "./world";

export interface Past {
  /** Ascending; every one of its own with a number up to `upTo` that `isWhole` or the first entry reaches back to. */
  readonly entries: readonly Entry[];
  readonly upTo: bigint;
  /** Nothing came before the first entry. */
  readonly isWhole: boolean;
}

export interface Page {
  readonly events: readonly { readonly seq: bigint; readonly event?: Event | undefined }[];
  readonly hasMore: boolean;
}

/** The journal does not say how safe each event was when it was told. */
export function entriesOf(page: Page): Entry[] {
  return page.events
    .flatMap(({ seq, event }): Entry[] => (event ? [{ seq, event, durability: Durability.UNSPECIFIED }] : []))
    .sort((a, b) => (a.seq < b.seq ? -1 : 1));
}

export function begun(upTo: bigint, page: Page): Past {
  return { entries: entriesOf(page), upTo, isWhole: !page.hasMore };
}

/** With the page that ends before its first entry. */
export function withOlder(past: Past, page: Page): Past {
  const first = past.entries[0]?.seq;
  const older = entriesOf(page).filter((entry) => first === undefined || entry.seq < first);
  return { ...past, entries: [...older, ...past.entries], isWhole: !page.hasMore || older.length === 0 };
}

/** With the page that begins after what it reaches up to. */
export function withNewer(past: Past, page: Page, upTo: bigint): Past {
  const newer = entriesOf(page).filter((entry) => entry.seq > past.upTo);
  return { ...past, entries: [...past.entries, ...newer], upTo: page.hasMore ? (newer.at(-1)?.seq ?? upTo) : upTo };
}

export interface Told {
  /** Ascending, of that incident, and of the exercise that it is played in; "" is everything. Without holes. */
  readonly entries: readonly Entry[];
  readonly isWhole: boolean;
}

export function toldOf(world: World, past: Past | undefined, incidentId: string): Told {
  const recent = incidentId === "" ? world.entries : world.entries.filter(({ event }) => event.incidentId === incidentId || isOfExercise(event));
  if (world.entriesAfter === 0n && world.seq > 0n) {
    return { entries: recent, isWhole: true };
  }
  if (past === undefined || past.upTo < world.entriesAfter) {
    return { entries: recent, isWhole: false };
  }
  const older = past.entries.filter((entry) => entry.seq <= world.entriesAfter);
  return { entries: [...older, ...recent], isWhole: past.isWhole };
}
