// What the screens show, from the recorded night and from parties made for the purpose.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { DeliveryOutcome, PartyState } from "../src/gen/larm/v1/domain_pb";
import { DeliveryRecordedSchema, EventSchema } from "../src/gen/larm/v1/event_pb";
import { CommitmentViewSchema, IncidentViewSchema, type PartyView, PartyViewSchema, TransportViewSchema } from "../src/gen/larm/v1/incident_pb";
import { chasesOf } from "../src/state/derive/chases";
import { matrixOf } from "../src/state/derive/matrix";
import { ownChases, unseen } from "../src/state/derive/own";
import { standingOf, worst } from "../src/state/derive/standing";
import { entryKinds, filtered } from "../src/state/derive/timeline";
import { transportsOf } from "../src/state/derive/transports";
import { foldDelivery } from "../src/state/fold_chases";
import { foldTransports } from "../src/state/fold_transports";
import { advance } from "../src/state/advance";
import { unknownWorld } from "../src/state/world";
import { emptyDraft, readDraft, turnTo } from "../src/screens/confirm/draft.svelte";
import { nameOf, toCsv, toJsonLines, toText } from "../src/screens/timeline/export";
import { lineOf, whatOf } from "../src/words/event_words";
import { language } from "../src/words/say.svelte";
import { countdown, elapsed } from "../src/words/times";
import { eventText } from "../src/words/timeline";
import { spokenRules } from "../src/words/spoken_rules.svelte";
import { nightFrames, nightViews } from "./night";
import { deliveredRules } from "./pack";

const rules = deliveredRules;
const { regions } = rules;
spokenRules.now = [rules];
const world = advance(unknownWorld, nightFrames);
const now = 1_000_000_000n;
const party = (part: Exclude<MessageInitShape<typeof PartyViewSchema>, PartyView>) =>
  create(PartyViewSchema, { party: "tib@dalarna", step: "regional_alarm", rung: -1, state: PartyState.SENT, ...part });

describe("a promise of named vehicles", () => {
  it("keeps the first named when some are taken back, as the server does", () => {
    const promised = create(CommitmentViewSchema, { commitmentId: "c", regionId: "dalarna", count: 3, resourceIds: ["DAL-901", "DAL-902"] });
    const view = create(IncidentViewSchema, { commitments: [promised] });
    const revoked = (count: number) => create(EventSchema, { kind: { case: "transportsRevoked", value: { regionId: "dalarna", shares: [{ commitmentId: "c", count }] } } });
    const names = (count: number) => foldTransports(view, revoked(count)).commitments[0]?.resourceIds;
    expect([names(1), names(2), names(3)]).toEqual([["DAL-901", "DAL-902"], ["DAL-901"], []]);
  });

  it("is without those that are taken back by name", () => {
    const promised = create(CommitmentViewSchema, { commitmentId: "c", regionId: "dalarna", count: 3, resourceIds: ["DAL-901", "DAL-902"] });
    const view = create(IncidentViewSchema, { commitments: [promised] });
    const shares = [{ commitmentId: "c", count: 1, resourceIds: ["DAL-901"] }];
    const [left] = foldTransports(view, create(EventSchema, { kind: { case: "transportsRevoked", value: { regionId: "dalarna", shares } } })).commitments;
    expect([left?.count, left?.resourceIds]).toEqual([2, ["DAL-902"]]);
  });
});

