// Signing in: what the server's answers mean, and what a session that ends does to what is shown.
import { create, toJson } from "@bufbuild/protobuf";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isSameParty, secretIn, sessionOf, type Session, type SessionAnswer, signIn, signInFaultOf } from "../src/api/session";
import { codeIn } from "../src/app/arrival";
import { Signing, type SessionCalls } from "../src/app/signing.svelte";
import { Role } from "../src/gen/larm/v1/domain_pb";
import { SessionViewSchema } from "../src/gen/larm/v1/session_pb";

const uppsala: Session = create(SessionViewSchema, { role: Role.TIB, organisation: "uppsala", world: "live", expiresAt: 5_000_000_000_000_000n });
const dalarna: Session = { ...uppsala, organisation: "dalarna" };
const exercise: Session = { ...uppsala, world: "kbo2" };

describe("a session as the server says it", () => {
  it("is read from the message's own JSON, with what this build does not know passed over", () => {
    const json = { ...(toJson(SessionViewSchema, create(SessionViewSchema, { ...uppsala, name: "A. Lind" })) as object), later: 1 };
    expect((json as { expiresAt?: unknown }).expiresAt).toBe("5000000000000000");
    expect(sessionOf(json)).toMatchObject({ role: Role.TIB, organisation: "uppsala", name: "A. Lind", expiresAt: 5_000_000_000_000_000n });
  });

  it.each([null, undefined, "x", 1, [], {}, { role: "ROLE_KING" }, { role: "ROLE_UNSPECIFIED" }, { role: "ROLE_TIB", name: 7 }])("is none in %j", (read) => {
    expect(sessionOf(read)).toBeUndefined();
  });

  it("is another's where role, organisation or world differ, and the same when prolonged", () => {
    expect(isSameParty(uppsala, { ...uppsala, expiresAt: 1n, sessionId: "b" })).toBe(true);
    expect(isSameParty(uppsala, dalarna)).toBe(false);
    expect(isSameParty(uppsala, exercise)).toBe(false);
  });
});

describe("what is pasted", () => {
  it("is a code where it is a link, however it was copied, else a token", () => {
    expect(secretIn("https://larm.example/#/in/ab%2Dc ")).toEqual({ code: "ab-c" });
    expect(secretIn(" #/in/abc/")).toEqual({ code: "abc" });
    expect(secretIn(" larm_abc\n")).toEqual({ token: "larm_abc" });
    expect(secretIn("Bearer larm_abc")).toEqual({ token: "larm_abc" });
    expect(secretIn("  ")).toBeUndefined();
  });

  it("is found in an address that is a sign-in link, and in no other", () => {
    expect(codeIn("#/in/a%2Fb")).toBe("a/b");
    expect(codeIn("#/in/")).toBeUndefined();
    expect(codeIn("#/incident/abc")).toBeUndefined();
    expect(codeIn("#/in/%E0%A4")).toBe("%E0%A4");
  });
});

describe("a refusal", () => {
  it("is told by the error's code, and by the status where a proxy has answered", () => {
    expect(signInFaultOf(401, "unauthenticated")).toBe("wrong");
    expect(signInFaultOf(409, "already_exists")).toBe("used");
    expect(signInFaultOf(400, "failed_precondition")).toBe("expired");
    expect(signInFaultOf(429, "")).toBe("busy");
    expect(signInFaultOf(502, "")).toBe("unreachable");
    expect(signInFaultOf(404, "")).toBe("not_understood");
  });

  it("of a server that is not there, or talks nonsense, is said too", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    expect(await signIn({ token: "x" })).toEqual({ is: "failed", why: "unreachable" });
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 200 })));
    expect(await signIn({ token: "x" })).toEqual({ is: "failed", why: "not_understood" });
    vi.unstubAllGlobals();
  });

  it("sends the secret in the body alone", async () => {
    const sent: { url: string; init: RequestInit }[] = [];
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
      sent.push({ url, init });
      return Promise.resolve(Response.json(toJson(SessionViewSchema, create(SessionViewSchema, uppsala))));
    });
    expect(await signIn({ code: "abc" })).toMatchObject({ is: "in" });
    expect(sent[0]?.url).toBe("/session");
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ code: "abc" });
    vi.unstubAllGlobals();
  });
});

