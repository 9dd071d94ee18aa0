// What the screens about people and the system show: duties, findings, roll-calls, changes of contacts, tokens, answers.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import type { Session } from "../src/api/session";
import { sessionOf } from "../src/api/session";
import { Part } from "../src/app/part.svelte";
import { CallAsks, CallViewSchema } from "../src/gen/larm/v1/alarm_pb";
import {
  DutyViewSchema,
  GetRollCallReplySchema,
  HistoryEntrySchema,
  OfficerChangeSchema,
  PreflightFindingSchema,
  PreflightGrade,
  PreflightReason,
  RollCallViewSchema,
  RosterViewSchema,
} from "../src/gen/larm/v1/contact_pb";
import { Channel, PartyState, Role } from "../src/gen/larm/v1/domain_pb";
import { IncidentViewSchema, PartyViewSchema, TransportViewSchema } from "../src/gen/larm/v1/incident_pb";
import { Expects, OfficerSchema, StepSchema } from "../src/gen/larm/v1/rules_pb";
import { TokenViewSchema } from "../src/gen/larm/v1/session_pb";
import { messageOf } from "../src/screens/answer/given";
import { tokensFor, tokenState } from "../src/state/derive/access";
import { answersTo, type CallToMake, callsToMake, isHandled, shownCalls } from "../src/state/derive/call_answers";
import { columnsOf, isLeftOut } from "../src/state/derive/columns";
import { dutyOf, formerOf, partsOf } from "../src/state/derive/contacts";
import { asField, asLocal, dutiesOf, faultyShift, planOf } from "../src/state/derive/duty";
import { graded, sumOf } from "../src/state/derive/findings";
import { isGrave, seenSince, troubleKind } from "../src/state/derive/health";
import { asksTransports, questionsTo } from "../src/state/derive/questions";
import { mayPlan, speaksFor } from "../src/state/derive/rights";
import { answersOf, isRunning, lastReports, mayEnd, rollCallsOf } from "../src/state/derive/roll_call";
import { lateFrom, rulesOf } from "../src/state/rules";
import { isAssumption } from "../src/words/rules_words";
import { duration } from "../src/words/times";
import { deliveredPack, deliveredRules as rules } from "./pack";
import { troubleWord } from "../src/words/trouble";

const now = 1_000_000_000n;
const session = (role: Role, organisation: string): Session =>
  sessionOf({ role: Role[role] && `ROLE_${Role[role]}`, organisation, world: "live" }) as Session;

describe("the rule pack's steps", () => {
  it("are late from the rung on that calls in others, as the pack has it", () => {
    expect(lateFrom(rules.steps.get("regional_alarm"))).toBe(2);
    expect(lateFrom(rules.steps.get("national_decision"))).toBeUndefined();
    expect(lateFrom(undefined)).toBeUndefined();
  });

  it("are columns where several regions share them, in the chain's order; others once they are seen to be", () => {
    const view = create(IncidentViewSchema, { regionId: "uppsala" });
    expect(columnsOf(view, rules)).toEqual(["regional_alarm", "transports", "blood_alarm"]);
    view.parties.push(...["tib@dalarna", "tib@orebro"].map((party) => create(PartyViewSchema, { party, step: "stand_down" })));
    view.parties.push(...["tib@dalarna", "tib@orebro"].map((party) => create(PartyViewSchema, { party, step: "of_another_pack" })));
    expect(columnsOf(view, rules)).toEqual(["regional_alarm", "transports", "blood_alarm", "stand_down", "of_another_pack"]);
    expect(columnsOf(view, undefined)).toEqual(["stand_down", "of_another_pack"]);
  });

  it("leave the stricken region out where the pack does", () => {
    const others = { ...deliveredPack, steps: deliveredPack.steps.map((each) => ({ ...each, audience: { ...each.audience!, where: 2 } })) };
    const view = create(IncidentViewSchema, { regionId: "uppsala" });
    expect(isLeftOut(view, rulesOf("x", others), "transports", "uppsala")).toBe(true);
    expect(isLeftOut(view, rulesOf("x", others), "transports", "dalarna")).toBe(false);
    expect(isLeftOut(view, rules, "transports", "uppsala")).toBe(false);
  });

  it("stand in the order of the regions' numbers, not of the file", () => {
    const turned = rulesOf("x", { ...deliveredPack, regions: [...deliveredPack.regions].reverse() });
    expect(turned.regions).toEqual(rules.regions);
    expect(rules.regions[0]).toBe("dalarna");
  });
});