describe("a standing", () => {
  it("is not started where nobody has been asked", () => {
    expect(standingOf(undefined, now, false)).toEqual({ tone: "none", word: "notStarted" });
  });

  it("is as bad as can be from the first second where all that has left went to the log only", () => {
    const only = { outcome: DeliveryOutcome.ACCEPTED, why: "log only: no person has been reached by this" };
    expect(standingOf(party({ deadline: now + 1n, deliveries: [only] }), now, false)).toEqual({ tone: "bad", word: "reachesNobody" });
    const oneWay = [only, { outcome: DeliveryOutcome.ACCEPTED }];
    expect(standingOf(party({ deadline: now + 1n, deliveries: oneWay }), now, false)).toEqual({ tone: "progress", word: "sent" });
    expect(standingOf(party({ deliveries: [{ outcome: DeliveryOutcome.FAILED, why: only.why }] }), now, false).word).toBe("sent");
  });

  it("is told with the delivery itself that it went to the log only", () => {
    const view = create(IncidentViewSchema, { parties: [party({ deliveries: [{ attempt: 1, recipient: "r", outcome: DeliveryOutcome.UNSPECIFIED }] })] });
    const recorded = { step: "regional_alarm", party: "tib@dalarna", attempt: 1, recipient: "r", outcome: DeliveryOutcome.ACCEPTED, detail: "log only: no person has been reached by this" };
    const folded = foldDelivery(view, create(DeliveryRecordedSchema, recorded), now);
    expect(standingOf(folded.parties[0], now, false).word).toBe("reachesNobody");
    const taken = foldDelivery(view, create(DeliveryRecordedSchema, { ...recorded, detail: "id 17" }), now);
    expect(taken.parties[0]?.deliveries[0]?.why).toBe("");
  });

  it("shows a silent party as not reached, never as a no", () => {
    expect(standingOf(party({ state: PartyState.UNREACHABLE }), now, false)).toEqual({ tone: "bad", word: "notReached" });
  });

  it("does not take an acknowledgement for the answer that is still asked for", () => {
    const seen = { state: PartyState.ACKNOWLEDGED };
    expect(standingOf(party({ ...seen, deadline: now + 1n }), now, false).word).toBe("answerMissing");
    expect(standingOf(party(seen), now, false)).toEqual({ tone: "ok", word: "acknowledged" });
  });

  it("is late from the rung on that calls in others by the pack, and overdue where a deadline did not fire", () => {
    const step = rules.steps.get("regional_alarm");
    expect(standingOf(party({ rung: 1, deadline: now + 1n }), now, false, step)).toEqual({ tone: "progress", word: "reminded" });
    expect(standingOf(party({ rung: 2, deadline: now + 1n }), now, false, step)).toEqual({ tone: "late", word: "late" });
    expect(standingOf(party({ rung: 2, deadline: now + 1n }), now, false)).toEqual({ tone: "progress", word: "reminded" });
    expect(standingOf(party({ deadline: now - 6_000_000n }), now, false)).toEqual({ tone: "late", word: "overdue" });
  });

  it("tells a no from a yes", () => {
    const answered = (answer: string) => standingOf(party({ state: PartyState.ANSWERED, answer }), now, false);
    expect(answered("decline: upptagna").word).toBe("declined");
    expect(answered("provisional 2").word).toBe("provisional");
    expect(answered("accept 5")).toEqual({ tone: "ok", word: "done" });
  });

  it("is the worst of several", () => {
    expect(worst(["ok", "late", "progress"])).toBe("late");
    expect(worst([])).toBe("none");
  });
});

describe("the matrix", () => {
  it("has seven regions and the chain's regional steps before anything has begun", () => {
    const empty = matrixOf(create(IncidentViewSchema), rules, regions, now, false);
    expect(empty.rows.length).toBe(7);
    expect(empty.steps).toEqual(["regional_alarm", "transports", "blood_alarm"]);
    expect(empty.deviating).toBe(0);
  });

  it("is history once the alarm has ended: the steps that were asked, and nothing in them that asks for attention", () => {
    const view = nightViews.at(-1)?.incident;
    const ended = matrixOf(view as never, rules, regions, now, false);
    expect(ended.steps).toEqual(["regional_alarm", "transports", "blood_alarm"]);
    expect(ended.deviating).toBe(0);
    expect(new Set(ended.rows.map((row) => row.tone))).not.toContain("progress");
  });
});

