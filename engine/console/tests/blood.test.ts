// The blood centre's part: its own chase, its answer in words, and a draft that outlives the page.
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { BloodViewSchema } from "../src/gen/larm/v1/blood_pb";
import { BloodGroup, BloodOfferState, BloodProduct, IncidentPhase, PartyState, Role } from "../src/gen/larm/v1/domain_pb";
import { EventSchema } from "../src/gen/larm/v1/event_pb";
import { IncidentViewSchema, PartyViewSchema } from "../src/gen/larm/v1/incident_pb";
import { emptyDraft, isEmpty, readDraft } from "../src/screens/blood/draft";
import { bloodChase, centresOf, incidentsOf, reasonOf, saidBy, touchesBlood } from "../src/state/derive/blood";
import { hasNews } from "../src/state/derive/news";
import { advance } from "../src/state/advance";
import {
  countryAsked,
  countryAudience,
  countryStep,
  mayAlarmCountry,
  mayEnterOffers,
  offerActs,
  offerRole,
  offersInOrder,
} from "../src/state/derive/blood_country";
import { bloodBrief } from "../src/state/derive/blood_brief";
import { gapOf, lacksOf, needRows, suggestedAsk, timesOf } from "../src/state/derive/blood_need";
import { entriesOf, keyOf, kindsWith, linesOf, readEntries, without } from "../src/state/derive/blood_units";
import { questionsTo } from "../src/state/derive/questions";
import { stepKind } from "../src/state/rules";
import { kindName, unitsText } from "../src/words/blood_units";
import { whatOf } from "../src/words/event_words";
import type { Entry } from "../src/state/world";
import type { Session } from "../src/api/session";
import { unknownWorld } from "../src/state/world";
import { nightFrames } from "./night";
import { deliveredRules } from "./pack";

const own = (part: object) => create(PartyViewSchema, { party: "blood@uppsala", step: "blood_alarm", ...part });

describe("a blood centre", () => {
  it("finds itself in an incident, and no other step of its own", () => {
    const view = create(IncidentViewSchema, {
      parties: [own({}), own({ step: "stand_down" }), own({ party: "blood@dalarna" }), own({ party: "tib@uppsala", step: "transports" })],
    });
    expect(bloodChase(view, deliveredRules, "blood@uppsala")?.step).toBe("blood_alarm");
    expect(bloodChase(view, deliveredRules, "blood@orebro")).toBeUndefined();
    expect(bloodChase(view, undefined, "blood@uppsala")?.step).toBe("blood_alarm");
  });

  it("is in the incidents of a recorded night in which it was alarmed, and in no others", () => {
    const world = advance(unknownWorld, nightFrames);
    expect(incidentsOf(world, "blood@uppsala").length).toBeGreaterThan(0);
    for (const { view } of incidentsOf(world, "blood@uppsala")) {
      expect(view.parties.some((each) => each.party === "blood@uppsala")).toBe(true);
    }
    expect(incidentsOf(world, "blood@nowhere")).toEqual([]);
  });

  it("has said something only when it has answered, not when it has seen", () => {
    expect(saidBy(undefined)).toBe("nothing");
    expect(saidBy(own({ state: PartyState.ACKNOWLEDGED }))).toBe("nothing");
    expect(saidBy(own({ state: PartyState.ANSWERED, answer: "accept" }))).toBe("yes");
    const no = own({ state: PartyState.ANSWERED, answer: "decline: ingen personal" });
    expect(saidBy(no)).toBe("no");
    expect(reasonOf(no)).toBe("ingen personal");
  });
});

const redO = { product: BloodProduct.RED_CELLS, group: BloodGroup.O_NEGATIVE };
const redA = { product: BloodProduct.RED_CELLS, group: BloodGroup.A_POSITIVE };
const plasma = { product: BloodProduct.PLASMA, group: BloodGroup.UNSPECIFIED };
const signedIn = (role: Role, organisation: string) => ({ role, organisation, world: "live" }) as Session;

describe("its draft", () => {
  it("has its shape whatever was stored", () => {
    expect(readDraft(null)).toBeUndefined();
    expect(readDraft("rubbish")).toBeUndefined();
    expect(readDraft("7")).toBeUndefined();
    expect(readDraft(JSON.stringify({ isNo: "maybe", entries: 7, minutes: -3, note: 7, more: 1 }))).toEqual(emptyDraft);
    const kept = { ...emptyDraft, entries: { "1.1": { units: 12, perHour: 4 } }, minutes: 30, note: "tappning 05" };
    expect(readDraft(JSON.stringify(kept))).toEqual(kept);
  });

  it("is empty until somebody has entered something, and none is something", () => {
    expect(isEmpty({ ...emptyDraft, step: "blood_alarm", minutes: 15 })).toBe(true);
    expect(isEmpty({ ...emptyDraft, entries: { "1.1": { units: 0 } } })).toBe(false);
  });
});