describe("questions to a party", () => {
  const party = (step: string, who = "tib@dalarna") => create(PartyViewSchema, { party: who, step, state: PartyState.SENT });
  const view = create(IncidentViewSchema, {
    parties: [party("regional_alarm"), party("transports"), party("national_decision"), party("stand_down"), party("new_step")],
    transports: [create(TransportViewSchema, { regionId: "dalarna", required: 5 })],
  });

  it("have the form that the pack's step asks for, and one for kinds that are not known", () => {
    expect(questionsTo(view, rules, "tib@dalarna").map((each) => each.form)).toEqual(["seen", "transports", "decision", "seen", "unknown"]);
    const hospital = create(StepSchema, { id: "new_step", expects: Expects.ACKNOWLEDGEMENT, audience: { role: Role.HOSPITAL } });
    const wider = rulesOf("x", { ...deliveredPack, steps: [...deliveredPack.steps, hospital] });
    expect(questionsTo(view, wider, "tib@dalarna").at(-1)?.form).toBe("seen");
  });

  it("ask for vehicles also while the pack is not there, if the incident does", () => {
    expect(asksTransports(view, undefined, questionsTo(view, undefined, "tib@dalarna"), "tib@dalarna")).toBe(true);
    expect(asksTransports(view, undefined, questionsTo(view, undefined, "blood@dalarna"), "blood@dalarna")).toBe(false);
  });

  it("are about the end alone once the alarm has ended", () => {
    const parties = ["regional_alarm", "transports", "stand_down"].map((step) => create(PartyViewSchema, { party: "tib@orebro", step }));
    const view = create(IncidentViewSchema, { confirmedAt: 1n, endedAt: 2n, parties });
    const questions = questionsTo(view, rules, "tib@orebro");
    expect(questions.map((each) => each.chase.step)).toEqual(["stand_down"]);
    expect(asksTransports(view, rules, questions, "tib@orebro")).toBe(false);
  });

  it("are answered with yes, a number, or no and why", () => {
    expect(messageOf({ is: "number", count: 3, reason: "" })).toMatchObject({ case: "accept", value: { count: 3 } });
    expect(messageOf({ is: "provisional", count: 2, reason: "" })).toMatchObject({ case: "provisional", value: { count: 2 } });
    expect(messageOf({ is: "no", count: 3, reason: "Strömavbrott" })).toMatchObject({ case: "decline", value: { reason: "Strömavbrott" } });
    expect(messageOf({ is: "yes", count: 3, reason: "" })).toMatchObject({ case: "accept", value: { count: 0 } });
  });
});

describe("people whose data can be erased", () => {
  it("are also those who are in the history alone, until they have been erased", () => {
    const entries = ["a:added", "b:added", "c:", "d:added", "d:erased"].map((each) => {
      const [officerId = "", what = ""] = each.split(":");
      return create(HistoryEntrySchema, { officerId, what });
    });
    expect(formerOf(entries, [create(OfficerSchema, { id: "a" })])).toEqual(["b"]);
  });

  it("are not those on duty", () => {
    const duties = [create(DutyViewSchema, { party: "tib@dalarna", officerId: "a" }), create(DutyViewSchema, { party: "tib@orebro" })];
    expect([dutyOf(duties, "a"), dutyOf(duties, "b"), dutyOf(duties, "")]).toEqual(["tib@dalarna", undefined, undefined]);
  });
});

