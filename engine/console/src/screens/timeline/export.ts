// The timeline as a file: CSV for spreadsheets, JSON for machines (the events as they are on the wire).
import { toJson } from "@bufbuild/protobuf";
import { EventSchema } from "../../gen/larm/v1/event_pb";
import { microsToMs } from "../../feed/server_clock";
import type { Entry } from "../../state/world";
import { durabilityWord } from "../../words/commands";
import { viaOf, whatOf, whoOf } from "../../words/event_words";
import { say } from "../../words/say.svelte";
import { clockTime, dayOf } from "../../words/times";
import { timeline } from "../../words/timeline";

/** In the order they happened. A cell that a spreadsheet would take for a formula is kept as text. */
export function toCsv(entries: readonly Entry[]): string {
  const head = [timeline.number, timeline.time, timeline.what, timeline.who, timeline.how, timeline.durability].map((each) =>
    say(each),
  );
  const rows = entries.map((entry) => {
    const at = microsToMs(entry.event.atUs);
    return [
      String(entry.seq),
      `${dayOf(at)} ${clockTime(at)}`,
      whatOf(entry),
      whoOf(entry),
      viaOf(entry),
      say(durabilityWord[entry.durability]),
    ];
  });
  // With a byte order mark: else a Swedish spreadsheet reads å, ä and ö wrongly.
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export function toJsonLines(entries: readonly Entry[]): string {
  const rows = entries.map((entry) =>
    JSON.stringify({ seq: String(entry.seq), event: toJson(EventSchema, entry.event) }),
  );
  return `${rows.join("\n")}\n`;
}

export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
