// A live alarm that reaches this device by push while its page is in an exercise: the page's session knows nothing of it.
// Kept until somebody has said that it is acknowledged, or the worker has.
import { liveNoticeIn, type LiveNotice, waitingAlarms, withNotice } from "../state/derive/live_alarms";
import { packs } from "./packs.svelte";

class BreakIn {
  #taken = $state.raw<readonly LiveNotice[]>([]);
  /** Those not acknowledged here, the first first. */
  readonly waiting = $derived(waitingAlarms(this.#taken, packs.inForce));
  /** What a pressed notification said that asks for nothing. */
  pressed = $state.raw<LiveNotice | undefined>(undefined);
  /** Put aside, they still wait. */
  isAside = $state(false);

  get isOpen(): boolean {
    return !this.isAside && (this.waiting.length > 0 || this.pressed !== undefined);
  }

  /** Of any message: what is no live notice changes nothing. */
  take(data: unknown): void {
    const notice = liveNoticeIn(data);
    if (notice) {
      const before = this.waiting;
      this.#taken = withNotice(this.#taken, notice);
      if (this.waiting.some(({ key }) => key === notice.key) || before.length === 0) {
        this.isAside = false;
      }
    }
  }

  /** A notification was pressed. True where it is of the live world, and is shown here. */
  press(data: unknown): boolean {
    const notice = liveNoticeIn(data);
    if (!notice) {
      return false;
    }
    this.take(data);
    this.pressed = this.waiting.some(({ key }) => key === notice.key) ? undefined : notice;
    this.isAside = false;
    return true;
  }

  acknowledged(key: string): void {
    this.#taken = this.#taken.filter((each) => each.key !== key);
  }

  putAside(): void {
    this.isAside = true;
    this.pressed = undefined;
  }
}

export const breakIn = new BreakIn();
