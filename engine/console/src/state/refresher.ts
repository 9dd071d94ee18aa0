// Asks the server for the whole of an incident after events have touched it: events do not carry everything that a view
// holds. Coalesced: one question at a time for each incident, and not more often than `every_ms`.

export const every_ms = 1_000;
export const soon_ms = 150;

export class Refresher {
  readonly #waiting = new Set<string>();
  readonly #askedAt = new Map<string, number>();
  readonly #busy = new Set<string>();

  constructor(
    private readonly ask: (incidentId: string) => Promise<void>,
    private readonly now: () => number,
    private readonly after: (ms: number, call: () => void) => void,
  ) {}

  /** `stale`: incidents that events have touched since the server last told them whole. */
  want(stale: readonly string[]): void {
    for (const id of stale) {
      if (this.#waiting.has(id) || this.#busy.has(id)) {
        continue;
      }
      this.#waiting.add(id);
      const last = this.#askedAt.get(id);
      const wait = last === undefined ? soon_ms : Math.max(soon_ms, last + every_ms - this.now());
      this.after(wait, () => void this.#run(id));
    }
  }

  async #run(id: string): Promise<void> {
    this.#waiting.delete(id);
    this.#busy.add(id);
    this.#askedAt.set(id, this.now());
    try {
      await this.ask(id);
    } finally {
      this.#busy.delete(id);
    }
  }
}
