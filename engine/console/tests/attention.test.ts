// Calling for attention: the tab's title, the sound's samples, whose turn it is to sound, updates and push on this device.
import { describe, expect, it } from "vitest";
import { installWay } from "../src/app/install.svelte";
import { isApple, isForKey, keyBytes, officersOf, type PushFacts, pushStateOf } from "../src/app/push_state";
import { queuedIn, without, withQueued } from "../src/app/queued.svelte";
import { updatePlan } from "../src/app/worker.svelte";
import { alarmRound, round_s } from "../src/attention/round";
import { titleOf } from "../src/attention/title";
import { Turn } from "../src/attention/turn";

describe("the tab's title", () => {
  const facts = { alarms: 0, reports: 0, reportWord: "RAPPORT", mark: "", alarmWord: "LARM", screen: "Läge", product: "Larmkedja", isOdd: false };

  it("says where one is, and how many alarms wait", () => {
    expect(titleOf(facts)).toBe("Läge · Larmkedja");
    expect(titleOf({ ...facts, alarms: 2 })).toBe("(2) LARM Läge · Larmkedja");
    expect(titleOf({ ...facts, reports: 1 })).toBe("(1) RAPPORT Läge · Larmkedja");
    expect(titleOf({ ...facts, alarms: 2, reports: 1 })).toBe("(2) LARM Läge · Larmkedja");
  });

  it("alternates while one waits, and always says that it is an exercise", () => {
    const exercise = { ...facts, alarms: 1, mark: "ÖVNING" };
    expect(titleOf({ ...exercise, isOdd: true })).not.toBe(titleOf(exercise));
    for (const isOdd of [true, false]) {
      expect(titleOf({ ...exercise, isOdd })).toContain("ÖVNING");
      expect(titleOf({ ...exercise, isOdd })).toContain("LARM");
    }
  });
});

describe("the sound", () => {
  it("is a round that loops without a click and never clips", () => {
    const samples = alarmRound(48_000);
    expect(samples.length).toBe(round_s * 48_000);
    expect(Math.max(...samples)).toBeLessThanOrEqual(1);
    expect(Math.max(...samples)).toBeGreaterThan(0.5);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
    expect(samples.at(-1)).toBe(0);
  });
});

/** One lock for several tabs, as the browser has it. */
function oneLock() {
  let holder: (() => void) | undefined;
  const waiting: (() => void)[] = [];
  const next = () => waiting.shift()?.();
  const locks = {
    request: (_name: string, { signal }: { signal: AbortSignal }, call: () => Promise<void> | undefined) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
        const begin = () => {
          const held = call();
          holder = begin;
          void Promise.resolve(held).then(() => {
            holder = undefined;
            resolve(undefined);
            next();
          });
        };
        if (holder) {
          waiting.push(begin);
        } else {
          begin();
        }
      }),
    query: async () => ({ held: holder ? [{ name: "larm.sound" }] : [], pending: [] }),
  };
  return locks as unknown as LockManager;
}

describe("of several tabs", () => {
  it("one sounds, and the next when that one has given its turn back", async () => {
    const locks = oneLock();
    const now = { a: false, b: false };
    const a = new Turn(locks, (is) => (now.a = is));
    const b = new Turn(locks, (is) => (now.b = is));
    a.ask();
    b.ask();
    b.ask();
    await Promise.resolve();
    expect(now).toEqual({ a: true, b: false });
    expect(await b.isTaken()).toBe(true);
    a.giveBack();
    await new Promise((resolve) => setTimeout(resolve));
    expect(now).toEqual({ a: false, b: true });
    b.giveBack();
    await new Promise((resolve) => setTimeout(resolve));
    expect(await a.isTaken()).toBe(false);
  });

  it("a tab that has given up waiting gets no turn", async () => {
    const locks = oneLock();
    const now = { a: false, b: false };
    const a = new Turn(locks, (is) => (now.a = is));
    const b = new Turn(locks, (is) => (now.b = is));
    a.ask();
    b.ask();
    b.giveBack();
    a.giveBack();
    await new Promise((resolve) => setTimeout(resolve));
    expect(now).toEqual({ a: false, b: false });
  });

  it("each sounds where the browser has no locks", () => {
    let is = false;
    new Turn(undefined, (now) => (is = now)).ask();
    expect(is).toBe(true);
  });
});

describe("a new version", () => {
  const quiet = { isTold: true, openIncidents: 0, isHidden: true, hasDraft: false };

  it("is taken by itself only where nothing goes on, nobody looks and nothing is unsent", () => {
    expect(updatePlan(quiet)).toBe("now");
    expect(updatePlan({ ...quiet, openIncidents: 1 })).toBe("ask");
    expect(updatePlan({ ...quiet, isHidden: false })).toBe("ask");
    expect(updatePlan({ ...quiet, hasDraft: true })).toBe("ask");
  });

  it("waits while nobody knows whether anything goes on", () => {
    expect(updatePlan({ ...quiet, isTold: false })).toBe("ask");
  });
});

