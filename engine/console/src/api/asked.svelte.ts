// What the server is asked for beside the feed: the last answer, the time it is from, and why there is none or no newer
// one. An answer that is there stays while a newer one fails to come.
import { untrack } from "svelte";
import { type Fault, faultOf } from "./fault";

export class Asked<Answer> {
  answer = $state.raw<Answer | undefined>(undefined);
  /** Server time of the answer. */
  told_ms = $state<number | undefined>(undefined);
  fault = $state.raw<Fault | undefined>(undefined);
  isBusy = $state(false);
  #isAsking = false;
  #isWantedAgain = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #read_ms = -Infinity;

  constructor(
    private readonly ask: () => Promise<Answer>,
    private readonly serverNow: () => number,
  ) {}

  /** Something has happened: anew, but not more than once in `every_ms`, also where things happen faster than that. */
  readSoon(every_ms: number): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        void this.read();
      },
      Math.max(0, this.#read_ms + every_ms - performance.now()),
    );
  }

  /** Asked meanwhile: asks once more when it is done. An effect that asks does not depend on what the question reads. */
  read(): Promise<void> {
    return untrack(() => this.#read());
  }

  async #read(): Promise<void> {
    if (this.#isAsking) {
      this.#isWantedAgain = true;
      return;
    }
    this.#isAsking = true;
    this.#read_ms = performance.now();
    this.isBusy = true;
    try {
      do {
        this.#isWantedAgain = false;
        this.answer = await this.ask();
        this.told_ms = this.serverNow();
        this.fault = undefined;
      } while (this.#isWantedAgain);
    } catch (error) {
      this.fault = faultOf(error);
    } finally {
      this.#isAsking = false;
      this.isBusy = false;
    }
  }
}