describe("duties", () => {
  const duties = new Map(
    ["blood@dalarna", "tib@dalarna", "national@socialstyrelsen", "deputy@dalarna"].map((party) => [
      party,
      create(DutyViewSchema, { party, officerId: party === "tib@dalarna" ? "" : "x" }),
    ]),
  );

  it("stand by region, TiB first, with others after the regions; a plan that is not known is not empty", () => {
    const all = dutiesOf(duties, undefined, rules.regions, now);
    expect(all.map((each) => each.organisation)).toEqual([...rules.regions, "socialstyrelsen"]);
    expect(all[0]?.lines.map((each) => each.party)).toEqual(["tib@dalarna", "deputy@dalarna", "blood@dalarna"]);
    expect(all[0]?.lines[0]).toMatchObject({ officerId: "", plan: undefined });
  });

  it("show the first gap in the plan and when it ends", () => {
    const shift = (fromUs: bigint, untilUs: bigint) => ({ officerId: "a", fromUs, untilUs });
    const roster = create(RosterViewSchema, { shifts: [shift(30n, 40n), shift(10n, 20n), shift(40n, 50n), shift(70n, 80n)] });
    expect(planOf(roster, 0n)).toMatchObject({ gap: { from: 20n, until: 30n }, ends: 80n });
    expect(planOf(roster, 30n).gap).toEqual({ from: 50n, until: 70n });
    expect(planOf(create(RosterViewSchema), 0n)).toMatchObject({ gap: undefined, ends: 0n });
  });

  it("are planned in local times, whole and forwards", () => {
    expect(asLocal(asField("2026-11-26 07:00"))).toBe("2026-11-26 07:00");
    const shift = { officerId: "a", from: "2026-11-26T07:00", until: "2026-11-26T19:00" };
    expect(faultyShift([shift, { ...shift, until: "2026-11-26T07:00" }])).toBe(1);
    expect(faultyShift([{ ...shift, officerId: " " }])).toBe(0);
    expect(faultyShift([shift])).toBe(-1);
  });

  it("are moved by the own region's officers, a blood centre's by itself, and planned by an administrator too", () => {
    expect(speaksFor(session(Role.DEPUTY, "dalarna"), "tib@dalarna")).toBe(true);
    expect(speaksFor(session(Role.TIB, "dalarna"), "blood@dalarna")).toBe(false);
    expect(speaksFor(session(Role.BLOOD, "dalarna"), "blood@dalarna")).toBe(true);
    expect(speaksFor(session(Role.TIB, "orebro"), "tib@dalarna")).toBe(false);
    expect(speaksFor(session(Role.OBSERVER, ""), "tib@")).toBe(false);
    expect([mayPlan(session(Role.ADMIN, ""), "tib@dalarna"), speaksFor(session(Role.ADMIN, ""), "tib@dalarna")]).toEqual([true, false]);
  });
});

describe("findings of a preflight", () => {
  const finding = (part: MessageInitShape<typeof PreflightFindingSchema>) => create(PreflightFindingSchema, part);
  const findings = [
    finding({ party: "tib@uppsala", grade: PreflightGrade.STEP_UNREACHABLE, reason: PreflightReason.PUSH_DROPPED }),
    finding({ party: "tib@uppsala", grade: PreflightGrade.STEP_UNREACHABLE, reason: PreflightReason.CHANNEL_DOWN, unreachable: true }),
    finding({ party: "tib@orebro", grade: PreflightGrade.FEWER_WAYS, reason: PreflightReason.NOT_CONFIGURED }),
    finding({ party: "blood@orebro", grade: PreflightGrade.DOUBTFUL, reason: PreflightReason.NEVER_PROVEN }),
    finding({ party: "tib@gavleborg", grade: 99 as PreflightGrade, reason: 99 as PreflightReason }),
  ];

  it("stand by party as the server grades and orders them, what keeps a step away first", () => {
    const all = graded(findings);
    expect(all.map((each) => each.party)).toEqual(["tib@uppsala", "tib@orebro", "blood@orebro", "tib@gavleborg"]);
    expect(all[0]).toMatchObject({ grade: PreflightGrade.STEP_UNREACHABLE, findings: [{ unreachable: true }, { unreachable: false }] });
    expect(graded(findings, "orebro").map((each) => each.party)).toEqual(["tib@orebro", "blood@orebro"]);
  });

  it("count among those reached less well where the grade is a newer server's", () => {
    expect(sumOf(graded(findings))).toEqual({ bad: 1, weak: 2, doubtful: 1 });
  });
});

