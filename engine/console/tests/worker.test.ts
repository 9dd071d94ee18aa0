// What the service worker decides: what it keeps, what it shows, what it answers, and that no press is without an answer.
import { describe, expect, it } from "vitest";
import { type LiveNotice, liveNoticeIn, waitingAlarms, withNotice } from "../src/state/derive/live_alarms";
import { acknowledge, type Around, report } from "../src/worker/answer_link";
import { deviceOf } from "../src/worker/device";
import { addressOf, noticeAfter, noticeOf, pageNotice, tagOf } from "../src/worker/notice";
import { answerPathOf, readPayload } from "../src/worker/payload";
import { deliveredRules } from "./pack";
import { cacheName, keptPath, outdated } from "../src/worker/shell";

const origin = "https://larm.example";
const written = {
  id: "5b1f0c2e-0000-8000-8000-000000000001",
  kind: "live",
  mark: "",
  incident: "0197f0c0-0000-7000-8000-000000000001",
  step: "blood_alarm",
  party: "blood@uppsala",
  sentAt: "2026-11-25T02:07:31.250Z",
  answerUrl: "https://larm.example/a/pabcdefghijklmnopqrst",
  asksForNumber: false,
  lang: "sv",
  title: "Masskadelarm till blodcentralen: Uppsala",
  body: "Vad: Tågolycka",
  texts: { en: { title: "Mass-casualty alarm to the blood centre: Uppsala", body: "What: train" } },
};
const payloadOf = (part: object = {}) => readPayload(JSON.stringify({ ...written, ...part }));

describe("a live alarm in the middle of an exercise", () => {
  const live = { kind: "live", incident: "a", step: "regional_alarm", party: "tib@uppsala", title: "LARM", body: "Uppsala", answerPath: "/a/x" };
  const noticesOf = (...all: object[]) => all.flatMap((each) => liveNoticeIn(each) ?? []).reduce(withNotice, [] as LiveNotice[]);
  const waiting = (...all: object[]) => waitingAlarms(noticesOf(...all), deliveredRules).map(({ title }) => title);

  it("breaks in where the push was of one, and nothing else does", () => {
    expect(liveNoticeIn({ ...live, id: "1" })).toMatchObject({ title: "LARM", body: "Uppsala", answerPath: "/a/x" });
    for (const other of [undefined, "live", {}, { ...live, kind: "exercise" }, { ...live, kind: "duty" }, { ...live, kind: "rollcall" }, { ...live, incident: "" }, { open: "#/board" }]) {
      expect(liveNoticeIn(other)).toBeUndefined();
    }
    expect(waiting({ ...live, answerPath: "https://elsewhere/" })).toEqual([]);
  });

  it("does not where nothing is asked, or the alarm is over", () => {
    expect(waiting({ ...live, step: "blood_country", answerPath: "" })).toEqual([]);
    expect(waiting({ ...live, step: "stand_down", title: "AVLARMAT" })).toEqual([]);
    expect(waiting(live, { ...live, step: "rescind", title: "Återkallat" }, { ...live, incident: "b", title: "B" })).toEqual(["B"]);
    expect(waiting({ ...live, step: "of_a_newer_pack" })).toEqual(["LARM"]);
  });

  it("stands beside the others, and its reminder in its own place", () => {
    expect(waiting(live, { ...live, incident: "b", title: "B" }, { ...live, title: "LARM igen" })).toEqual(["LARM igen", "B"]);
  });
});