describe("push on this device", () => {
  const off: PushFacts = {
    isLookedAt: true,
    isSecure: true,
    hasPushManager: true,
    isApple: false,
    isInstalled: false,
    permission: "default",
    server: "has",
    isSubscribed: false,
    isKnown: undefined,
  };

  it("stands where the facts put it", () => {
    expect(pushStateOf(off)).toBe("off");
    expect(pushStateOf({ ...off, isLookedAt: false })).toBe("unknown");
    expect(pushStateOf({ ...off, isSecure: false })).toBe("insecure");
    expect(pushStateOf({ ...off, permission: "denied" })).toBe("blocked");
    expect(pushStateOf({ ...off, server: "has_not" })).toBe("no_server");
    expect(pushStateOf({ ...off, server: "unknown" })).toBe("server_unknown");
    expect(pushStateOf({ ...off, permission: "granted", isSubscribed: true })).toBe("on");
  });

  it("is not on where the daemon does not know it, or somebody has blocked it since", () => {
    expect(pushStateOf({ ...off, permission: "granted", isSubscribed: true, isKnown: false })).toBe("not_known");
    expect(pushStateOf({ ...off, permission: "denied", isSubscribed: true, isKnown: true })).toBe("blocked");
  });

  it("needs the home screen on an iPhone, and is missing elsewhere", () => {
    expect(pushStateOf({ ...off, hasPushManager: false, isApple: true })).toBe("needs_install");
    expect(pushStateOf({ ...off, hasPushManager: false, isApple: true, isInstalled: true })).toBe("missing");
    expect(pushStateOf({ ...off, hasPushManager: false })).toBe("missing");
    expect(isApple("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", 5)).toBe(true);
    expect(isApple("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", 5)).toBe(true);
    expect(isApple("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", 0)).toBe(false);
    expect(isApple("Mozilla/5.0 (Linux; Android 16; SM-S921B)", 5)).toBe(false);
  });

  it("takes no key that is none, and knows one from another", () => {
    const point = new Uint8Array(65).fill(7);
    point[0] = 4;
    const text = Buffer.from(point).toString("base64url");
    expect(keyBytes(text)).toEqual(point);
    expect(keyBytes("")).toBeUndefined();
    expect(keyBytes("%%%")).toBeUndefined();
    expect(keyBytes(Buffer.from(point.subarray(0, 64)).toString("base64url"))).toBeUndefined();
    expect(isForKey(point.slice().buffer, point)).toBe(true);
    expect(isForKey(new Uint8Array(65).buffer, point)).toBe(false);
    expect(isForKey(null, point)).toBe(false);
  });

  it("offers whoever is on duty first, and nobody twice", () => {
    expect(officersOf({ officerId: "b", offeredTo: "" }, ["a", "b"], ["c", "a"])).toEqual(["b", "a", "c"]);
    expect(officersOf(undefined, [], [])).toEqual([]);
  });
});

describe("the home screen", () => {
  it("is reached by the prompt where there is one, else by words", () => {
    expect(installWay({ isInstalled: true, hasPrompt: true, isApple: true })).toBe("installed");
    expect(installWay({ isInstalled: false, hasPrompt: true, isApple: false })).toBe("prompt");
    expect(installWay({ isInstalled: false, hasPrompt: false, isApple: true })).toBe("apple");
    expect(installWay({ isInstalled: false, hasPrompt: false, isApple: false })).toBe("menu");
  });
});

describe("answers that wait", () => {
  const one = { incidentId: "i", party: "blood@uppsala", screen: "blood", at_ms: 1 };

  it("are one for each party and incident, whatever was stored", () => {
    expect(withQueued([one], { ...one, at_ms: 2 })).toEqual([{ ...one, at_ms: 2 }]);
    expect(without([one, { ...one, incidentId: "j" }], "i", one.party)).toEqual([{ ...one, incidentId: "j" }]);
    expect(queuedIn(JSON.stringify([one, 7, null, { incidentId: 3 }]))).toEqual([one]);
    expect(withQueued([one], { ...one, what: "offer" })).toEqual([one, { ...one, what: "offer" }]);
    expect(without([one, { ...one, what: "offer" }], "i", one.party, "offer")).toEqual([one]);
    expect(queuedIn("rubbish")).toEqual([]);
    expect(queuedIn(null)).toEqual([]);
  });
});
