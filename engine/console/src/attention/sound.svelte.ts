// The alarm's sound. Browsers keep a page silent until somebody has clicked in it: that is shown as a fault, never
// hidden. Priority 1 repeats until acknowledged and cannot be switched off, only silenced for a minute.
import { alarmRound } from "./round";
import { Turn } from "./turn";

export const silence_ms = 60_000;
const look_ms = 3_000;
const quiet_gain = 0.25;
const loud_gain = 0.9;
const rises_s = 30;

/** "elsewhere": another tab sounds for all of them. */
export type SoundState = "off" | "on" | "silenced" | "elsewhere";

class Sound {
  #context: AudioContext | undefined;
  #loop: { readonly source: AudioBufferSourceNode; readonly gain: GainNode } | undefined;
  #isRunning = $state(false);
  #isOurTurn = $state(false);
  #isTakenElsewhere = $state(false);
  #alarms = $state(0);
  #silencedUntil = $state<number | undefined>(undefined);
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #lookTimer: ReturnType<typeof setInterval> | undefined;
  readonly #turn = new Turn(typeof navigator === "undefined" ? undefined : navigator.locks, (isOurs) => {
    this.#isOurTurn = isOurs;
    this.#play();
  });
  readonly #tabs = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("larm.sound");

  constructor() {
    if (this.#tabs) {
      this.#tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (typeof data === "number") {
          this.#fallSilent(data);
        }
      };
    }
  }

  get state(): SoundState {
    if (this.#silencedUntil !== undefined) {
      return "silenced";
    }
    if (this.#alarms > 0 && !this.#isOurTurn && this.#isTakenElsewhere) {
      return "elsewhere";
    }
    return this.#isRunning ? "on" : "off";
  }

  /** There is something to be silenced: here, or in the tab that sounds for this one. */
  get isSounding(): boolean {
    return this.#alarms > 0 && (this.state === "on" || this.state === "elsewhere");
  }

  /** Server time until which it is silent. */
  get silencedUntil(): number | undefined {
    return this.#silencedUntil;
  }

  /** At start: works at once where the browser allows it (command-room machines), else from the first click or key. */
  tryWithoutGesture(): void {
    this.#open();
    const wake = () => {
      const context = this.#context;
      if (context && context.state !== "running" && context.state !== "closed") {
        // Refused where the browser does not count it as a gesture.
        context.resume().catch(() => undefined);
      }
    };
    for (const gesture of ["pointerdown", "pointerup", "keydown"] as const) {
      window.addEventListener(gesture, wake, { capture: true, passive: true });
    }
  }

  /** From a click or key. A short tone says that it works. */
  async switchOn(): Promise<void> {
    const context = this.#open();
    await context.resume().catch(() => undefined);
    this.#note(context);
    if (this.#isRunning && this.#alarms === 0) {
      this.#tone(660, 0, 0.15, 0.2);
    }
  }

  /** Two seconds of the real thing, for whoever goes on duty. */
  async test(): Promise<boolean> {
    const context = this.#open();
    await context.resume().catch(() => undefined);
    this.#note(context);
    if (this.#isRunning) {
      const source = this.#source(context);
      source.loop = false;
      source.connect(this.#gain(context, loud_gain));
      source.start();
    }
    return this.#isRunning;
  }

  /** On every tab. */
  silence(now: number): void {
    this.#tabs?.postMessage(now + silence_ms);
    this.#fallSilent(now + silence_ms);
  }

  /** How many alarms wait to be acknowledged: repeats, and rises, until there is none. A further one breaks a silence. */
  setAlarm(count: number): void {
    const isMore = count > this.#alarms;
    this.#alarms = count;
    if (isMore && this.#silencedUntil !== undefined) {
      this.#endSilence();
      this.#rise();
    }
    this.#sync();
  }

  /** Priority 2, and a lost connection: once. */
  playOnce(): void {
    if (this.state === "on") {
      this.#tone(520, 0, 0.25, 0.3);
      this.#tone(390, 0.3, 0.35, 0.3);
    }
  }

  #sync(): void {
    if (this.#alarms > 0 && this.#isRunning) {
      this.#turn.ask();
    } else {
      this.#turn.giveBack();
    }
    clearInterval(this.#lookTimer);
    this.#isTakenElsewhere &&= this.#alarms > 0;
    if (this.#alarms > 0) {
      const look = async () => {
        this.#isTakenElsewhere = await this.#turn.isTaken();
      };
      void look();
      this.#lookTimer = setInterval(() => void look(), look_ms);
    }
  }

  #play(): void {
    const context = this.#context;
    this.#loop?.source.stop();
    this.#loop = undefined;
    if (!context || !this.#isOurTurn) {
      return;
    }
    const source = this.#source(context);
    const gain = this.#gain(context, quiet_gain);
    source.loop = true;
    source.connect(gain);
    source.start();
    this.#loop = { source, gain };
    if (this.#silencedUntil === undefined) {
      this.#rise();
    } else {
      this.#quieten();
    }
  }

  #rise(): void {
    const gain = this.#loop?.gain.gain;
    const now = this.#context?.currentTime ?? 0;
    gain?.cancelScheduledValues(now);
    gain?.setValueAtTime(quiet_gain, now);
    gain?.linearRampToValueAtTime(loud_gain, now + rises_s);
  }

  /** By the audio thread's clock: the sound is back after a minute even where timers are held back. */
  #quieten(): void {
    const gain = this.#loop?.gain.gain;
    const now = this.#context?.currentTime ?? 0;
    gain?.cancelScheduledValues(now);
    gain?.setValueAtTime(0, now);
    gain?.setValueAtTime(loud_gain, now + silence_ms / 1_000);
  }

  #fallSilent(until: number): void {
    this.#endSilence();
    this.#silencedUntil = until;
    this.#quieten();
    this.#silenceTimer = setTimeout(() => this.#endSilence(), silence_ms);
  }

  #endSilence(): void {
    clearTimeout(this.#silenceTimer);
    this.#silencedUntil = undefined;
  }

  #open(): AudioContext {
    if (!this.#context) {
      const context = new AudioContext();
      this.#context = context;
      this.#note(context);
      context.onstatechange = () => this.#note(context);
    }
    return this.#context;
  }

  #note(context: AudioContext): void {
    this.#isRunning = context.state === "running";
    this.#sync();
  }

  #source(context: AudioContext): AudioBufferSourceNode {
    const samples = alarmRound(context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    return source;
  }

  #gain(context: AudioContext, loudness: number): GainNode {
    const gain = context.createGain();
    gain.gain.value = loudness;
    gain.connect(context.destination);
    return gain;
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
