// What regions do together: whose act is next, what of a request is where, what of a report is new, who stands behind what.
import { create } from "@bufbuild/protobuf";
import { beforeAll, describe, expect, it } from "vitest";
import type { Session } from "../src/api/session";
import { Attendance, ConferenceRecordSchema, ConferenceViewSchema, Position } from "../src/gen/larm/v1/conference_pb";
import { Durability, IncidentPhase, PartyState, Role, Via } from "../src/gen/larm/v1/domain_pb";
import { type Event, EventSchema } from "../src/gen/larm/v1/event_pb";
import { IncidentViewSchema, PartyViewSchema } from "../src/gen/larm/v1/incident_pb";
import { SituationViewSchema } from "../src/gen/larm/v1/situation_calls_pb";
import { SupplyViewSchema, SupportActSchema, SupportLineRecordSchema, SupportReportKind, SupportRequestRecordSchema } from "../src/gen/larm/v1/support_pb";
import { awaitedPositions, callable, conferencePhase, conferencesInOrder, leadsConference, mayCallConference, missingFrom, movedIn, standsOn } from "../src/state/derive/conference";
import { countsOf, todosOf, touchesConferences, touchesSituation, touchesSupplies, touchesSupport } from "../src/state/derive/cooperation";
import { hasNews } from "../src/state/derive/news";
import { owedBy } from "../src/state/derive/owed";
import { questionsTo } from "../src/state/derive/questions";
import { diffLines, mayFill, maySendReport, reportAudience, reportDue, sectionsOf } from "../src/state/derive/situation";
import { reportersFor, suppliesIn, supplyState, tenthsOf } from "../src/state/derive/supplies";
import { acceptedOf, awaitedLines, lacksOf, lineState, requestsInOrder, silentRegions, speaksForRegion, supportActs, unitsOf, viaOf } from "../src/state/derive/support";
import type { Entry, World } from "../src/state/world";
import { unknownWorld } from "../src/state/world";
import { whatOf } from "../src/words/event_words";
import { wantLaterEvents } from "../src/words/later_events.svelte";
import { say } from "../src/words/say.svelte";
import { resourceActWord } from "../src/words/support_acts";
import { cooperationRules } from "./pack";

const id = "018f0000-0000-7000-8000-000000000001";
const signedIn = (role: Role, organisation: string) => ({ role, organisation, world: "live" }) as Session;
const uppsala = signedIn(Role.TIB, "uppsala");
const dalarna = signedIn(Role.DEPUTY, "dalarna");
const incident = (part: object = {}) => create(IncidentViewSchema, { incidentId: id, regionId: "uppsala", rulesHash: "0c", phase: IncidentPhase.RUNNING, ...part });

const line = (part: object = {}) =>
  create(SupportLineRecordSchema, { line: 1, words: "infusionspumpar", quantity: 10, askedRegionIds: ["dalarna", "orebro", "sormland"], ...part });
const request = (part: object = {}) => create(SupportRequestRecordSchema, { requestId: "S1", regionId: "uppsala", requestedAtUs: 100n, lines: [line()], ...part });
const offer = (part: object = {}) => ({ offerId: "S1-dalarna-1", regionId: "dalarna", quantity: 6, open: 6, ...part });

