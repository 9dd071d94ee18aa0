// What somebody has entered about blood and not sent: a stock, an offer, an alarm. Kept in the device beyond the page: the
// phone may lose its network and its app in the middle of it.
import { type Entries, readEntries } from "../../state/derive/blood_units";

export type DraftOf = "stock" | "offer" | "alarm";

export interface BloodDraft {
  /** The step that is answered. */
  readonly step: string;
  /** It is a no. */
  readonly isNo: boolean;
  readonly entries: Entries;
  readonly minutes: number;
  readonly note: string;
  readonly reason: string;
}

export const emptyDraft: BloodDraft = { step: "", isNo: false, entries: {}, minutes: 0, note: "", reason: "" };

/** Of the same shape as an empty one, whatever was stored. */
export function readDraft(stored: string | null): BloodDraft | undefined {
  let read: unknown;
  try {
    read = JSON.parse(stored ?? "null");
  } catch {
    return undefined;
  }
  if (typeof read !== "object" || read === null) {
    return undefined;
  }
  const { step, isNo, entries, minutes, note, reason } = read as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    step: text(step),
    isNo: isNo === true,
    entries: readEntries(entries),
    minutes: typeof minutes === "number" && Number.isInteger(minutes) && minutes >= 0 ? minutes : 0,
    note: text(note),
    reason: text(reason),
  };
}

export function isEmpty({ entries, note, reason }: BloodDraft): boolean {
  return Object.keys(entries).length === 0 && note.trim() === "" && reason.trim() === "";
}

const storedUnder = (what: DraftOf, incidentId: string, party: string) => `larm.draft.blood.${what}.${incidentId}.${party}`;

export function loadDraft(what: DraftOf, incidentId: string, party: string): BloodDraft | undefined {
  try {
    return readDraft(localStorage.getItem(storedUnder(what, incidentId, party)));
  } catch {
    return undefined;
  }
}

/** False where the device does not keep it. */
export function keepDraft(what: DraftOf, incidentId: string, party: string, draft: BloodDraft): boolean {
  try {
    if (isEmpty(draft)) {
      localStorage.removeItem(storedUnder(what, incidentId, party));
    } else {
      localStorage.setItem(storedUnder(what, incidentId, party), JSON.stringify(draft));
    }
    return true;
  } catch {
    return false;
  }
}
