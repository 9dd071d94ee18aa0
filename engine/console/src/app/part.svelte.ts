// A part of the console that is loaded when it is needed. Where it does not come, that is said, and it can be tried again;
// the rest of the console goes on.
import type { Component } from "svelte";

export type Load<Props extends Record<string, unknown>> = () => Promise<{ readonly default: Component<Props> }>;

export class Part<Props extends Record<string, unknown>> {
  component = $state.raw<Component<Props> | undefined>(undefined);
  hasFailed = $state(false);
  #isBusy = false;

  constructor(private readonly load: Load<Props>) {}

  async want(): Promise<void> {
    if (this.component || this.#isBusy) {
      return;
    }
    this.#isBusy = true;
    this.hasFailed = false;
    try {
      this.component = (await this.load()).default;
    } catch {
      this.hasFailed = true;
    } finally {
      this.#isBusy = false;
    }
  }
}

/** One after the other, each when the page has nothing else to do. */
export async function wantWhenIdle(parts: readonly { want(): Promise<void> }[]): Promise<void> {
  for (const part of parts) {
    await new Promise<void>((resolve) =>
      "requestIdleCallback" in window ? requestIdleCallback(() => resolve(), { timeout: 5_000 }) : setTimeout(resolve, 500),
    );
    await part.want();
  }
}
