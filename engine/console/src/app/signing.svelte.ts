// The session's life on this device: found at start, prolonged, ended under way, begun again in place, ended on every tab.
// A session that ends while an alarm is shown takes nothing off the screen; signing out does.
import { actAs, isSameParty, readSession, type Secret, type Session, type SessionAnswer, signIn, type SignInAnswer, signOut } from "../api/session";
import { onCode, takeCode } from "./arrival";
import { keepLastSession, readLastSession } from "./last_session";
import { joinTabs, type Tabs } from "./tabs";

export const prolong_ms = 20 * 60_000;
const first_wait_ms = 1_000;
const longest_wait_ms = 15_000;
/** How often an ended session is looked for: another tab may have begun it again. */
const ended_wait_ms = 30_000;

export interface SigningHooks {
  /** Somebody is signed in, and nothing is shown yet. */
  onEnter(session: Session): void;
  /** The same party is signed in again. */
  onAgain(): void;
  /** Signed out by hand: what is known of the alarm is to be forgotten. */
  onLeave(): void;
  /** Another party is signed in, and it was meant: nothing of the former one's may stay. */
  onReplaced(): void;
}

/** What becomes of the link that the console was opened with. */
export type Arrival = "none" | "trying" | { readonly is: "asking"; readonly session: Session } | SignInAnswer;

/** What it needs of the daemon; tests give their own. */
export interface SessionCalls {
  read(): Promise<SessionAnswer>;
  signIn(secret: Secret): Promise<SignInAnswer>;
  signOut(): Promise<boolean>;
}

const overHttp: SessionCalls = { read: readSession, signIn, signOut };

export class Signing {
  /** Stays "in" when the session ends under way: `hasEnded` says that. */
  answer = $state.raw<SessionAnswer>({ is: "unknown" });
  hasEnded = $state(false);
  /** The cookie is somebody else's by now, signed in here or in another tab. */
  other = $state.raw<Session | undefined>(undefined);
  /** What came of the link that the console was opened with. */
  arrival = $state.raw<Arrival>("none");
  /** Times in a row that the server did not say who is signed in. */
  failures = $state(0);
  readonly last: Session | undefined = readLastSession();

  #tabs: Tabs | undefined;
  /** Of a link that waits for a human to say whether it may replace who is signed in. */
  #code: string | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #checkedAt = 0;
  /** Counts what is known for sure, so that a slow answer from before it changes nothing. */
  #turn = 0;

  constructor(
    private readonly hooks: SigningHooks,
    private readonly calls: SessionCalls = overHttp,
  ) {}

  async start(): Promise<void> {
    this.#tabs = joinTabs((news) => void (news === "out" ? this.#leave() : this.check()));
    onCode(() => void this.#arrive());
    setInterval(() => void this.check(), prolong_ms);
    // A device that has slept: its timers have not run.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && Date.now() - this.#checkedAt > prolong_ms) {
        void this.check();
      }
    });
    window.addEventListener("online", () => void (this.answer.is === "unknown" && this.check()));
    if (!(await this.#arrive())) {
      await this.check();
    }
  }

  /** Asks who is signed in. True where it is nobody. */
  async check(): Promise<boolean> {
    clearTimeout(this.#retry);
    this.#checkedAt = Date.now();
    const turn = this.#turn;
    const answer = await this.calls.read();
    if (turn !== this.#turn) {
      return false; // signed in or out meanwhile
    }
    switch (answer.is) {
      case "in":
        this.take(answer.session);
        return false;
      case "out":
        this.failures = 0;
        this.hasEnded = this.answer.is === "in";
        if (this.hasEnded) {
          this.#retry = setTimeout(() => void this.check(), ended_wait_ms);
        } else {
          this.answer = answer;
        }
        return true;
      case "unknown":
        if (this.answer.is === "unknown" || this.hasEnded) {
          this.failures += 1;
          this.#retry = setTimeout(() => void this.check(), Math.min(longest_wait_ms, first_wait_ms * 2 ** (this.failures - 1)));
        }
        return false;
    }
  }

  /** Signs in, also in the middle of something. */
  async signIn(secret: Secret): Promise<SignInAnswer> {
    const answer = await this.calls.signIn(secret);
    if (answer.is === "in") {
      this.take(answer.session);
      this.#tabs?.tell("in");
    }
    return answer;
  }

  /** False: still signed in, nobody knows. */
  async signOut(): Promise<boolean> {
    if (!(await this.calls.signOut())) {
      return false;
    }
    this.#tabs?.tell("out");
    this.#leave();
    return true;
  }

  /** What the server has said of the session. */
  take(session: Session): void {
    clearTimeout(this.#retry);
    this.#turn += 1;
    this.failures = 0;
    const shown = this.answer.is === "in" ? this.answer.session : undefined;
    if (shown && !isSameParty(shown, session)) {
      // Nothing may be sent from a screen that shows another's alarm.
      this.other = session;
      this.hasEnded = true;
      return;
    }
    const isAgain = this.hasEnded;
    this.answer = { is: "in", session };
    actAs(session);
    this.hasEnded = false;
    this.other = undefined;
    keepLastSession(session);
    if (!shown) {
      this.hooks.onEnter(session);
    } else if (isAgain) {
      this.hooks.onAgain();
    }
  }

  async #arrive(): Promise<boolean> {
    const code = takeCode();
    return code !== undefined && this.arrive(code);
  }

  /** With a link's code. True where it is known by then who is signed in. */
  async arrive(code: string): Promise<boolean> {
    this.arrival = "trying";
    const session = await this.#whoIsIn();
    if (session) {
      this.#code = code;
      this.arrival = { is: "asking", session };
      return this.answer.is === "in";
    }
    const answer = await this.signIn({ code });
    this.arrival = answer;
    return answer.is === "in";
  }

  /** Whose session a sign-in would end; where the server does not say, who was here last. */
  async #whoIsIn(): Promise<Session | undefined> {
    const last = readLastSession();
    if (this.answer.is !== "in" && last === undefined) {
      return undefined; // nobody has been here, or has signed out
    }
    const answer = await this.calls.read();
    switch (answer.is) {
      case "in":
        this.take(answer.session);
        return answer.session;
      case "out":
        return undefined;
      case "unknown":
        return this.answer.is === "in" ? this.answer.session : last;
    }
  }

  /** The link is left unused. */
  stay(): void {
    this.#code = undefined;
    if (typeof this.arrival === "object" && this.arrival.is === "asking") {
      this.arrival = "none";
    }
  }

  /** The link's sign-in takes the place of who is signed in. */
  async replace(): Promise<void> {
    const code = this.#code;
    this.#code = undefined;
    if (code === undefined) {
      return;
    }
    this.arrival = "trying";
    const answer = await this.signIn({ code });
    this.arrival = answer;
    if (this.other) {
      this.hooks.onReplaced();
    }
  }

  #leave(): void {
    clearTimeout(this.#retry);
    this.#turn += 1;
    keepLastSession(undefined);
    this.answer = { is: "out" };
    actAs(undefined);
    this.hasEnded = false;
    this.other = undefined;
    this.arrival = "none";
    this.hooks.onLeave();
  }
}
