// What changes in one entry of the book of contacts, part by part, so that it can be said in words.
import type { DutyView, HistoryEntry, OfficerChange } from "../../gen/larm/v1/contact_pb";
import type { Channel } from "../../gen/larm/v1/domain_pb";
import type { Address, Officer } from "../../gen/larm/v1/rules_pb";

export type ChangePart =
  | { readonly is: "name" | "party"; readonly before: string; readonly after: string }
  | { readonly is: "addressAdded" | "addressRemoved"; readonly channel: Channel; readonly value: string }
  | { readonly is: "dutyOn" | "dutyOff" | "orderChanged" };

export type ChangeKind = "added" | "removed" | "edited" | "erased";

export function kindOfChange(change: OfficerChange): ChangeKind {
  if (change.erased) {
    return "erased";
  }
  return change.before === undefined ? "added" : change.after === undefined ? "removed" : "edited";
}

/** Of what is new, its addresses; of what goes, nothing; else what differs. */
export function partsOf({ before, after }: OfficerChange): ChangePart[] {
  if (after === undefined) {
    return [];
  }
  const added = missingIn(before, after).map((each) => ({ is: "addressAdded" as const, channel: each.channel, value: each.value }));
  if (before === undefined) {
    return added;
  }
  const removed = missingIn(after, before).map((each) => ({ is: "addressRemoved" as const, channel: each.channel, value: each.value }));
  const parts: ChangePart[] = [];
  if (before.name !== after.name) {
    parts.push({ is: "name", before: before.name, after: after.name });
  }
  if (before.party !== after.party) {
    parts.push({ is: "party", before: before.party, after: after.party });
  }
  if (before.onDuty !== after.onDuty) {
    parts.push({ is: after.onDuty ? "dutyOn" : "dutyOff" });
  }
  const hasOtherOrder = added.length === 0 && removed.length === 0 && keys(before).join() !== keys(after).join();
  return [...parts, ...removed, ...added, ...(hasOtherOrder ? [{ is: "orderChanged" as const }] : [])];
}

function missingIn(has: Officer | undefined, of: Officer): Address[] {
  const known = new Set(has ? keys(has) : []);
  return of.addresses.filter((each) => !known.has(keyOf(each)));
}

function keys(officer: Officer): string[] {
  return officer.addresses.map(keyOf);
}

function keyOf(address: Address): string {
  return `${address.channel} ${address.value}`;
}

/** Who is no longer in the book and may still be in its history. */
export function formerOf(entries: readonly HistoryEntry[], officers: readonly Officer[]): string[] {
  const inBook = new Set(officers.map((each) => each.id));
  const isErased = (id: string) => entries.some((each) => each.officerId === id && (each.what === "" || each.what === "erased"));
  return [...new Set(entries.map((each) => each.officerId))].filter((id) => id !== "" && !inBook.has(id) && !isErased(id)).sort();
}

/** The party that somebody is on duty for; undefined: for none. */
export function dutyOf(duties: Iterable<DutyView>, officerId: string): string | undefined {
  return officerId === "" ? undefined : [...duties].find((each) => each.officerId === officerId)?.party;
}
