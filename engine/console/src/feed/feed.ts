// The live feed: one WebSocket that is kept open, watched and replaced. Hands on decoded frames in batches, each event
// once and in order. Holds no state of the alarm and knows no screen.
import { fromBinary } from "@bufbuild/protobuf";
import { type WatchFrame, WatchFrameSchema } from "../gen/larm/v1/watch_pb";
import { waitBeforeTry } from "./backoff";
import { linkOf, type Link } from "./link";
import { Sequence } from "./sequence";
import { type DeviceClock, microsToMs, ServerClock } from "./server_clock";

const subprotocol = "larm.v1.proto";
/** A socket is given up when it says nothing for this long, also before its first frame. */
export const silent_max_ms = 5_000;
/** Frames are handed on at most this often. */
export const batch_ms = 200;
const drained = 1001;

/** What the feed needs of the browser; tests give their own. */
export interface Surroundings {
  readonly clock: DeviceClock;
  open(url: string, subprotocol: string): WebSocket;
  /** Calls once after `ms`; the result cancels. */
  after(ms: number, call: () => void): () => void;
  isOnline(): boolean;
  random(): number;
}

export interface FeedSink {
  /** In order, without duplicates or gaps; heartbeats among them, for how safe an event would be now. */
  onFrames(frames: readonly WatchFrame[]): void;
  /** The server says why it ends the feed. */
  onCut?(reason: string): void;
  /** A try has failed without a word: perhaps the session has ended. True if it has. */
  isSignedOut(): Promise<boolean>;
}

export class Feed {
  readonly serverClock: ServerClock;
  readonly #sequence = new Sequence();
  #socket: WebSocket | undefined;
  #openedAt = 0;
  #hasFrames = false;
  #hasEverHadFrames = false;
  #failures = 0;
  #isSignedOut = false;
  #isStopped = false;
  #waiting: WatchFrame[] = [];
  #handedOnAt = -Infinity;
  #cancelBatch: (() => void) | undefined;
  #cancelTry: (() => void) | undefined;

  constructor(
    private readonly url: (after: bigint | undefined) => string,
    private readonly sink: FeedSink,
    private readonly around: Surroundings,
  ) {
    this.serverClock = new ServerClock(around.clock);
  }

  get link(): Link {
    return linkOf({
      hasFrames: this.#hasFrames,
      age_ms: this.#hasEverHadFrames ? this.serverClock.age() : undefined,
      failures: this.#failures,
      isOnline: this.around.isOnline(),
      isSignedOut: this.#isSignedOut,
    });
  }

  start(): void {
    this.#isStopped = false;
    this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTry?.();
    this.#leave();
  }

  /** To be called about every second: a half-open socket closes by nothing else. */
  tick(): void {
    const now = this.around.clock.steady();
    const silent = this.#hasFrames ? this.serverClock.age() : now - this.#openedAt;
    if (this.#socket && silent >= silent_max_ms) {
      this.#fail("silent");
    }
  }

  /** The page is looked at again, or the network is back: do not wait for the next try. */
  resume(): void {
    const isStale = this.#hasEverHadFrames && this.serverClock.age() >= 2_500;
    if (this.#isStopped || (this.#socket && !isStale)) {
      return;
    }
    this.#isSignedOut = false;
    this.#reconnect();
  }

  #connect(): void {
    this.#cancelTry?.();
    this.#cancelTry = undefined;
    this.#hasFrames = false;
    this.#openedAt = this.around.clock.steady();
    let socket: WebSocket;
    try {
      socket = this.around.open(this.url(this.#sequence.last), subprotocol);
    } catch {
      return this.#fail("refused");
    }
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    // A socket that has been replaced says nothing more.
    socket.onmessage = (message) => {
      if (socket === this.#socket) {
        this.#onMessage(message.data);
      }
    };
    socket.onclose = (closed) => {
      if (socket === this.#socket) {
        this.#fail(closed.code === drained ? "drained" : "closed");
      }
    };
  }

  #onMessage(data: unknown): void {
    let frame: WatchFrame;
    try {
      frame = fromBinary(WatchFrameSchema, new Uint8Array(data as ArrayBuffer));
    } catch {
      // Rubbish: what follows cannot be trusted to be whole, so it is asked for again.
      return this.#fail("rubbish");
    }
    // A few random bytes may well decode, and would set the clock. Each frame has its time.
    if (frame.serverTime <= 0n) {
      return this.#fail("rubbish");
    }
    this.serverClock.take(microsToMs(frame.serverTime));
    this.#hasFrames = true;
    this.#hasEverHadFrames = true;
    this.#isSignedOut = false;
    switch (this.#sequence.judge(frame)) {
      case "gap":
        return this.#fail("gap");
      case "drop":
        return;
      case "take":
        break;
    }
    this.#failures = 0;
    if (frame.frame.case === "cut") {
      this.sink.onCut?.(frame.frame.value.reason);
      return;
    }
    this.#waiting.push(frame);
    this.#handOnSoon();
  }

  /** At once when nothing has been handed on for a while, also in a background tab, whose timers are slow. */
  #handOnSoon(): void {
    const now = this.around.clock.steady();
    if (now - this.#handedOnAt >= batch_ms) {
      return this.#handOn();
    }
    this.#cancelBatch ??= this.around.after(batch_ms - (now - this.#handedOnAt), () => this.#handOn());
  }

  #handOn(): void {
    this.#cancelBatch?.();
    this.#cancelBatch = undefined;
    this.#handedOnAt = this.around.clock.steady();
    const frames = this.#waiting;
    this.#waiting = [];
    if (frames.length > 0) {
      this.sink.onFrames(frames);
    }
  }

  #reconnect(): void {
    this.#leave();
    this.#connect();
  }

  #fail(why: "silent" | "closed" | "drained" | "refused" | "rubbish" | "gap"): void {
    const neverSpoke = !this.#hasFrames;
    this.#leave();
    if (this.#isStopped) {
      return;
    }
    const wait = waitBeforeTry(this.#failures, this.around.random());
    // A feed that ends in order is no failed try yet.
    this.#failures += neverSpoke || why === "rubbish" ? 1 : 0;
    if (neverSpoke && why === "closed") {
      void this.sink.isSignedOut().then((is) => {
        if (is && !this.#hasFrames && !this.#isStopped) {
          this.#isSignedOut = true; // trying on would be refused, and each time written down
          this.#cancelTry?.();
        }
      });
    }
    this.#cancelTry?.();
    this.#cancelTry = this.around.after(wait, () => this.#connect());
  }

  #leave(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#hasFrames = false;
    socket?.close();
  }
}