describe("units", () => {
  it("are asked about for every group, and for what else occurs", () => {
    expect(kindsWith([]).length).toBe(10);
    expect(kindsWith([{ product: BloodProduct.UNSPECIFIED, group: BloodGroup.O_NEGATIVE }]).length).toBe(10);
    const plasmaA = { product: BloodProduct.PLASMA, group: BloodGroup.A_POSITIVE };
    expect(kindsWith([plasmaA]).at(-1)).toEqual(plasmaA);
  });

  it("that were not entered are left out; none is said by 0, and offered only from 1", () => {
    const entries = { [keyOf(redO)]: { units: 0 }, [keyOf(plasma)]: { units: 4, perHour: 2 }, [keyOf(redA)]: { perHour: 9 } };
    expect(linesOf(entries, 0)).toEqual([
      { ...redO, units: 0, perHour: 0 },
      { ...plasma, units: 4, perHour: 2 },
    ]);
    expect(linesOf(entries, 1).map(keyOf)).toEqual([keyOf(plasma)]);
  });

  it("come back from a draft as they were, and rubbish does not", () => {
    const lines = [{ ...redO, units: 3 }, { ...plasma, units: 1 }];
    expect(readEntries(JSON.parse(JSON.stringify(entriesOf(lines))))).toEqual({
      [keyOf(redO)]: { units: 3, perHour: undefined },
      [keyOf(plasma)]: { units: 1, perHour: undefined },
    });
    expect(readEntries({ x: { units: 2 }, "1.1": { units: 2.5 }, "1.2": { units: -1 }, "1.3": 4 })).toEqual({});
  });

  it("left of an offer are those that were not taken", () => {
    expect(without([{ ...redO, units: 5 }, { ...plasma, units: 2 }], [{ ...redO, units: 3 }, { ...plasma, units: 2 }])).toEqual([{ ...redO, units: 2, perHour: 0 }]);
  });

  it("read as the people who answer say them", () => {
    expect(kindName({ product: BloodProduct.UNSPECIFIED, group: BloodGroup.AB_NEGATIVE })).toBe("AB neg");
    expect(unitsText([{ ...redO, units: 12, perHour: 4 }, { ...plasma, units: 40 }])).toBe("O neg 12 (+4 i timmen), Plasma 40");
    expect(unitsText([])).toBe("");
  });
});

const point = (inMinutes: number, kind: object, part: object) => ({ inMinutes, ...kind, isKnown: true, ...part });
const known = create(BloodViewSchema, {
  centres: [{ party: "blood@dalarna" }, { party: "blood@uppsala" }],
  gaps: [
    {
      party: "blood@uppsala",
      points: [
        point(0, redO, { need: 2, supply: 8 }),
        point(0, redA, { need: 3, supply: 0, lacking: 3, isKnown: false }),
        point(120, redO, { need: 20, supply: 8, incoming: 5, given: 1, lacking: 8, promised: 4 }),
        point(120, redA, { need: 6, substituted: 1, lacking: 5, isKnown: false }),
      ],
    },
    { party: "", points: [point(0, redO, {})] },
  ],
  alarms: [{ party: "blood@uppsala", at: 5n }],
});

describe("the need", () => {
  it("is the centre's own; for one that is not reckoned the stricken region's", () => {
    expect(gapOf(known, "")?.party).toBe("");
    expect(gapOf(known, "blood@dalarna")?.party).toBe("blood@uppsala");
    expect(gapOf(create(BloodViewSchema), "blood@uppsala")).toBeUndefined();
  });

  it("is said by each time, and what nobody knows is not said to lack", () => {
    const gap = gapOf(known, "blood@uppsala")!;
    expect(timesOf(gap)).toEqual([0, 120]);
    expect(lacksOf(gap)).toEqual([
      { inMinutes: 0, lines: [], unknown: [redA], isAllUnknown: false },
      { inMinutes: 120, lines: [{ ...redO, units: 8 }], unknown: [redA], isAllUnknown: false },
    ]);
    expect(needRows(gap, 120)[0]).toMatchObject({ need: 20, have: 12, incoming: 5, promised: 4, lacking: 8, isKnown: true });
  });

  it("suggests what to ask for by the last time, and nothing that is not known to lack", () => {
    expect(suggestedAsk(gapOf(known, "blood@uppsala"))).toEqual([{ ...redO, units: 8 }]);
    expect(suggestedAsk(undefined)).toEqual([]);
  });

  it("is said in brief for the stricken region's centre and for all together", () => {
    expect(bloodBrief(known)).toEqual([
      { party: "blood@uppsala", is: "lacks", inMinutes: 120, lines: [{ ...redO, units: 8 }] },
      { party: "", is: "lasts", inMinutes: 0, lines: [] },
    ]);
    const unknown = create(BloodViewSchema, { gaps: [{ points: [point(0, redO, { lacking: 1, isKnown: false })] }] });
    expect(bloodBrief(unknown)[0]).toMatchObject({ is: "unknown", lines: [] });
  });

  it("shows the own stock before the others'", () => {
    expect(centresOf(known, "blood@uppsala").map((each) => each.party)).toEqual(["blood@uppsala", "blood@dalarna"]);
  });
});