describe("the session's life", () => {
  const calls: string[] = [];
  let next: SessionAnswer = { is: "unknown" };
  const http: SessionCalls = {
    read: async () => next,
    signIn: async () => (next.is === "in" ? next : { is: "failed", why: "wrong" }),
    signOut: async () => next.is !== "unknown",
  };
  const begin = () =>
    new Signing({ onEnter: ({ organisation }) => calls.push(`enter ${organisation}`), onAgain: () => calls.push("again"), onLeave: () => calls.push("leave"), onReplaced: () => calls.push("replaced") }, http);

  beforeEach(() => {
    calls.length = 0;
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it("asks again until the server has said who it is", async () => {
    next = { is: "unknown" };
    const signing = begin();
    await signing.check();
    expect([signing.answer.is, signing.failures]).toEqual(["unknown", 1]);
    next = { is: "in", session: uppsala };
    await vi.advanceTimersByTimeAsync(1_000);
    expect([signing.answer.is, signing.failures]).toEqual(["in", 0]);
    expect(calls).toEqual(["enter uppsala"]);
  });

  it("keeps what is shown when it ends under way, and goes on when the same party signs in", async () => {
    next = { is: "in", session: uppsala };
    const signing = begin();
    await signing.check();
    next = { is: "out" };
    expect(await signing.check()).toBe(true);
    expect([signing.answer.is, signing.hasEnded]).toEqual(["in", true]);
    next = { is: "in", session: { ...uppsala, sessionId: "other device time" } };
    await signing.signIn({ token: "x" });
    expect([signing.hasEnded, signing.other]).toEqual([false, undefined]);
    expect(calls).toEqual(["enter uppsala", "again"]);
  });

  it("lets nothing be sent from another's screen", async () => {
    next = { is: "in", session: uppsala };
    const signing = begin();
    await signing.check();
    for (const session of [dalarna, exercise]) {
      next = { is: "in", session };
      await signing.check();
      expect(signing.hasEnded).toBe(true);
      expect(signing.other).toEqual(session);
      expect(signing.answer).toEqual({ is: "in", session: uppsala });
    }
    expect(calls).toEqual(["enter uppsala"]);
  });

  it("is out at once where there never was one, and forgets all when signed out by hand", async () => {
    next = { is: "out" };
    const signing = begin();
    await signing.check();
    expect([signing.answer.is, signing.hasEnded]).toEqual(["out", false]);
    next = { is: "in", session: uppsala };
    await signing.signIn({ token: "x" });
    expect(await signing.signOut()).toBe(true);
    expect(signing.answer.is).toBe("out");
    expect(calls).toEqual(["enter uppsala", "leave"]);
  });

  it("is not ended by an answer from before it began", async () => {
    next = { is: "in", session: uppsala };
    let answer: (value: SessionAnswer) => void = () => undefined;
    const read = () => new Promise<SessionAnswer>((resolve) => (answer = resolve));
    const signing = new Signing({ onEnter: () => undefined, onAgain: () => undefined, onLeave: () => undefined, onReplaced: () => undefined }, { ...http, read });
    await signing.signIn({ token: "x" });
    const checked = signing.check();
    await signing.signIn({ token: "x" });
    answer({ is: "out" });
    expect(await checked).toBe(false);
    expect([signing.answer.is, signing.hasEnded]).toEqual(["in", false]);
  });

  const comes = (session: Session): SessionCalls => ({ ...http, signIn: async () => (calls.push("signed in"), { is: "in", session }) });
  const beginWith = (http: SessionCalls) =>
    new Signing({ onEnter: ({ world }) => calls.push(`enter ${world}`), onAgain: () => calls.push("again"), onLeave: () => calls.push("leave"), onReplaced: () => calls.push("replaced") }, http);

  it("is begun by a link at once where nobody is signed in", async () => {
    next = { is: "out" };
    const signing = beginWith(comes(exercise));
    expect(await signing.arrive("code")).toBe(true);
    expect(signing.answer).toEqual({ is: "in", session: exercise });
    expect(calls).toEqual(["signed in", "enter kbo2"]);
  });

  it("is not replaced by a link before somebody has said so", async () => {
    next = { is: "in", session: uppsala };
    const signing = beginWith(comes(exercise));
    // A new tab of a browser where somebody is signed in.
    vi.stubGlobal("localStorage", { getItem: () => JSON.stringify({ role: "ROLE_TIB", organisation: "uppsala", world: "live" }), setItem: () => undefined });
    expect(await signing.arrive("code")).toBe(true);
    vi.unstubAllGlobals();
    expect(signing.arrival).toEqual({ is: "asking", session: uppsala });
    expect(signing.answer).toEqual({ is: "in", session: uppsala });
    expect(calls).toEqual(["enter live"]);
    signing.stay();
    await signing.replace();
    expect([signing.arrival, signing.hasEnded, ...calls]).toEqual(["none", false, "enter live"]);
  });

  it("is replaced whole once somebody has", async () => {
    next = { is: "in", session: uppsala };
    const signing = beginWith(comes(exercise));
    await signing.check();
    await signing.arrive("code");
    await signing.replace();
    expect(calls).toEqual(["enter live", "signed in", "replaced"]);
    expect(signing.hasEnded).toBe(true);
  });

  it("is not replaced unasked where the server does not say whose it is", async () => {
    next = { is: "in", session: uppsala };
    const signing = beginWith(comes(exercise));
    await signing.check();
    next = { is: "unknown" };
    await signing.arrive("code");
    expect(signing.arrival).toMatchObject({ is: "asking" });
  });

  it("is found again by itself where another tab has begun it", async () => {
    next = { is: "in", session: uppsala };
    const signing = begin();
    await signing.check();
    next = { is: "out" };
    await signing.check();
    next = { is: "in", session: uppsala };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(signing.hasEnded).toBe(false);
  });

  it("is not over where the server was not reached", async () => {
    next = { is: "in", session: uppsala };
    const signing = begin();
    await signing.check();
    next = { is: "unknown" };
    expect(await signing.signOut()).toBe(false);
    await signing.check();
    expect([signing.answer.is, signing.hasEnded]).toEqual(["in", false]);
  });
});