describe("a line of a request", () => {
  it("has each unit in one place, and lacks what nobody has been taken at their word for", () => {
    const asked = line({
      offers: [
        offer({ open: 1, waiting: 2, underWay: 1, arrived: 1, released: 1, quantity: 6 }),
        offer({ offerId: "S1-orebro-1", regionId: "orebro", quantity: 4, open: 0, withdrawn: 4 }),
      ],
    });
    const units = unitsOf(asked);
    expect(units).toEqual({ open: 1, waiting: 2, underWay: 1, arrived: 1, released: 1, withdrawn: 4 });
    expect(acceptedOf(units)).toBe(5);
    expect(lacksOf(asked)).toBe(5);
  });

  it("awaits those that were asked, have said nothing, and are still needed", () => {
    const asked = line({ offers: [offer()], declines: [{ regionId: "orebro", reason: "har inga" }] });
    expect(silentRegions(asked)).toEqual(["sormland"]);
    expect(silentRegions(line({ cancelled: true }))).toEqual([]);
    expect(silentRegions(line({ offers: [offer({ quantity: 10, open: 0, waiting: 10 })] }))).toEqual([]);
    expect(awaitedLines(request({ lines: [asked, line({ line: 2 })] }), "dalarna").map((each) => each.line)).toEqual([2]);
    expect(awaitedLines(request(), "gavleborg")).toEqual([]);
  });

  it("stands as it is: lacking, accepted, there, or asked for no longer", () => {
    expect(lineState(line())).toBe("lacks");
    expect(lineState(line({ offers: [offer({ quantity: 10, open: 0, waiting: 10 })] }))).toBe("accepted");
    expect(lineState(line({ offers: [offer({ quantity: 10, open: 0, arrived: 7, released: 3 })] }))).toBe("arrived");
    expect(lineState(line({ cancelled: true }))).toBe("cancelled");
  });
});

describe("an offer", () => {
  const view = incident();
  const acts = (session: Session, part: object, over: object = {}) =>
    supportActs(session, incident(over), request(), create(SupportLineRecordSchema, { offers: [offer(part)] }).offers[0]!).map(({ act, most }) => `${act} ${most}`);

  it("is taken, received and let go by who asked; sent and taken back by who gives", () => {
    const part = { open: 2, waiting: 2, underWay: 1, arrived: 1 };
    expect(acts(uppsala, part)).toEqual(["accept 2", "underWay 2", "arrived 3", "release 4", "askHome 4", "withdraw 4"]); // for the giver by voice: Uppsala leads
    expect(acts(dalarna, part)).toEqual(["underWay 2", "arrived 3", "askHome 4", "withdraw 4"]);
    expect(acts(signedIn(Role.TIB, "orebro"), part)).toEqual([]);
    expect(acts(signedIn(Role.OBSERVER, "uppsala"), part)).toEqual([]);
  });

  it("is asked home once, is accepted no more when the alarm is over, and not at all when the incident is closed", () => {
    expect(acts(dalarna, { open: 0, arrived: 2, returnAsked: true })).toEqual([]);
    expect(acts(uppsala, {}, { phase: IncidentPhase.STOOD_DOWN })).toEqual(["withdraw 6"]);
    expect(acts(uppsala, { open: 3, arrived: 3 }, { phase: IncidentPhase.CLOSED })).toEqual([]);
  });

  it("is entered as said by voice where it is another region's", () => {
    expect(viaOf(speaksForRegion(uppsala, view, "dalarna"), Via.RAKEL)).toBe(Via.RAKEL);
    expect(viaOf(speaksForRegion(dalarna, view, "dalarna"), Via.RAKEL)).toBe(Via.CONSOLE);
    expect(speaksForRegion(dalarna, view, "orebro")).toBe("none");
  });

  it("is told in words, act by act", () => {
    const said = (part: object) => say(resourceActWord(create(SupportActSchema, part)));
    expect(said({ message: 1 })).toBe("begärde");
    expect(said({ message: 1, recalls: true })).toBe("begär inte längre");
    expect(said({ message: 2, response: 3 })).toBe("erbjöd preliminärt");
    expect(said({ message: 2, response: 2, report: SupportReportKind.WITHDRAWN })).toBe("tog tillbaka");
    expect(said({ message: 6, report: SupportReportKind.ARRIVED })).toBe("framme");
  });
});

describe("requests", () => {
  it("that wait for whoever looks come first", () => {
    const settled = request({ requestId: "S1", requestedAtUs: 300n, lines: [line({ cancelled: true })] });
    const lacking = request({ requestId: "S2", requestedAtUs: 200n, lines: [line({ declines: [{ regionId: "dalarna" }] })] });
    const awaited = request({ requestId: "S3", requestedAtUs: 100n });
    const order = (region: string) => requestsInOrder([settled, lacking, awaited], region).map((each) => each.requestId);
    expect(order("dalarna")).toEqual(["S3", "S2", "S1"]);
    expect(order("uppsala")).toEqual(["S2", "S3", "S1"]);
  });
});