describe("a push", () => {
  it("is read as the daemon writes it", () => {
    expect(payloadOf()).toMatchObject({ id: written.id, answerPath: "/a/pabcdefghijklmnopqrst", sentAt: Date.UTC(2026, 10, 25, 2, 7, 31, 250) });
  });

  it.each(["", "rubbish {", "null", "[]", "7", "{}", '{"title":5}'])("that cannot be read (%s) is shown all the same", (text) => {
    const payload = readPayload(text);
    expect(payload).toBeUndefined();
    const { title, options } = noticeOf(payload, "sv", "f");
    expect(title).toMatch(/^LARM/);
    expect(options).toMatchObject({ requireInteraction: true, renotify: true, tag: "unread" });
    expect(options.actions.map((each) => each.action)).toEqual(["open"]);
  });

  it("stays until it is dealt with, sounds, and has its buttons", () => {
    const { title, options } = noticeOf(payloadOf(), "sv", "f");
    expect(title).toBe(written.title);
    expect(options).toMatchObject({ body: written.body, lang: "sv", requireInteraction: true, renotify: true });
    expect(options.actions).toEqual([
      { action: "ack", title: "Kvittera" },
      { action: "open", title: "Öppna" },
    ]);
    expect(options.silent).toBeUndefined();
  });

  it("speaks English where the device does and the push can", () => {
    expect(noticeOf(payloadOf(), "en", "f").title).toBe(written.texts.en.title);
    expect(noticeOf(payloadOf({ texts: {} }), "en", "f").options.lang).toBe("sv");
  });

  it("cannot be acknowledged where it has no link", () => {
    expect(noticeOf(payloadOf({ answerUrl: "" }), "sv", "f").options.actions.map((each) => each.action)).toEqual(["open"]);
  });

  it("takes the place of what it reminds of, and of nothing else", () => {
    const tag = (part: object) => noticeOf(payloadOf(part), "sv", "f").options.tag;
    expect(tag({ id: "second attempt" })).toBe(tag({}));
    for (const part of [{ step: "rescind" }, { party: "tib@uppsala" }, { incident: "other" }, { kind: "exercise" }]) {
      expect(tag(part)).not.toBe(tag({}));
    }
  });

  it("that comes twice is shown again, quietly", () => {
    expect(noticeOf(payloadOf(), "sv", "f", true).options).toMatchObject({ renotify: false, silent: true });
  });

  it("never loses the mark of an exercise", () => {
    expect(noticeOf(payloadOf({ kind: "exercise", mark: "ÖVNING", title: "ÖVNING Larm ÖVNING" }), "sv", "f").title).toBe("ÖVNING Larm ÖVNING");
    expect(noticeOf(payloadOf({ kind: "exercise", mark: "ÖVNING", title: "Larm" }), "sv", "f").title).toBe("ÖVNING Larm ÖVNING");
  });

  it("is the same notification as the page's own for that alarm", () => {
    const { options } = pageNotice("live", written.incident, written.step, written.party, "LARM", "x", "sv");
    expect(options.tag).toBe(noticeOf(payloadOf(), "sv", "f").options.tag);
    expect(options.tag).toBe(tagOf("live", written.incident, written.step, written.party));
  });
});

describe("an answer link", () => {
  it("is followed on our own origin only, and only where it is one", () => {
    expect(answerPathOf("https://evil.example/a/abc")).toBe("/a/abc");
    expect(answerPathOf("https://larm.example/o/kvall/pabc")).toBe("/o/kvall/pabc");
    for (const url of ["", "https://larm.example/session", "/a/../session", "/a/x/y", "javascript:alert(1)", "https://larm.example/a/"]) {
      expect(answerPathOf(url)).toBe("");
    }
  });

  it("leads to the alarm, and for a roll-call to its own page", () => {
    const data = noticeOf(payloadOf(), "sv", "f").options.data;
    expect(addressOf(data)).toBe(`/#/alarm/${written.incident}`);
    expect(addressOf({ ...data, kind: "rollcall" })).toBe("/a/pabcdefghijklmnopqrst");
    expect(addressOf({ ...data, incident: "" })).toBe("/#/");
    expect(addressOf({ ...data, kind: "exercise", answerPath: "/o/kvall/pabc" })).toBe("/o/kvall/pabc");
    expect(addressOf({ ...data, kind: "exercise", answerPath: "" })).toBe("/#/");
  });
});

/** Answers as told, one for each try; the last again and again. */
function server(...answers: (Response | Error)[]): Around & { readonly bodies: string[] } {
  const bodies: string[] = [];
  return {
    bodies,
    fetch: async (path, init) => {
      expect(path).toBe("/a/abc");
      bodies.push(String(init.body));
      const answer = answers[Math.min(bodies.length, answers.length) - 1] as Response | Error;
      if (answer instanceof Error) {
        throw answer;
      }
      return answer.clone();
    },
    pause: async () => undefined,
  };
}
const json = (status: number, body: unknown) => Response.json(body, { status });

