// The console's one store: who is signed in, what the world is, how the connection is, what time the server has. Screens
// read it and derive; nothing but this file writes it.
import { services } from "../api/services";
import { isExercise, type Session, type SessionAnswer } from "../api/session";
import { browser, resumeWhenBack, watchUrl } from "../feed/browser";
import { Feed } from "../feed/feed";
import { delayed_after_ms, type Link, linkOf, mayAct } from "../feed/link";
import type { WatchFrame } from "../gen/larm/v1/watch_pb";
import { advance, rebase } from "../state/advance";
import { rateOf } from "../state/derive/exercise";
import { Refresher } from "../state/refresher";
import { staleIncidents, unknownWorld, type World } from "../state/world";
import { askPackEarly, packs } from "./packs.svelte";
import { Signing } from "./signing.svelte";

const tick_ms = 500;

class Console {
  readonly signing = new Signing({
    onEnter: (session) => this.#open(session),
    onAgain: () => this.#feed?.resume(),
    onLeave: () => this.#close(),
    onOther: () => this.#endFeed?.(),
    onReplaced: () => location.reload(),
  });
  world = $state.raw<World>(unknownWorld);
  link = $state.raw<Link>({ word: "connecting", age_ms: undefined });
  /** Whether the server has told the state at least once. */
  isTold = $state(false);
  /** Server time in whole seconds, as ms; undefined before the first frame. */
  now_ms = $state<number | undefined>(undefined);
  /** Server time of the last sign of life. */
  heard_ms = $state<number | undefined>(undefined);
  cutReason = $state("");

  #feed: Feed | undefined;
  #endFeed: (() => void) | undefined;
  #refresher = new Refresher(
    (id) => this.#ask(id),
    () => performance.now(),
    (ms, call) => setTimeout(call, ms),
  );

  get session(): SessionAnswer {
    return this.signing.answer;
  }

  /** Who is signed in; until the server has said it, who was here last. Decides what is offered, never what may be done. */
  get who(): Session | undefined {
    switch (this.session.is) {
      case "in":
        return this.session.session;
      case "unknown":
        return this.signing.last;
      case "out":
        return undefined;
    }
  }

  /** What is seen is played. */
  get isExercise(): boolean {
    const { who } = this;
    return who !== undefined && isExercise(who);
  }

  get mayAct(): boolean {
    return mayAct(this.link);
  }

  /** The time that what is known is from: it stops with the feed, so that old data does not look like missed deadlines. */
  get nowUs(): bigint {
    const known = Math.min(this.now_ms ?? 0, (this.heard_ms ?? 0) + delayed_after_ms);
    return BigInt(known) * 1000n;
  }

  /** Server time right now, for stamps; the device's before the server has spoken. */
  serverNow(): number {
    return this.#feed?.serverClock.now() ?? Date.now();
  }

  async start(): Promise<void> {
    setInterval(() => this.#tick(), tick_ms);
    await this.signing.start();
  }

  #open({ world }: Session): void {
    const url = watchUrl(world);
    const feed = new Feed(
      url,
      {
        onFrames: (frames) => this.#take(frames),
        onCut: (reason) => {
          this.cutReason = reason;
        },
        isSignedOut: () => this.signing.check(),
      },
      browser,
    );
    this.#feed = feed;
    const forget = resumeWhenBack(feed);
    this.#endFeed = () => {
      forget();
      feed.stop();
    };
    feed.start();
    askPackEarly();
  }

  /** Nothing of the alarm stays on a screen that nobody is signed in at. */
  #close(): void {
    this.#endFeed?.();
    this.#feed = undefined;
    this.world = unknownWorld;
    this.isTold = false;
    this.now_ms = undefined;
    this.heard_ms = undefined;
    this.cutReason = "";
    this.link = { word: "connecting", age_ms: undefined };
  }

  #take(frames: readonly WatchFrame[]): void {
    const hasSnapshot = frames.some((frame) => frame.frame.case === "snapshot");
    const before = this.world;
    const next = advance(before, frames);
    if (next !== before) {
      this.world = next;
    }
    this.cutReason = "";
    this.#feed?.serverClock.setRate(rateOf(next.exercise));
    this.#tick();
    if (hasSnapshot) {
      if (this.isTold) {
        packs.renewInForce(); // another may have been taken into use while nothing was heard
      }
      this.isTold = true;
      packs.want("");
    }
    if (frames.some((each) => each.frame.case === "event" && each.frame.value.kind.case === "rulePackActivated")) {
      packs.renewInForce();
    }
    for (const { view } of this.world.incidents.values()) {
      if (view.rulesHash) {
        packs.want(view.rulesHash);
      }
    }
    this.#refresher.want(staleIncidents(this.world));
  }

  #tick(): void {
    const feed = this.#feed;
    feed?.tick();
    const link = this.#linkNow(feed);
    // A tenth of a second is as fine as it is shown.
    const age_ms = link.age_ms === undefined ? undefined : Math.round(link.age_ms / 100) * 100;
    if (link.word !== this.link.word || age_ms !== this.link.age_ms) {
      this.link = { word: link.word, age_ms };
    }
    const now = feed?.serverClock.now();
    if (now !== undefined) {
      this.now_ms = Math.floor(now / 1000) * 1000;
      this.heard_ms = Math.floor((now - (link.age_ms ?? 0)) / 1000) * 1000;
    }
  }

  #linkNow(feed: Feed | undefined): Link {
    if (!feed) {
      const { failures } = this.signing;
      return linkOf({ hasFrames: false, age_ms: undefined, failures, isOnline: navigator.onLine, isSignedOut: false });
    }
    // A socket may outlive its session by a little: nothing is sent over it any more.
    return this.signing.hasEnded ? { word: "signed_out", age_ms: feed.link.age_ms } : feed.link;
  }

  async #ask(incidentId: string): Promise<void> {
    try {
      const reply = await services.incident.getIncident({ incidentId });
      this.world = rebase(this.world, reply);
    } catch {
      // The feed goes on; the next event asks again. The link says how the connection is.
    }
    // Events that came while it was under way; a little later, when this question counts as answered.
    setTimeout(() => this.#refresher.want(staleIncidents(this.world)));
  }
}

export const app = new Console();