describe("the situation report", () => {
  const chase = create(PartyViewSchema, { step: "situation_report", party: "tib@uppsala", state: PartyState.SENT, since: 500n });

  it("is due when the chain asks for it and none was sent, and again when the rhythm says so", () => {
    const due = (view: object, situation: object, now: bigint) => reportDue(incident(view), cooperationRules, create(SituationViewSchema, situation), now);
    expect(due({}, {}, 900n)).toEqual({ is: "notSent", atUs: 0n, nextUs: 0n });
    expect(due({ parties: [chase] }, {}, 900n)).toMatchObject({ is: "due", atUs: 500n });
    expect(due({ parties: [chase] }, { sent: 1, sentAt: 600n, nextDue: 1_000n }, 900n)).toEqual({ is: "sent", atUs: 600n, nextUs: 1_000n });
    expect(due({ parties: [chase] }, { sent: 1, sentAt: 600n, nextDue: 1_000n }, 1_000n)).toMatchObject({ is: "due", atUs: 1_000n });
    expect(due({ parties: [chase], phase: IncidentPhase.STOOD_DOWN }, {}, 900n).is).toBe("notSent");
  });

  it("is sent by who leads; written by who leads, and by those whom the template names", () => {
    expect(maySendReport(uppsala, incident())).toBe(true);
    expect(maySendReport(dalarna, incident())).toBe(false);
    const may = (session: Session, section: string) => mayFill(session, incident(), cooperationRules, section);
    expect([may(uppsala, "ledning"), may(dalarna, "bedomning")]).toEqual([true, false]);
    expect([may(signedIn(Role.BLOOD, "uppsala"), "blod"), may(signedIn(Role.BLOOD, "uppsala"), "kapacitet"), may(signedIn(Role.BLOOD, "dalarna"), "blod")]).toEqual([true, false, false]);
    const [hospital] = cooperationRules.pack.hospitals.filter((each) => each.regionId === "uppsala");
    expect(may(signedIn(Role.HOSPITAL, hospital?.id ?? ""), "kapacitet")).toBe(true);
    expect(may(signedIn(Role.HOSPITAL, "FAL"), "kapacitet")).toBe(false);
    expect(mayFill(uppsala, incident({ phase: IncidentPhase.CLOSED }), cooperationRules, "ledning")).toBe(false);
  });

  it("stands in the template's order, also what the server leaves out; what a newer template has comes last", () => {
    const told = create(SituationViewSchema, { sections: [{ id: "nytt" }, { id: "handelse", gap: true }, { id: "ledning" }] });
    const sections = sectionsOf(told, cooperationRules);
    expect(sections.slice(0, 3).map((each) => each.id)).toEqual(["ledning", "handelse", "skadeutfall"]);
    expect(sections.find((each) => each.id === "bedomning")?.told).toBeUndefined();
    expect(sections.at(-1)?.id).toBe("nytt");
  });

  it("says line by line what is new and what is gone", () => {
    expect(diffLines(["a", "b", "c"], ["a", "x", "c", "d"]).map(({ kind, text }) => `${kind} ${text}`)).toEqual(["same a", "gone b", "new x", "same c", "new d"]);
    expect(diffLines([], ["a"])).toEqual([{ kind: "new", text: "a" }]);
    expect(diffLines(["a"], [])).toEqual([{ kind: "gone", text: "a" }]);
    expect(diffLines(["a", "b"], ["a", "b"]).every((each) => each.kind === "same")).toBe(true);
  });

  it("goes to the other regions, and to the national board once that step is taken", () => {
    const before = reportAudience(cooperationRules, incident());
    expect(before).toContain("tib@dalarna");
    expect(before).not.toContain("tib@uppsala");
    expect(before.some((party) => party.startsWith("national@"))).toBe(false);
    expect(reportAudience(cooperationRules, incident({ nationalTaken: true })).some((party) => party.startsWith("national@"))).toBe(true);
  });
});

