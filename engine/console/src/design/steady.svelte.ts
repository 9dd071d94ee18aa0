// Keeps a list still while somebody points at it or is inside it with the keyboard: what is new waits behind a count,
// what is gone stays where it was until one leaves.

export class Steady<Line extends { readonly key: string }> {
  #held = $state.raw<readonly string[] | undefined>(undefined);
  #last = new Map<string, Line>();
  readonly #lines: () => readonly Line[];

  constructor(lines: () => readonly Line[]) {
    this.#lines = lines;
  }

  readonly shown = $derived.by(() => {
    const held = this.#held;
    const lines = this.#lines();
    if (!held) {
      this.#last = new Map(lines.map((line) => [line.key, line]));
      return lines;
    }
    const now = new Map(lines.map((line) => [line.key, line]));
    return held.flatMap((key) => now.get(key) ?? this.#last.get(key) ?? []);
  });

  readonly waiting = $derived.by(() => {
    const held = this.#held;
    return held ? this.#lines().filter((line) => !held.includes(line.key)).length : 0;
  });

  hold = (): void => {
    this.#held ??= this.#lines().map((line) => line.key);
  };

  release = (): void => {
    this.#held = undefined;
  };
}