describe("the alarm to the country", () => {
  const view = create(IncidentViewSchema, {
    regionId: "uppsala",
    phase: IncidentPhase.RUNNING,
    parties: [own({}), own({ party: "blood@dalarna" }), own({ party: "blood@skane", step: "blood_country" }), own({ party: "blood@dalarna", step: "blood_country" })],
  });

  it("goes to the regions' own centres and the country's, but not to who asks, by push and text at once", () => {
    const asked = countryAudience(deliveredRules, "blood@uppsala", "uppsala", [])!;
    expect(asked.parties).toContain("blood@skane");
    expect(asked.parties).toContain("blood@dalarna");
    expect(asked.parties).not.toContain("blood@uppsala");
    expect(asked.parties.length).toBe(deliveredRules.regions.length - 1 + deliveredRules.pack.organisations.filter((each) => each.role === Role.BLOOD).length);
    expect(asked.toldAfterS).toBe(0);
    expect(countryAudience(deliveredRules, "blood@dalarna", "uppsala", known.alarms)?.parties).not.toContain("blood@uppsala");
  });

  it("is raised by a region's blood centre that has been alarmed, and by nobody else", () => {
    expect(mayAlarmCountry(signedIn(Role.BLOOD, "uppsala"), view, deliveredRules)).toBe(true);
    expect(mayAlarmCountry(signedIn(Role.BLOOD, "skane"), view, deliveredRules)).toBe(false);
    expect(mayAlarmCountry(signedIn(Role.BLOOD, "orebro"), view, deliveredRules)).toBe(false);
    expect(mayAlarmCountry(signedIn(Role.TIB, "uppsala"), view, deliveredRules)).toBe(false);
    expect(mayAlarmCountry(signedIn(Role.BLOOD, "uppsala"), { ...view, phase: IncidentPhase.STOOD_DOWN }, deliveredRules)).toBe(false);
  });

  it("is a step of its own, that is answered with units and not with yes", () => {
    expect(countryStep(deliveredRules)?.id).toBe("blood_country");
    expect(stepKind(deliveredRules, { step: "blood_country", party: "blood@skane" })).toBe("blood_offer");
    expect(questionsTo(view, deliveredRules, "blood@skane").map((each) => each.form)).toEqual(["offer"]);
    expect(bloodChase(view, deliveredRules, "blood@skane")).toBeUndefined();
    expect(countryAsked(view, deliveredRules, undefined).map((each) => each.party)).toEqual(["blood@skane", "blood@dalarna"]);
    expect(countryAsked(view, undefined, create(BloodViewSchema, { asked: [own({ step: "blood_country" })] })).length).toBe(2);
  });

  it("has its telephone answers entered by who asked and who leads", () => {
    const may = (role: Role, organisation: string) => mayEnterOffers(signedIn(role, organisation), view, known);
    expect(may(Role.BLOOD, "uppsala")).toBe(true);
    expect(may(Role.DEPUTY, "uppsala")).toBe(true);
    expect(may(Role.BLOOD, "dalarna")).toBe(false);
    expect(may(Role.TIB, "dalarna")).toBe(false);
  });
});