describe("an acknowledgement from a notification", () => {
  it("is one form, however often it has to be sent", async () => {
    const daemon = server(new TypeError("no network"), json(503, { registered: false, text: "busy" }), json(200, { registered: true, text: "Kvitterat." }));
    expect(await acknowledge(daemon, "/a/abc", "one")).toEqual({ is: "taken", text: "Kvitterat." });
    expect(daemon.bodies).toEqual(["act=ack&form=one", "act=ack&form=one", "act=ack&form=one"]);
  });

  it("is refused in the daemon's words", async () => {
    const daemon = server(json(410, { registered: false, text: "Larmet är avslutat." }));
    expect(await acknowledge(daemon, "/a/abc", "one")).toEqual({ is: "refused", text: "Larmet är avslutat." });
    expect(daemon.bodies.length).toBe(1);
  });

  it.each([
    ["no network", new TypeError("no network")],
    ["a page of a proxy", new Response("<html>", { status: 200 })],
    ["nonsense", json(200, { ok: true })],
    ["a daemon that stays busy", json(503, {})],
  ])("never counts as taken after %s", async (_what, answer) => {
    expect(await acknowledge(server(answer), "/a/abc", "one")).toEqual({ is: "failed" });
  });

  it("has failed where there is no link", async () => {
    expect(await acknowledge(server(json(200, { registered: true, text: "" })), "", "one")).toEqual({ is: "failed" });
  });

  it("is said in the place of the alarm, whatever came of it", () => {
    const { data, tag } = noticeOf(payloadOf(), "sv", "f").options;
    const taken = noticeAfter({ is: "taken", text: "Kvitterat." }, data, tag ?? "", "sv", "03:13");
    expect(taken.title).toBe(`Kvitterat 03:13: ${written.title}`);
    expect(taken.options).toMatchObject({ tag, silent: true, requireInteraction: false });
    expect(taken.options.body).toBe("Kvitterat.\nSett är inte svarat: öppna och se vad som återstår.");
    const failed = noticeAfter({ is: "failed" }, data, tag ?? "", "sv", "03:13");
    expect(failed.title).toBe("Kvittensen gick inte fram, öppna appen");
    expect(failed.options).toMatchObject({ tag, requireInteraction: true, renotify: true, data });
    expect(failed.options.actions.map((each) => each.action)).toEqual(["ack", "open"]);
    const refused = noticeAfter({ is: "refused", text: "Larmet är avslutat." }, data, tag ?? "", "sv", "03:13");
    expect(refused.options.body).toContain("Larmet är avslutat.");
    expect(refused.options.requireInteraction).toBe(true);
  });
});

describe("a receipt", () => {
  it("says what the device has done with which delivery", async () => {
    const daemon = server(json(200, { recorded: true }));
    expect(await report(daemon, "/a/abc", "received", "id-1")).toBe(true);
    expect(daemon.bodies).toEqual(["act=received&delivery=id-1"]);
    expect(await report(daemon, "", "received", "id-1")).toBe(false);
    expect(await report(server(json(404, { recorded: false })), "/a/abc", "seen", "id-1")).toBe(false);
  });
});

describe("the shell", () => {
  const files = new Set(["/assets/index-abc.js", "/manifest.webmanifest"]);
  const kept = (path: string, mode = "cors", method = "GET") => keptPath({ method, mode, url: new URL(path, origin).href }, origin, files);

  it("opens the app and its files without a network", () => {
    expect(kept("/", "navigate")).toBe("/");
    expect(kept("/index.html", "navigate")).toBe("/");
    expect(kept("/assets/index-abc.js")).toBe("/assets/index-abc.js");
    expect(kept("/assets/of-the-build-before.js")).toBe("/assets/of-the-build-before.js");
  });

  it.each(["/session", "/v1/watch", "/larm.v1.AlarmService/Acknowledge", "/a/abc", "/readyz", "/metrics", "/sw.js"])("leaves %s to the daemon", (path) => {
    expect(kept(path)).toBeUndefined();
    expect(kept(path, "navigate")).toBeUndefined();
  });

  it("leaves alone what changes something, and what is not ours", () => {
    expect(kept("/", "navigate", "POST")).toBeUndefined();
    expect(kept("https://other.example/assets/index-abc.js")).toBeUndefined();
  });

  it("throws old versions away, but for the one before, and nothing else", () => {
    expect(outdated([cacheName("1"), cacheName("2"), "larm.device", cacheName("3")], "3")).toEqual([cacheName("1")]);
    expect(outdated([cacheName("3")], "3")).toEqual([]);
  });
});

describe("what becomes of an exercise's notification", () => {
  it("begins and ends with the mark, however the press has gone", () => {
    const data = { id: "1", kind: "exercise", incident: "a", step: "s", party: "p", answerPath: "/o/kvall/x", form: "f", title: "ÖVNING Larm ÖVNING", body: "" };
    const text = "ÖVNING Kvitterat. ÖVNING";
    for (const result of [{ is: "taken", text }, { is: "refused", text }, { is: "failed" }] as const) {
      const { title, options } = noticeAfter(result, data, "tag", "sv", "03:13");
      expect(title).toMatch(/^ÖVNING.*ÖVNING$/);
      expect(options.body).toMatch(/^ÖVNING[^]*ÖVNING$/);
      expect(noticeAfter(result, { ...data, kind: "live", title: "Larm" }, "tag", "sv", "03:13").title).not.toMatch(/ÖVNING/);
    }
  });
});

describe("what the page leaves for the worker", () => {
  it("is whole whatever was stored", () => {
    const nothing = { language: "sv", officerId: "", deviceName: "", exercise: { world: "", officerId: "", deviceName: "" }, renewedAt: 0, shown: [] };
    expect(deviceOf(null)).toEqual(nothing);
    expect(deviceOf({ language: "de", officerId: 7, shown: "x", renewedAt: "now" })).toEqual(nothing);
    expect(deviceOf({ shown: Array.from({ length: 80 }, (_, i) => `${i}`) }).shown.length).toBe(50);
  });
});
