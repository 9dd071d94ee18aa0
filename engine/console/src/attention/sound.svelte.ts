// The alarm's sound. Browsers keep a page silent until somebody has clicked in it: that is shown as a fault, never
// hidden. Priority 1 repeats until acknowledged and cannot be switched off, only silenced for a minute.

export const silence_ms = 60_000;
const repeat_ms = 2_500;

export type SoundState = "off" | "on" | "silenced";

class Sound {
  #context: AudioContext | undefined;
  #isRunning = $state(false);
  #silencedUntil = $state<number | undefined>(undefined);
  #isAlarming = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #rounds = 0;

  get state(): SoundState {
    if (this.#silencedUntil !== undefined) {
      return "silenced";
    }
    return this.#isRunning ? "on" : "off";
  }

  /** Server time until which it is silent. */
  get silencedUntil(): number | undefined {
    return this.#silencedUntil;
  }

  /** At start: works at once where the browser allows it (command-room machines). */
  tryWithoutGesture(): void {
    this.#open();
  }

  /** From a click or key: browsers let it sound from now on. A short tone says that it does. */
  async switchOn(): Promise<void> {
    const context = this.#open();
    await context.resume();
    this.#isRunning = context.state === "running";
    if (this.#isRunning) {
      this.#tone(660, 0, 0.15, 0.2);
    }
  }

  silence(now: number): void {
    this.#silencedUntil = now + silence_ms;
    setTimeout(() => {
      this.#silencedUntil = undefined;
    }, silence_ms);
  }

  /** Priority 1: repeats, and rises, until it is told that there is none. */
  setAlarm(on: boolean): void {
    if (on === this.#isAlarming) {
      return;
    }
    this.#isAlarming = on;
    clearInterval(this.#timer);
    this.#rounds = 0;
    if (on) {
      this.#alarmOnce();
      this.#timer = setInterval(() => this.#alarmOnce(), repeat_ms);
    }
  }

  /** Priority 2, and a lost connection: once. */
  playOnce(): void {
    if (this.state === "on") {
      this.#tone(520, 0, 0.25, 0.3);
      this.#tone(390, 0.3, 0.35, 0.3);
    }
  }

  #alarmOnce(): void {
    if (this.state !== "on") {
      return;
    }
    const loudness = Math.min(0.9, 0.25 + 0.05 * this.#rounds);
    this.#rounds += 1;
    for (const [i, pitch] of [880, 660, 880, 660].entries()) {
      this.#tone(pitch, i * 0.28, 0.24, loudness);
    }
  }

  #open(): AudioContext {
    if (!this.#context) {
      const context = new AudioContext();
      this.#context = context;
      this.#isRunning = context.state === "running";
      context.onstatechange = () => {
        this.#isRunning = context.state === "running";
      };
    }
    return this.#context;
  }

  #tone(pitch: number, in_s: number, for_s: number, loudness: number): void {
    const context = this.#context;
    if (!context) {
      return;
    }
    const begin = context.currentTime + in_s;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = pitch;
    oscillator.type = "square";
    gain.gain.setValueAtTime(0.0001, begin);
    gain.gain.exponentialRampToValueAtTime(loudness, begin + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, begin + for_s);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(begin);
    oscillator.stop(begin + for_s);
  }
}

export const sound = new Sound();