describe("an offer", () => {
  const view = create(IncidentViewSchema, { regionId: "uppsala", phase: IncidentPhase.RUNNING });
  const offer = create(BloodViewSchema, { offers: [{ offerId: "skane-1", party: "blood@skane", to: "blood@uppsala", state: BloodOfferState.OFFERED }] }).offers[0]!;
  const roleOf = (role: Role, organisation: string) => offerRole(signedIn(role, organisation), view, offer);

  it("is taken by the centre that asked, or for it by who leads", () => {
    expect([roleOf(Role.BLOOD, "uppsala"), roleOf(Role.TIB, "uppsala"), roleOf(Role.BLOOD, "skane"), roleOf(Role.TIB, "dalarna")]).toEqual(["asker", "leader", "sender", "none"]);
    const acts = (...of: Parameters<typeof offerActs>) => offerActs(...of).filter((each) => each !== "withdraw");
    expect(acts("asker", BloodOfferState.OFFERED, view)).toEqual(["accept"]);
    expect(acts("sender", BloodOfferState.OFFERED, view)).toEqual([]);
    expect(acts("sender", BloodOfferState.ACCEPTED, view)).toEqual(["under_way"]);
    expect(acts("asker", BloodOfferState.ACCEPTED, view)).toEqual(["change", "under_way", "arrived"]);
    expect(acts("leader", BloodOfferState.UNDER_WAY, view)).toEqual(["arrived"]);
    expect(acts("none", BloodOfferState.ACCEPTED, view)).toEqual([]);
    const over = { ...view, phase: IncidentPhase.STOOD_DOWN };
    expect(acts("asker", BloodOfferState.OFFERED, over)).toEqual([]); // not taken after the end
    expect(acts("asker", BloodOfferState.ACCEPTED, over)).toEqual(["under_way", "arrived"]);
    expect(acts("asker", BloodOfferState.UNDER_WAY, over)).toEqual(["arrived"]); // what rolls still arrives
  });

  it("is taken back until it has arrived, by who gave it or as told by telephone to who asked or leads", () => {
    const may = (role: Parameters<typeof offerActs>[0], state: BloodOfferState, at = view) => offerActs(role, state, at).includes("withdraw");
    for (const role of ["sender", "asker", "leader"] as const) {
      expect([BloodOfferState.OFFERED, BloodOfferState.ACCEPTED, BloodOfferState.UNDER_WAY].every((state) => may(role, state))).toBe(true);
      expect([BloodOfferState.ARRIVED, BloodOfferState.WITHDRAWN].some((state) => may(role, state))).toBe(false);
    }
    expect(may("none", BloodOfferState.OFFERED)).toBe(false);
    expect(may("sender", BloodOfferState.UNDER_WAY, { ...view, phase: IncidentPhase.CLOSED })).toBe(false);
  });

  it("that waits for somebody stands before what has come", () => {
    const states = [BloodOfferState.ARRIVED, BloodOfferState.OFFERED, BloodOfferState.UNDER_WAY];
    expect(offersInOrder(states.map((state) => ({ ...offer, state }))).map((each) => each.state)).toEqual([BloodOfferState.OFFERED, BloodOfferState.UNDER_WAY, BloodOfferState.ARRIVED]);
  });
});

describe("events of blood", () => {
  const entry = (seq: bigint, incidentId: string, kind: object) => ({ seq, event: create(EventSchema, { incidentId, kind: kind as never }) }) as unknown as Entry;
  const offered = (seq: bigint, incidentId: string) =>
    entry(seq, incidentId, { case: "bloodOffered", value: { party: "blood@skane", to: "blood@uppsala", offerId: "skane-1", units: [{ ...redO, units: 6 }], note: "bud" } });

  it("are news for the incident that they are about, a stock for every one", () => {
    const world = (entries: Entry[]) => ({ ...unknownWorld, entries, entriesAfter: 1n });
    expect(hasNews(world([offered(5n, "i")]), 4n, (event) => touchesBlood(event, "i"))).toBe(true);
    expect(hasNews(world([offered(5n, "i")]), 5n, (event) => touchesBlood(event, "i"))).toBe(false);
    expect(hasNews(world([offered(5n, "i")]), 4n, (event) => touchesBlood(event, "j"))).toBe(false);
    expect(hasNews(world([entry(5n, "", { case: "bloodStockReported", value: {} })]), 4n, (event) => touchesBlood(event, "i"))).toBe(true);
    expect(hasNews(world([entry(5n, "i", { case: "deliveryRecorded", value: {} })]), 4n, (event) => touchesBlood(event, "i"))).toBe(false);
    expect(hasNews(world([]), 0n, (event) => touchesBlood(event, "i"))).toBe(true);
  });

  it("are sentences", () => {
    expect(whatOf(offered(5n, "i"))).toMatch(/^Blodcentral skane erbjöd Blodcentral uppsala: O neg 6. bud$/);
    const rolls = (state: BloodOfferState, arrivesAtUs: bigint) =>
      whatOf(entry(6n, "i", { case: "bloodTransportReported", value: { offerId: "skane-1", state, arrivesAtUs } }));
    expect(rolls(BloodOfferState.UNDER_WAY, 0n)).toBe("Blod på väg, skane-1");
    expect(rolls(BloodOfferState.UNDER_WAY, 60_000_000n)).toMatch(/^Blod på väg, skane-1, väntas \d\d:\d\d$/);
    expect(rolls(BloodOfferState.ARRIVED, 0n)).toBe("Blod framme, skane-1");
  });
});