describe("a roll-call", () => {
  const answer = (party: string, channel: Channel, answered: boolean) => ({ party, officerId: `${party}-1`, channel, answered });
  const call = create(RollCallViewSchema, {
    rollCallId: "r",
    answers: [
      answer("tib@orebro", Channel.SMS, true),
      answer("tib@orebro", Channel.PUSH, false),
      answer("blood@dalarna", Channel.SMS, true),
      answer("tib@dalarna", Channel.SMS, false),
    ],
  });

  it("has answered who has answered over any channel; who has not stands first, regions in their order", () => {
    const read = answersOf(call, rules.regions);
    expect(read.map((each) => each.organisation)).toEqual(["dalarna", "orebro"]);
    expect(read[0]?.people.map((each) => [each.party, each.hasAnswered])).toEqual([["tib@dalarna", false], ["blood@dalarna", true]]);
    expect(read[1]?.people[0]?.hasAnswered).toBe(true);
  });

  it("runs until it has ended, and does not where none has been held", () => {
    expect(isRunning(call)).toBe(true);
    expect(isRunning({ ...call, endedAt: 5n })).toBe(false);
    expect(isRunning(create(RollCallViewSchema))).toBe(false);
  });

  it("may be one of several, and is called off by whoever might have started it", () => {
    const own = create(RollCallViewSchema, { rollCallId: "o", answers: [answer("tib@orebro", Channel.SMS, false)] });
    expect(rollCallsOf(create(GetRollCallReplySchema, { rollCall: call, rollCalls: [call, own] })).length).toBe(2);
    expect(rollCallsOf(create(GetRollCallReplySchema, { rollCall: call }))).toEqual([call]);
    expect(rollCallsOf(create(GetRollCallReplySchema, { rollCall: {} }))).toEqual([]);
    expect(mayEnd(session(Role.TIB, "orebro"), own)).toBe(true);
    expect(mayEnd(session(Role.TIB, "orebro"), call)).toBe(false);
    expect(mayEnd(session(Role.BLOOD, "orebro"), own)).toBe(false);
    expect(mayEnd(session(Role.ADMIN, ""), call)).toBe(true);
  });

  it("leaves each region its last report, also while its people are being asked anew", () => {
    const all = create(RollCallViewSchema, { ...call, startedAt: 1n, endedAt: 5n });
    const orebro = create(RollCallViewSchema, { rollCallId: "o", startedAt: 6n, answers: [answer("tib@orebro", Channel.SMS, true)] });
    const first = lastReports([], [all], rules.regions);
    expect(first.map((each) => [each.organisation, each.call.rollCallId])).toEqual([["dalarna", "r"], ["orebro", "r"]]);
    // The server has let go of the first one.
    const meanwhile = lastReports(first, [orebro], rules.regions);
    expect(meanwhile.map((each) => each.call.rollCallId)).toEqual(["r", "r"]);
    const after = lastReports(meanwhile, [create(RollCallViewSchema, { ...orebro, endedAt: 9n })], rules.regions);
    expect(after.map((each) => each.call.rollCallId)).toEqual(["r", "o"]);
  });
});

