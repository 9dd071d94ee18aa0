// Of several tabs only one sounds: whoever holds the lock. Asked for only by a tab that has an alarm and may sound, so
// that a tab that is silent, or has lost its connection, never keeps the others quiet.

const name = "larm.sound";

export class Turn {
  #release: (() => void) | undefined;
  #abort: AbortController | undefined;

  /** Without locks (no secure context) every tab sounds. */
  constructor(
    private readonly locks: LockManager | undefined,
    private readonly onChange: (isOurs: boolean) => void,
  ) {}

  get isAsked(): boolean {
    return this.#abort !== undefined;
  }

  ask(): void {
    if (this.#abort) {
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    if (!this.locks) {
      this.onChange(true);
      return;
    }
    const held = this.locks.request(name, { signal: abort.signal }, () => {
      if (abort.signal.aborted) {
        return undefined;
      }
      this.onChange(true);
      return new Promise<void>((resolve) => {
        this.#release = resolve;
      });
    });
    // Given back before it was given.
    held.catch(() => undefined);
  }

  giveBack(): void {
    if (!this.#abort) {
      return;
    }
    this.#abort.abort();
    this.#abort = undefined;
    this.#release?.();
    this.#release = undefined;
    this.onChange(false);
  }

  /** Whether some tab sounds. */
  async isTaken(): Promise<boolean> {
    const now = await this.locks?.query().catch(() => undefined);
    return now?.held?.some((lock) => lock.name === name) ?? false;
  }
}
