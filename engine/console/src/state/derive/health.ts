// What troubles the daemon, by what it means and what helps. The daemon names the part and says the rest in English, for
// those who mend it.
import type { Trouble } from "../../gen/larm/v1/session_pb";

const areas = [
  "delivery",
  "channels",
  "preflight",
  "rules",
  "contacts",
  "book",
  "contacts.db",
  "journal",
  "tokens",
  "audit",
  "clock",
  "chases",
  "rakel",
  "fallback",
  "heartbeat",
  "webhook",
  "cap",
] as const;

type Area = (typeof areas)[number];
export type TroubleKind = Area | "nothing_set_up" | "not_adopted" | "left_out" | "same_version" | "other";
type Said = Pick<Trouble, "area" | "message">;

/** One part can be troubled in ways that need different remedies: then by what is said of it. */
export function troubleKind({ area, message }: Said): TroubleKind {
  if (area === "delivery") {
    return message.includes("--adopt") ? "not_adopted" : message.includes("--config") ? "nothing_set_up" : message.includes(" left out: ") ? "left_out" : area;
  }
  if (area === "rules" && message.includes("raise `version`")) {
    return "same_version";
  }
  return areas.find((each) => each === area) ?? "other";
}

const grave: ReadonlySet<TroubleKind> = new Set(["delivery", "nothing_set_up", "not_adopted", "journal", "chases"]);

/** Under it an alarm may reach nobody, or be lost. */
export function isGrave(trouble: Said): boolean {
  return grave.has(troubleKind(trouble));
}

/** Since when this console has seen each trouble, by area and message without its figures; those that are gone are forgotten. */
export function seenSince(before: ReadonlyMap<string, number>, troubles: readonly Said[], now_ms: number): ReadonlyMap<string, number> {
  return new Map(troubles.map((each) => [keyOf(each), before.get(keyOf(each)) ?? now_ms]));
}

export function keyOf({ area, message }: Said): string {
  return `${area} ${message.replace(/\d+/g, "#")}`;
}