describe("a conference", () => {
  const record = (part: object = {}) =>
    create(ConferenceRecordSchema, { conferenceId: "K1", organisationId: "dalarna", startsAtUs: 1_000n, participants: ["tib@uppsala", "tib@dalarna", "tib@orebro"], ...part });
  const participants = [
    { who: "tib@uppsala", attendance: Attendance.SEEN },
    { who: "tib@dalarna", attendance: Attendance.CALLED },
    { who: "tib@orebro", attendance: Attendance.DECLINED, reason: "i ambulans" },
    { who: "Länsstyrelsen", attendance: Attendance.CALLED },
  ];

  it("is led by who called it and by who leads the incident", () => {
    expect(leadsConference(dalarna, incident(), record())).toBe(true);
    expect(leadsConference(uppsala, incident(), record())).toBe(true);
    expect(leadsConference(signedIn(Role.TIB, "orebro"), incident(), record())).toBe(false);
    expect(leadsConference(signedIn(Role.BLOOD, "dalarna"), incident(), record())).toBe(false);
    expect(mayCallConference(signedIn(Role.TIB, "orebro"), incident(), cooperationRules)).toBe(true);
    expect(mayCallConference(signedIn(Role.BLOOD, "uppsala"), incident(), cooperationRules)).toBe(false);
    expect(mayCallConference(uppsala, incident({ phase: IncidentPhase.STOOD_DOWN }), cooperationRules)).toBe(false);
  });

  it("misses who has not been heard of; those in words only at the roll-call", () => {
    const view = create(ConferenceViewSchema, { record: record(), participants });
    expect(missingFrom(view).map((each) => each.who)).toEqual(["tib@dalarna", "tib@orebro"]);
    const held = create(ConferenceViewSchema, { record: record(), participants: participants.map((each) => ({ ...each, attendance: Attendance.MISSING })) });
    expect(missingFrom(held).map((each) => each.who)).toContain("Länsstyrelsen");
  });

  it("is called, under way, or over", () => {
    expect([conferencePhase(record(), 999n), conferencePhase(record(), 1_000n), conferencePhase(record({ rollCallAtUs: 5n }), 10n), conferencePhase(record({ endedAtUs: 7n }), 10n)]).toEqual([
      "called",
      "begun",
      "begun",
      "ended",
    ]);
  });

  it("stands before those that have ended, which stand last one first", () => {
    const of = (conferenceId: string, startsAtUs: bigint, endedAtUs: bigint) => create(ConferenceViewSchema, { record: record({ conferenceId, startsAtUs, endedAtUs }) });
    const order = conferencesInOrder([of("K1", 1n, 10n), of("K2", 2n, 20n), of("K4", 9n, 0n), of("K3", 3n, 0n)]);
    expect(order.map((each) => each.record?.conferenceId)).toEqual(["K3", "K4", "K2", "K1"]);
  });

  it("says who stands behind a decision, who with a reservation, and who has not said", () => {
    const held = record({
      decisions: [
        { number: 1, decision: "Alla höjer", positions: [{ party: "tib@dalarna", position: Position.SUPPORTS }, { party: "tib@orebro", position: Position.RESERVATION, words: "inte kirurgi" }] },
      ],
    });
    expect(standsOn(held, held.decisions[0]!)).toEqual([
      { position: Position.SUPPORTS, parties: [{ party: "tib@dalarna", words: "" }] },
      { position: Position.RESERVATION, parties: [{ party: "tib@orebro", words: "inte kirurgi" }] },
      { position: Position.UNSPECIFIED, parties: [{ party: "tib@uppsala", words: "" }] },
    ]);
    expect(awaitedPositions(uppsala, held)).toEqual([1]);
    expect(awaitedPositions(dalarna, held)).toEqual([]); // a deputy speaks for the region's TiB
    expect(awaitedPositions(signedIn(Role.TIB, "sormland"), held)).toEqual([]);
  });

  it("calls whom the step names, and offers everybody else that the rules know", () => {
    const { usual, more } = callable(cooperationRules, incident());
    expect(usual).toEqual(cooperationRules.regions.map((region) => `tib@${region}`));
    expect(more).toContain("blood@uppsala");
    expect(more.some((party) => party.startsWith("hospital@"))).toBe(true);
    expect(more.filter((party) => usual.includes(party))).toEqual([]);
  });

  it("is lined up one place at a time, and not out of the line", () => {
    expect(movedIn(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
    expect(movedIn(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
    expect(movedIn(["a", "b", "c"], "c", 1)).toEqual(["a", "b", "c"]);
    expect(movedIn(["a"], "x", 1)).toEqual(["a"]);
  });
});

describe("supplies", () => {
  const supply = (organisationId: string, part: object = {}) => create(SupplyViewSchema, { record: { organisationId, item: "thoraxdran" }, ...part });

  it("that are too old are unknown, never short and never enough", () => {
    expect([supplyState(supply("uppsala", { stale: true, short: true })), supplyState(supply("uppsala", { short: true })), supplyState(supply("uppsala"))]).toEqual(["unknown", "short", "enough"]);
  });

  it("are a region's with its hospitals'", () => {
    expect(suppliesIn([supply("dalarna"), supply("FAL"), supply("uppsala")], cooperationRules, "dalarna").map((each) => each.record?.organisationId)).toEqual(["dalarna", "FAL"]);
    expect(suppliesIn([supply("dalarna"), supply("FAL")], cooperationRules, "").length).toBe(2);
  });

  it("are reported for oneself, and by a region's duty officers for its hospitals by voice", () => {
    const own = reportersFor(dalarna, cooperationRules);
    expect(own[0]).toEqual({ organisation: "dalarna", isVoice: false });
    expect(own.slice(1).length).toBeGreaterThan(0);
    expect(own.slice(1).every((each) => each.isVoice)).toBe(true);
    expect(reportersFor(signedIn(Role.HOSPITAL, "FAL"), cooperationRules)).toEqual([{ organisation: "FAL", isVoice: false }]);
    expect(reportersFor(signedIn(Role.OBSERVER, "dalarna"), cooperationRules)).toEqual([]);
  });

  it("are counted in days as people write them", () => {
    expect(["2,5", " 2.5 ", "0", "12"].map(tenthsOf)).toEqual([25, 25, 0, 120]);
    expect(["", "två", "-1", "1e9"].map(tenthsOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("what waits for whoever looks", () => {
  const offered = request({ lines: [line({ offers: [offer({ offeredAtUs: 300n }), offer({ offerId: "S1-orebro-1", regionId: "orebro", open: 0, arrived: 2, returnAsked: true })] })] });
  const conference = create(ConferenceViewSchema, {
    record: { conferenceId: "K1", organisationId: "uppsala", startsAtUs: 400n, participants: ["tib@uppsala", "tib@dalarna"], decisions: [{ number: 1 }] },
    participants: [{ who: "tib@dalarna", attendance: Attendance.CALLED }],
  });
  const chase = create(PartyViewSchema, { step: "situation_report", party: "tib@uppsala", state: PartyState.SENT, since: 250n });
  const known = { requests: [offered], situation: create(SituationViewSchema, {}), conferences: [conference] };
  const todos = (session: Session, view = incident({ parties: [chase] })) => todosOf(session, view, cooperationRules, known, 500n).map((each) => each.kind);

  it("is what others wait for first, then what one has asked for oneself", () => {
    expect(todos(uppsala)).toEqual(["report", "accept", "goHome", "rollCall", "position"]);
    expect(todos(dalarna)).toEqual(["position"]); // it has offered
    expect(todos(signedIn(Role.TIB, "sormland"))).toEqual(["answer"]);
    expect(todos(signedIn(Role.OBSERVER, ""))).toEqual([]);
    expect(todos(uppsala, incident({ phase: IncidentPhase.STOOD_DOWN }))).toEqual([]);
  });

  it("is counted by part; supplies by how many run short", () => {
    const all = todosOf(uppsala, incident({ parties: [chase] }), cooperationRules, known, 500n);
    expect(countsOf(all, [create(SupplyViewSchema, { short: true }), create(SupplyViewSchema, { short: true, stale: true })])).toEqual({ support: 2, supplies: 1, situation: 1, conference: 2 });
  });

  it("leads from the chain's question to the screen that answers it", () => {
    const asked = create(PartyViewSchema, { step: "support", party: "tib@dalarna", state: PartyState.ACKNOWLEDGED, deadline: 9n, missing: 1 });
    const view = incident({ parties: [asked] });
    expect(questionsTo(view, cooperationRules, "tib@dalarna").map((each) => each.form)).toEqual(["cooperation"]);
    expect(owedBy(view, cooperationRules, "tib@dalarna", undefined).map(({ kind, step }) => [kind, step])).toEqual([["cooperation", "support"]]);
    const report = incident({ parties: [chase] });
    expect(questionsTo(report, cooperationRules, "tib@uppsala").map((each) => each.form)).toEqual(["cooperation"]);
  });
});

describe("what is asked for anew", () => {
  const event = (kind: Event["kind"], incidentId = id) => create(EventSchema, { incidentId, kind: kind as never });
  const of = (caseName: string, incidentId = id) => event({ case: caseName, value: {} } as never, incidentId);
  const world = (entries: Event[], entriesAfter = 0n): World => ({
    ...unknownWorld,
    entriesAfter,
    entries: entries.map((each, index): Entry => ({ seq: entriesAfter + BigInt(index) + 1n, event: each, durability: Durability.LOCAL })),
  });

  it("is only what an event touches", () => {
    expect([touchesSupport(id)(of("supportOffered")), touchesSupport(id)(of("supportOffered", "other")), touchesSupport(id)(of("supplyReported"))]).toEqual([true, false, false]);
    expect([touchesSupplies(of("supplyReported", "")), touchesSupplies(of("situationSent"))]).toEqual([true, false]);
    expect([touchesSituation(id)(of("transportsCommitted")), touchesSituation(id)(of("deliveryRecorded")), touchesSituation(id)(of("supplyReported", ""))]).toEqual([true, false, true]);
    expect([touchesConferences(id)(of("positionTaken")), touchesConferences(id)(of("partyAcknowledged")), touchesConferences(id)(of("supportOffered"))]).toEqual([true, true, false]);
  });

  it("is everything where it is not known what has come between", () => {
    const touches = touchesSupport(id);
    expect(hasNews(world([of("supportOffered"), of("situationSent")]), 1n, touches)).toBe(false);
    expect(hasNews(world([of("supportOffered"), of("situationSent")]), 0n, touches)).toBe(true);
    expect(hasNews(world([], 7n), 5n, touches)).toBe(true);
  });
});

describe("the timeline", () => {
  beforeAll(() => wantLaterEvents());
  const said = (kind: string, value: object) => whatOf({ seq: 1n, durability: Durability.LOCAL, event: create(EventSchema, { incidentId: id, kind: { case: kind, value } as never }) });

  it("says in words how support goes, and where a party stands", () => {
    expect(said("supportReported", { regionId: "dalarna", offerId: "S1-dalarna-1", kind: SupportReportKind.UNDER_WAY, count: 4 })).toMatch(/: 4 av S1-dalarna-1 på väg$/);
    expect(said("supportReported", { regionId: "dalarna", offerId: "S1-dalarna-1", kind: SupportReportKind.WITHDRAWN, count: 2, reason: "behövs hos oss" })).toMatch(/2 av S1-dalarna-1 togs tillbaka, behövs hos oss$/);
    expect(said("positionTaken", { conferenceId: "K1", decision: 2, position: { party: "tib@dalarna", position: Position.RESERVATION, words: "inte kirurgi" } })).toMatch(/har förbehåll mot beslut K1.2: inte kirurgi$/);
    expect(said("conferenceEnded", { conferenceId: "K1", nextAtUs: 1_764_000_000_000_000n })).toMatch(/^Konferens K1 avslutades, nästa kl \d\d:\d\d$/);
  });
});
