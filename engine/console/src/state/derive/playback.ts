// Where one is in the course of an incident that is played back: a second, and the last event that has happened by then.
import { microsToMs } from "../../feed/server_clock";
import type { Entry } from "../world";
import { entryKind } from "./timeline";

export const second_ms = 1_000;
export const minute_ms = 60_000;

export interface Place {
  /** A whole second; everything is shown that had happened when it was over. */
  readonly at_ms: number;
  /** Of the last event that has happened. Of several in one second it may be one before the last. */
  readonly index: number;
}

const secondOf = (ms: number) => Math.floor(ms / second_ms) * second_ms;
const timeOf = (entry: Entry) => secondOf(microsToMs(entry.event.atUs));

/** From the first event to the last one, or as far as anything is known. */
export function spanOf(entries: readonly Entry[], until_ms: number): { readonly from_ms: number; readonly to_ms: number } {
  const [first] = entries;
  const last = entries.at(-1);
  const from_ms = first ? timeOf(first) : 0;
  return { from_ms, to_ms: Math.max(from_ms, last ? timeOf(last) : 0, secondOf(until_ms)) };
}

export function placeAt(entries: readonly Entry[], at_ms: number): Place {
  const [first] = entries;
  const at = Math.max(secondOf(at_ms), first ? timeOf(first) : 0);
  let before = 0;
  let after = entries.length;
  while (before < after) {
    const middle = (before + after) >> 1;
    if (timeOf(entries[middle] as Entry) <= at) {
      before = middle + 1;
    } else {
      after = middle;
    }
  }
  return { at_ms: at, index: Math.max(0, before - 1) };
}

export function placeOf(entries: readonly Entry[], index: number): Place {
  const held = Math.min(entries.length - 1, Math.max(0, index));
  const entry = entries[held];
  return { at_ms: entry ? timeOf(entry) : 0, index: held };
}

/** A step back from the quiet after an event leads to that event. */
export function stepBack(entries: readonly Entry[], place: Place): Place {
  const own = placeOf(entries, place.index);
  return own.at_ms < place.at_ms ? own : placeOf(entries, place.index - 1);
}

export function stepOn(entries: readonly Entry[], place: Place): Place {
  return place.index + 1 < entries.length ? placeOf(entries, place.index + 1) : place;
}

/** The second in UTC, which no change of the clocks makes ambiguous. */
const stampOf = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");

/** In the address: right after that event. */
export const addressOfEntry = (entry: Entry): string[] => [stampOf(timeOf(entry)), String(entry.seq)];

/** In the address: the second, and the event where the second does not say which. */
export function addressOf(entries: readonly Entry[], place: Place): string[] {
  const at = stampOf(place.at_ms);
  const seq = entries[place.index]?.seq;
  return seq === undefined || placeAt(entries, place.at_ms).index === place.index ? [at] : [at, String(seq)];
}

/** Undefined where the address names no moment. */
export function placeIn(entries: readonly Entry[], [at = "", seq = ""]: readonly string[]): Place | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(at);
  if (!found) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second] = found.map(Number);
  const at_ms = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  const index = entries.findIndex((entry) => String(entry.seq) === seq);
  return index >= 0 && placeOf(entries, index).at_ms === at_ms ? { at_ms, index } : placeAt(entries, at_ms);
}

/** What is shown of a moment beside the board; as the screens are called in addresses. */
export const panes = ["capacity", "blood", "cooperation"] as const;
export type Pane = (typeof panes)[number];

export interface Part {
  /** Undefined: the board. */
  readonly pane: Pane | undefined;
  /** Where in it. */
  readonly inside: readonly string[];
}

/** What stands behind the incident in the address: the moment, and what of it is shown. */
export function splitAddress(parts: readonly string[]): { readonly moment: readonly string[]; readonly part: Part } {
  const at = parts.findIndex((part) => panes.some((pane) => pane === part));
  return at < 0
    ? { moment: parts, part: { pane: undefined, inside: [] } }
    : { moment: parts.slice(0, at), part: { pane: parts[at] as Pane, inside: parts.slice(at + 1) } };
}

/** Of a place for the server. The second to its end, as far as anything is known; of several events in one second by number. */
export type Moment = { readonly atUs: bigint } | { readonly seq: bigint };

export function momentOf(entries: readonly Entry[], place: Place, known_ms: number): Moment | undefined {
  const entry = entries[place.index];
  if (!entry) {
    return undefined;
  }
  if (placeAt(entries, place.at_ms).index !== place.index) {
    return { seq: entry.seq };
  }
  const end = BigInt(place.at_ms + second_ms) * 1000n - 1n;
  const known = BigInt(Math.floor(known_ms)) * 1000n;
  const at = end < known ? end : known;
  return { atUs: at > entry.event.atUs ? at : entry.event.atUs };
}

export interface Tick {
  /** Of the whole width, 0 to 1000. */
  readonly x: number;
  /** A human's word or act; else what the chain did by itself. */
  readonly isAct: boolean;
}

/** One for each place where something happened; more than a screen has room for are one. */
export function ticksOf(entries: readonly Entry[], from_ms: number, to_ms: number): Tick[] {
  const width = Math.max(1, to_ms - from_ms);
  const acts = new Map<number, boolean>();
  for (const entry of entries) {
    const kind = entryKind(entry.event);
    const x = Math.round(((timeOf(entry) - from_ms) / width) * 500) * 2;
    acts.set(x, (acts.get(x) ?? false) || kind === "decision" || kind === "answer" || kind === "transport");
  }
  return [...acts].map(([x, isAct]) => ({ x, isAct }));
}
