// Keeps a wall screen from going dark. The browser takes the lock back whenever the page is hidden, and may refuse it
// (battery saver): what holds right now is said, and it is asked for again as soon as the page is looked at.

const key = "larm.wall";

/** "lost": it is wanted and not held. */
export type WakeState = "off" | "held" | "lost" | "missing";

class WakeLock {
  #isWanted = $state(read());
  #lock = $state.raw<WakeLockSentinel | undefined>(undefined);
  readonly #isThere = typeof navigator !== "undefined" && "wakeLock" in navigator;

  get state(): WakeState {
    if (!this.#isWanted) {
      return "off";
    }
    return !this.#isThere ? "missing" : this.#lock ? "held" : "lost";
  }

  start(): void {
    document.addEventListener("visibilitychange", () => void this.#take());
    void this.#take();
  }

  async set(isWanted: boolean): Promise<void> {
    this.#isWanted = isWanted;
    try {
      localStorage.setItem(key, isWanted ? "1" : "");
    } catch {
      // It holds until the page is closed.
    }
    if (isWanted) {
      await this.#take();
    } else {
      await this.#lock?.release();
      this.#lock = undefined;
    }
  }

  async #take(): Promise<void> {
    if (!this.#isWanted || !this.#isThere || this.#lock || document.visibilityState !== "visible") {
      return;
    }
    try {
      const lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => {
        this.#lock = undefined;
      });
      this.#lock = lock;
    } catch {
      // Refused: "lost" says so, and the next look at the page asks again.
    }
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(key) === "1";
  } catch {
    return false;
  }
}

export const wakeLock = new WakeLock();
