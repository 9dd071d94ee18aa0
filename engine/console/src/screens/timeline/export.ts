// The timeline as a file: CSV for spreadsheets, text to paste into WIS, JSON for machines (the events as on the wire).
import { toJson } from "@bufbuild/protobuf";
import { microsToMs } from "../../feed/server_clock";
import { Durability } from "../../gen/larm/v1/domain_pb";
import { EventSchema } from "../../gen/larm/v1/event_pb";
import type { Entry } from "../../state/world";
import { durabilityWord } from "../../words/commands";
import { viaOf, whatOf, whoOf } from "../../words/event_words";
import { say } from "../../words/say.svelte";
import { clockTime, dayOf } from "../../words/times";
import { timeline } from "../../words/timeline";
import { timelineScreen } from "../../words/timeline_screen";

/** What the file says of itself. */
export interface About {
  /** "Tågolycka, Uppsala C" */
  readonly title: string;
  readonly isExercise: boolean;
  readonly isComplete: boolean;
  /** In words; empty: everything. */
  readonly filter: string;
  readonly takenAt_ms: number;
  readonly upTo: bigint;
}

export type Format = "csv" | "txt" | "json";

export const mimeOf: Record<Format, string> = { csv: "text/csv", txt: "text/plain", json: "application/x-ndjson" };

export function toFile(format: Format, entries: readonly Entry[], about: About): string {
  switch (format) {
    case "csv":
      return toCsv(entries, about);
    case "txt":
      return toText(entries, about);
    case "json":
      return toJsonLines(entries, about);
  }
}

export function nameOf(format: Format, about: About): string {
  const marks = [about.isExercise && say(timelineScreen.fileExercise), !about.isComplete && say(timelineScreen.incomplete).split(":")[0]];
  const at = `${dayOf(about.takenAt_ms)}-${clockTime(about.takenAt_ms).replaceAll(":", "")}`;
  return `${["larmkedja", ...marks, at].filter(Boolean).join("-")}.${format}`;
}

function headOf(entries: readonly Entry[], about: About): string[] {
  const at = `${dayOf(about.takenAt_ms)} ${clockTime(about.takenAt_ms)}`;
  return [
    ...(about.isExercise ? [say(timelineScreen.fileExercise)] : []),
    `${say(timelineScreen.fileHead)}: ${about.title}`,
    say(timelineScreen.fileTaken, { at, n: entries.length, seq: String(about.upTo) }),
    ...(about.filter ? [say(timelineScreen.fileFilter, { what: about.filter })] : []),
    ...(about.isComplete ? [] : [say(timelineScreen.incomplete)]),
  ];
}

/** In the order they happened; every line says whether it is an exercise, since lines are copied by themselves. */
export function toCsv(entries: readonly Entry[], about: About): string {
  const head = [timelineScreen.number, timeline.time, timeline.what, timeline.who, timeline.how, timelineScreen.durability].map((each) =>
    say(each),
  );
  const rows = entries.map((entry) => [
    String(entry.seq),
    stamp(entry),
    what(entry, about),
    whoOf(entry),
    viaOf(entry),
    entry.durability === Durability.UNSPECIFIED ? "" : say(durabilityWord[entry.durability]),
  ]);
  const notes = headOf(entries, about).map((line) => ["", "", line, "", "", ""]);
  // With a byte order mark: else a Swedish spreadsheet reads å, ä and ö wrongly.
  return `\ufeff${[head, ...notes, ...rows].map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}

/** A cell that a spreadsheet would take for a formula is kept as text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One event a line, as a diary: when, what, who and over what. */
export function toText(entries: readonly Entry[], about: About): string {
  const lines = entries.map((entry) => {
    const by = [whoOf(entry), viaOf(entry)].filter(Boolean).join(", ");
    return `${stamp(entry)} ${what(entry, about).replace(/\s+/g, " ").trim()} (${by})`;
  });
  return `${[...headOf(entries, about), "", ...lines].join("\r\n")}\r\n`;
}

export function toJsonLines(entries: readonly Entry[], about: About): string {
  const head = {
    title: about.title,
    exercise: about.isExercise,
    complete: about.isComplete,
    filter: about.filter,
    upTo: String(about.upTo),
    entries: entries.length,
  };
  const rows = entries.map((entry) => ({ seq: String(entry.seq), event: toJson(EventSchema, entry.event) }));
  return `${[head, ...rows].map((row) => JSON.stringify(row)).join("\n")}\n`;
}

function what(entry: Entry, about: About): string {
  return about.isExercise ? `${say(timelineScreen.fileExercise)}. ${whatOf(entry)}` : whatOf(entry);
}

function stamp(entry: Entry): string {
  const at = microsToMs(entry.event.atUs);
  return `${dayOf(at)} ${clockTime(at)}`;
}