describe("transports", () => {
  const view = create(IncidentViewSchema, {
    transports: [
      create(TransportViewSchema, { regionId: "dalarna", required: 5, committed: 3, provisional: 1 }),
      create(TransportViewSchema, { regionId: "uppsala", required: 5, committed: 7, reserve: 2 }),
    ],
    commitments: [create(CommitmentViewSchema, { commitmentId: "1", regionId: "dalarna", count: 3 })],
  });
  const lines = transportsOf(view, regions, [], true);

  it("draws firm, provisional and missing apart, and counts only the firm ones", () => {
    expect(lines[0]?.pips).toEqual(["firm", "firm", "firm", "provisional", "missing"]);
    expect(lines[0]?.missing).toBe(2);
    expect(lines[0]?.isMet).toBe(false);
  });

  it("shows more than asked as reserve, and a region that is not asked as such", () => {
    expect(lines[3]).toMatchObject({ region: "uppsala", isMet: true, reserve: 2 });
    expect(lines[1]).toMatchObject({ region: "gavleborg", required: 0, isMet: false });
  });

  it("counts what was let go as met, and not as standing, as the command line does", () => {
    const of = (committed: number, released: number) => {
      const told = create(TransportViewSchema, { regionId: "dalarna", required: 5, committed, released });
      const [line] = transportsOf(create(IncidentViewSchema, { transports: [told] }), ["dalarna"], [], true);
      return [line?.counted, line?.missing, line?.isMet];
    };
    expect(of(5, 3)).toEqual([5, 0, true]);
    expect(of(2, 3)).toEqual([5, 0, true]);
    expect(of(7, 2)).toEqual([7, 0, true]);
    expect(of(0, 8)).toEqual([5, 0, true]);
    expect(of(2, 1)).toEqual([3, 2, false]);
  });

  it("does not know how many ran out where not all events are known", () => {
    expect(transportsOf(view, regions, [], false)[0]?.expired).toBeUndefined();
    expect(lines[0]?.expired).toBe(0);
  });
});

describe("chases", () => {
  it("name the party itself before those who are told of it, and who has not been reached first", () => {
    const view = create(IncidentViewSchema, {
      parties: [
        party({ deadline: now + 1n }),
        party({ party: "tib@orebro", state: PartyState.UNREACHABLE }),
        party({ party: "tib@uppsala", state: PartyState.ACKNOWLEDGED }),
      ],
    });
    expect(chasesOf(view, rules, now, false).map((line) => line.party.party)).toEqual(["tib@orebro", "tib@dalarna"]);
  });

  it("are one's own until somebody of the party has seen them", () => {
    const mine = unseen(ownChases(world, "tib@vastmanland"));
    expect(mine.length).toBeGreaterThan(0);
    expect(ownChases(world, undefined)).toEqual([]);
  });
});

const about = { title: "Tågolycka", isExercise: false, isComplete: true, filter: "", takenAt_ms: 1_000, upTo: 9n };