describe("a change of contacts", () => {
  const officer = (name: string, ...addresses: [Channel, string][]) => ({
    id: "a",
    party: "tib@dalarna",
    name,
    addresses: addresses.map(([channel, value]) => ({ channel, value })),
  });
  const parts = (before: ReturnType<typeof officer> | undefined, after: ReturnType<typeof officer> | undefined) =>
    partsOf(create(OfficerChangeSchema, { officerId: "a", ...(before && { before }), ...(after && { after }) })).map((each) => each.is);

  it("is said part by part", () => {
    expect(parts(officer("Maja", [Channel.SMS, "1"]), officer("Maja L", [Channel.SMS, "2"]))).toEqual(["name", "addressRemoved", "addressAdded"]);
    expect(parts(undefined, officer("Ny", [Channel.SMS, "1"]))).toEqual(["addressAdded"]);
    expect(parts(officer("Maja", [Channel.SMS, "1"]), undefined)).toEqual([]);
  });

  it("is also that addresses change places", () => {
    const both: [Channel, string][] = [[Channel.SMS, "1"], [Channel.SMS, "2"]];
    expect(parts(officer("Maja", ...both), officer("Maja", ...both.toReversed()))).toEqual(["orderChanged"]);
  });
});

describe("tokens", () => {
  const token = (part: MessageInitShape<typeof TokenViewSchema>) => create(TokenViewSchema, part);
  const tokens = [
    token({ tokenId: "1", revokedAt: 5n, name: "Sten" }),
    token({ tokenId: "2", expiresAt: now - 1n }),
    token({ tokenId: "3", expiresAt: now + 1n, name: "Alva" }),
    token({ tokenId: "4" }),
  ];

  it("hold until they expire or are revoked", () => {
    expect(tokens.map((each) => tokenState(each, now))).toEqual(["revoked", "expired", "valid", "valid"]);
    expect(tokensFor(tokens, "", true, now, () => "").map((each) => each.tokenId)).toEqual(["3", "4"]);
    expect(tokensFor(tokens, "sten", false, now, (each) => each.name).map((each) => each.tokenId)).toEqual(["1"]);
  });
});

describe("the daemon's health", () => {
  it("names what helps: by the part, and where that is not enough by what is said of it", () => {
    const kind = (area: string, message: string) => troubleKind({ area, message });
    const nothing = "messages are written to the log only: no channel is set up (--config, delivery)";
    const copy = "nothing is delivered: this data folder was restored from a backup, copied or moved; if it is the one that shall alarm from now on, start with --adopt";
    expect([kind("delivery", nothing), kind("delivery", copy), kind("delivery", "sms left out: no such file"), kind("delivery", "x")]).toEqual(["nothing_set_up", "not_adopted", "left_out", "delivery"]);
    expect([kind("rules", "the pack a has changed and its version is still 3: it is used; raise `version` so"), kind("rules", "line 3"), kind("pigeons", "x")]).toEqual(["same_version", "rules", "other"]);
    expect(troubleWord.nothing_set_up.todo[0]).not.toContain("--adopt");
    expect(Object.entries(troubleWord).filter(([, { todo }]) => todo.join().includes("--adopt")).map(([key]) => key)).toEqual(["not_adopted"]);
    expect(isGrave({ area: "delivery", message: copy })).toBe(true);
    expect(isGrave({ area: "delivery", message: "sms left out: no such file" })).toBe(false);
  });

  it("remembers since when it has seen a trouble whose figures change, and forgets it when it is gone", () => {
    const first = [{ area: "clock", message: "differ by 3 s" }];
    const seen = seenSince(seenSince(new Map(), first, 10), [{ ...first[0]!, message: "differ by 4 s" }], 20);
    expect([...seen.values()]).toEqual([10]);
    expect(seenSince(seen, [], 30).size).toBe(0);
  });
});

describe("a part that is loaded later", () => {
  it("says that it did not come, and can be tried again", async () => {
    let isThere = false;
    let tries = 0;
    const screen = (() => {}) as unknown as import("svelte").Component<Record<string, unknown>>;
    const part = new Part<Record<string, unknown>>(() => ((tries += 1), isThere ? Promise.resolve({ default: screen }) : Promise.reject(new TypeError("Failed to fetch"))));
    await part.want();
    expect([part.hasFailed, part.component]).toEqual([true, undefined]);
    isThere = true;
    await part.want();
    await part.want();
    expect([part.hasFailed, part.component, tries]).toEqual([false, screen, 2]);
  });
});

