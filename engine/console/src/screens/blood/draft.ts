// What a blood centre has entered and not sent. Kept in the device beyond the page: the phone may lose its network and
// its app in the middle of it.

export type CanGive = "" | "yes" | "no";
/** What the centre has done about the country's other blood centres. */
export type National = "" | "called" | "waits" | "not";

export interface BloodDraft {
  readonly step: string;
  readonly canGive: CanGive;
  readonly stock: string;
  readonly production: string;
  readonly national: National;
  readonly reason: string;
}

export const emptyDraft: BloodDraft = { step: "", canGive: "", stock: "", production: "", national: "", reason: "" };

const choices = { canGive: ["", "yes", "no"], national: ["", "called", "waits", "not"] } as const;

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
  const { step, canGive, stock, production, national, reason } = read as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    step: text(step),
    canGive: choices.canGive.find((each) => each === canGive) ?? "",
    stock: text(stock),
    production: text(production),
    national: choices.national.find((each) => each === national) ?? "",
    reason: text(reason),
  };
}

export function isEmpty({ canGive, stock, production, national, reason }: BloodDraft): boolean {
  return [canGive, stock, production, national, reason].every((each) => each.trim() === "");
}

function keyOf(incidentId: string, party: string): string {
  return `larm.draft.blood.${incidentId}.${party}`;
}

export function loadDraft(incidentId: string, party: string): BloodDraft | undefined {
  try {
    return readDraft(localStorage.getItem(keyOf(incidentId, party)));
  } catch {
    return undefined;
  }
}

/** False where the device does not keep it. */
export function keepDraft(incidentId: string, party: string, draft: BloodDraft): boolean {
  try {
    if (isEmpty(draft)) {
      localStorage.removeItem(keyOf(incidentId, party));
    } else {
      localStorage.setItem(keyOf(incidentId, party), JSON.stringify(draft));
    }
    return true;
  } catch {
    return false;
  }
}