describe("the timeline's words", () => {
  it("say every event of the night, in both languages, without a hole", () => {
    for (const spoken of ["sv", "en"] as const) {
      language.now = spoken;
      for (const entry of world.entries) {
        const line = lineOf(entry);
        expect(line).not.toMatch(/\{\w+\}|undefined/);
        expect(whatOf(entry)).not.toBe(eventText.unknown[spoken === "sv" ? 0 : 1]);
      }
    }
    language.now = "sv";
  });

  it("leave no colon behind where no reason was given", () => {
    const entry = world.entries.find(({ event }) => event.kind.case === "transportsRevoked");
    if (entry?.event.kind.case !== "transportsRevoked") {
      throw new Error("the night has none");
    }
    const { event } = entry;
    const silent = { ...event, kind: { case: "transportsRevoked" as const, value: { ...entry.event.kind.value, reason: "" } } };
    expect(whatOf({ ...entry, event: silent })).toMatch(/\d$/);
  });

  it("are filtered by kind, region and words", () => {
    const all = { incidentId: "", kinds: new Set(entryKinds), region: "", words: "" };
    expect(filtered(world.entries, all, lineOf).length).toBe(world.entries.length);
    const committed = filtered(world.entries, { ...all, kinds: new Set(["transport"] as const), region: "sormland" }, lineOf);
    expect(committed.map((entry) => entry.event.kind.case)).toEqual(["transportsRevoked", "transportsCommitted"]);
    expect(filtered(world.entries, { ...all, words: "fel på FORDON" }, lineOf).length).toBe(1);
  });

  it("leave as CSV and JSON with every entry, and no formula", () => {
    const csv = toCsv(world.entries, about).trim().split("\r\n");
    expect(csv.length).toBe(world.entries.length + 3); // head, and what the file says of itself
    const json = toJsonLines(world.entries, about).trim().split("\n").slice(1);
    expect(json.map((line) => (JSON.parse(line) as { seq: string }).seq)).toEqual(world.entries.map((each) => String(each.seq)));
    const [entry] = filtered(world.entries, { incidentId: "", kinds: new Set(entryKinds), region: "", words: "avböjde" }, lineOf);
    const kind = { case: "transportsDeclined", value: { ...(entry?.event.kind.value as object), regionId: "=1+1" } };
    expect(toText(world.entries, about).trim().split("\r\n").length).toBe(world.entries.length + 3);
    expect(toCsv([{ ...entry, event: { ...entry?.event, kind } } as never], about)).toContain(`"'=1+1`);
  });
});

describe("a file of the timeline", () => {
  it("says of every line that it is an exercise, and of an incomplete one that it is", () => {
    const drill = { ...about, isExercise: true, isComplete: false };
    const lines = toText(world.entries, drill).trim().split("\r\n");
    expect(lines[0]).toBe("ÖVNING");
    expect(lines.slice(0, 5).join()).toContain("OFULLSTÄNDIGT");
    expect(lines.slice(5).every((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ÖVNING\. /.test(line))).toBe(true);
    expect(nameOf("txt", drill)).toMatch(/^larmkedja-ÖVNING-OFULLSTÄNDIGT-.*\.txt$/);
    expect(nameOf("csv", about)).not.toMatch(/ÖVNING|OFULLST/);
  });
});

describe("times", () => {
  it("round a countdown up, so that nothing is due before it is", () => {
    expect(countdown(1)).toBe("1 s");
    expect(countdown(245_000)).toBe("4 min 05 s");
    expect(countdown(3_725_000)).toBe("1 h 03 min");
    expect(elapsed(21 * 60_000)).toBe("T+21 min");
    expect(elapsed(65 * 60_000)).toBe("T+1 h 05 min");
  });
});

describe("a kept draft", () => {
  it("survives, and rubbish in its place does not break the flow", () => {
    expect(readDraft('{"type":"Brand","dead":2,"level":"x","more":1}')).toMatchObject({ type: "Brand", dead: 2, level: 3 });
    expect(readDraft("{")).toBeUndefined();
    expect(readDraft("7")).toBeUndefined();
    expect(readDraft(null)).toBeUndefined();
  });

  it("of a new incident is there again after a report has been turned to, and so is what was changed of the report", () => {
    const mine = { ...emptyDraft(), place: "Knivsta station" };
    const report = { ...emptyDraft(), incidentId: "r", place: "E4" };
    const led = turnTo(report, mine, undefined);
    expect(led).toEqual({ draft: report, kept: mine });
    const changed = { ...report, place: "E4 norrut" };
    expect(turnTo(report, changed, led.kept)).toEqual({ draft: changed, kept: mine });
    expect(turnTo({ ...report, incidentId: "s" }, changed, led.kept).kept).toEqual(mine);
    expect(turnTo(emptyDraft(), changed, led.kept)).toEqual({ draft: mine, kept: undefined });
  });
});
