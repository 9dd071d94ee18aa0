// Answers that could not be sent, kept in this device: which incident, whose, since when. Never sent by themselves: what
// was right an hour ago may be wrong by now. The drafts' contents are their screens'.

const key = "larm.queued";

export interface Queued {
  readonly incidentId: string;
  readonly party: string;
  /** Which of the party's answers, where a screen has several. */
  readonly what?: string;
  /** The screen that it is sent from. */
  readonly screen: string;
  /** When it was kept, ms by the server's clock as far as known. */
  readonly at_ms: number;
}

export function queuedIn(stored: string | null): Queued[] {
  try {
    const read: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(read) ? read.filter(isQueued) : [];
  } catch {
    return [];
  }
}

function isQueued(each: unknown): each is Queued {
  const { incidentId, party, what, screen, at_ms } = (typeof each === "object" && each !== null ? each : {}) as Partial<Queued>;
  return (what === undefined || typeof what === "string") && typeof incidentId === "string" && typeof party === "string" && typeof screen === "string" && typeof at_ms === "number";
}

export function withQueued(all: readonly Queued[], one: Queued): Queued[] {
  return [...without(all, one.incidentId, one.party, one.what), one];
}

export function without(all: readonly Queued[], incidentId: string, party: string, what = ""): Queued[] {
  return all.filter((each) => each.incidentId !== incidentId || each.party !== party || (each.what ?? "") !== what);
}

class QueuedAnswers {
  all = $state.raw<readonly Queued[]>(stored());

  constructor() {
    if (typeof window !== "undefined") {
      window.addEventListener("storage", (event) => {
        if (event.key === key) {
          this.all = queuedIn(event.newValue);
        }
      });
    }
  }

  of(incidentId: string, party: string, what = ""): Queued | undefined {
    return this.all.find((each) => each.incidentId === incidentId && each.party === party && (each.what ?? "") === what);
  }

  put(one: Queued): void {
    this.#keep(withQueued(this.all, one));
  }

  drop(incidentId: string, party: string, what = ""): void {
    this.#keep(without(this.all, incidentId, party, what));
  }

  #keep(next: readonly Queued[]): void {
    this.all = next;
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // It lasts as long as the page.
    }
  }
}

function stored(): Queued[] {
  try {
    return queuedIn(localStorage.getItem(key));
  } catch {
    return [];
  }
}

export const queued = new QueuedAnswers();