describe("words about rules", () => {
  it("say spans of time, and mark what says itself that it is assumed", () => {
    expect([duration(0), duration(90), duration(5_400), duration(336 * 3_600)]).toEqual(["0 s", "1 min 30 s", "1 h 30 min", "14 d"]);
    expect(isAssumption("Planeringsantagande: tiderna.")).toBe(true);
    expect(isAssumption("Socialstyrelsens termbank, 2007")).toBe(false);
  });
});

describe("a call by hand", () => {
  const call = (asks: CallAsks, party = "tib@dalarna") => create(CallViewSchema, { incidentId: "i", step: "s", party, asks });

  it("offers the answers that fit what it asks, and no others", () => {
    expect(answersTo(call(CallAsks.ACKNOWLEDGEMENT))).toEqual(["heard"]);
    expect(answersTo(call(CallAsks.ACKNOWLEDGEMENT, "blood@dalarna"))).toEqual(["heard", "cannot"]);
    expect(answersTo(call(CallAsks.TRANSPORTS))).toEqual(["heard", "transports"]);
    expect(answersTo(call(CallAsks.NATIONAL_DECISION))).toEqual(["takeNational", "declineNational"]);
    expect(answersTo(call(CallAsks.SHORTFALL_DECISION))).toEqual(["acceptShortfall"]);
    expect(answersTo(call(CallAsks.END))).toEqual(["heard"]);
    expect(answersTo(call(CallAsks.NEEDS))).toEqual(["transports"]);
    expect(answersTo(call(CallAsks.NEEDS, "national@socialstyrelsen"))).toEqual(["canAfterAll"]);
    expect(answersTo(call(CallAsks.RESUME))).toEqual(["resume", "standDown"]);
  });

  it("leaves every answer open where the server does not say what is asked, or asks something newer", () => {
    expect(answersTo(call(CallAsks.UNSPECIFIED))).toBeUndefined();
    expect(answersTo(call(99 as CallAsks))).toBeUndefined();
  });

  it("stays where it is over its attempts and once it has been seen to; new ones come last, and asked anew it is to be made again", () => {
    const made = (party: string, deliveryId = "") =>
      callsToMake([create(CallViewSchema, { incidentId: "i", step: "a", party, deliveryId, asks: CallAsks.END })])[0] as CallToMake;
    const [first, again, second, third] = [made("tib@dalarna", "1"), made("tib@dalarna", "2"), made("tib@orebro"), made("tib@varmland")];
    const kept = shownCalls([first, second], [third, again], new Set([second.key]));
    expect(kept.map(({ call }) => [call.party, call.deliveryId])).toEqual([["tib@dalarna", "2"], ["tib@orebro", ""], ["tib@varmland", ""]]);
    expect(shownCalls([first, second], [again], new Set())).toEqual([again]);
    expect([first, again].map((each) => isHandled(new Map([[first.key, "1"]]), each))).toEqual([true, false]);
  });

  it("is one where several steps ask the same of the same party, and one for each where that is not known", () => {
    const of = (step: string, asks: CallAsks, calls = 0) => create(CallViewSchema, { incidentId: "i", step, party: "tib@dalarna", asks, calls });
    const [one, ...others] = callsToMake([of("regional_alarm", CallAsks.TRANSPORTS), of("transports", CallAsks.TRANSPORTS, 2)]);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ steps: ["regional_alarm", "transports"], made: 2 });
    expect(callsToMake([of("a", CallAsks.UNSPECIFIED), of("b", CallAsks.UNSPECIFIED)]).length).toBe(2);
    expect(callsToMake([of("a", CallAsks.TRANSPORTS), of("b", CallAsks.NEEDS)]).length).toBe(2);
  });
});
