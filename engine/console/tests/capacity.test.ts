// Capacity, moves and triage: what the screens make of the server's answers.
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import type { Session } from "../src/api/session";
import { GetCapacityReplySchema } from "../src/gen/larm/v1/capacity_calls_pb";
import { FacilityStatus, StepState } from "../src/gen/larm/v1/capacity_pb";
import { CareStage, CareStandard, PlusDimension, Role, TriageMode } from "../src/gen/larm/v1/domain_pb";
import { EventSchema } from "../src/gen/larm/v1/event_pb";
import { IncidentViewSchema } from "../src/gen/larm/v1/incident_pb";
import { GetTransfersReplySchema } from "../src/gen/larm/v1/transfer_calls_pb";
import { TransferAct, TransferMoveSchema, TransferState } from "../src/gen/larm/v1/transfer_pb";
import { GetTriageReplySchema } from "../src/gen/larm/v1/triage_calls_pb";
import { IndicatorViewSchema, IndicatorStanding, TriageRegionViewSchema } from "../src/gen/larm/v1/triage_pb";
import { TriageSource } from "../src/gen/larm/v1/triage_rules_pb";
import { RulePackSchema } from "../src/gen/larm/v1/rules_pb";
import { countsFrom, degreesE5, isLess } from "../src/screens/capacity/counts";
import { actsFor } from "../src/screens/capacity/acts";
import { observedUs, viaOf } from "../src/screens/capacity/said";
import { figuresSaid, heatOf, lastFigures, mayReportFor, shortsOf, stepActs, unknownOf } from "../src/state/derive/capacity";
import { lineOf } from "../src/state/derive/forecast";
import { placeOnMap } from "../src/state/derive/map_place";
import { hasNews, touchesCapacity, touchesTransfers, touchesTriage } from "../src/state/derive/news";
import { answersMove, awaitingMine, groupsOf, lateMove, moveActs, takersOf } from "../src/state/derive/transfers";
import { linesOf } from "../src/state/derive/transfer_lines";
import { decides, indicatorUnit, regionsInOrder, waitingFor } from "../src/state/derive/triage";
import { choicesOf } from "../src/state/derive/triage_choices";
import { unknownWorld } from "../src/state/world";
import { counties, mapHeight, mapWidth } from "../src/gen/map";
import { whatOf } from "../src/words/event_words";
import { wantLaterEvents } from "../src/words/later_events.svelte";
import { Durability } from "../src/gen/larm/v1/domain_pb";

const who = (role: Role, organisation: string) => ({ sessionId: "s", tokenId: "t", role, organisation, world: "live", name: "" }) as unknown as Session;
const tib = who(Role.TIB, "uppsala");
const deputy = who(Role.DEPUTY, "uppsala");
const other = who(Role.TIB, "dalarna");
const hospital = who(Role.HOSPITAL, "FAL");
const view = create(IncidentViewSchema, { incidentId: "i", regionId: "uppsala" });
const regionOf = (id: string) => ({ FAL: "dalarna", UAS: "uppsala", GAV: "gavleborg" })[id] ?? "";

const figure = (dimension: PlusDimension, free: number | undefined, observedAt = 100n) => ({
  dimension,
  reported: free !== undefined,
  free: free ?? 0,
  observedAt: free === undefined ? 0n : observedAt,
});
const capacity = create(GetCapacityReplySchema, {
  hasRules: true,
  horizonsMin: [0, 30],
  hospitals: [
    {
      hospitalId: "FAL",
      regionId: "dalarna",
      stages: [
        { stage: CareStage.EMERGENCY, known: true, effective: 4, binding: PlusDimension.STAFF, maximum: 30, figures: [figure(PlusDimension.STAFF, 4)] },
        { stage: CareStage.INTENSIVE, known: false, unknown: [PlusDimension.STAFF, PlusDimension.PREMISES], maximum: 9, figures: [figure(PlusDimension.STAFF, 2, 70n), figure(PlusDimension.PREMISES, 1, 50n)] },
        { stage: CareStage.WARD, known: true, effective: 0, maximum: 0 },
      ],
    },
    {
      hospitalId: "UAS",
      regionId: "uppsala",
      stages: [
        { stage: CareStage.EMERGENCY, known: true, effective: -3, binding: PlusDimension.STAFF, maximum: 30, figures: [figure(PlusDimension.STAFF, 0)] },
        { stage: CareStage.INTENSIVE, known: true, effective: 2, maximum: 9, shortfall: { hospitalId: "UAS", stage: CareStage.INTENSIVE, shortAtUs: 500n, missing: 4 }, figures: [figure(PlusDimension.STAFF, 2)] },
        { stage: CareStage.OPERATING, known: true, effective: 0, maximum: 9, figures: [figure(PlusDimension.STAFF, 0)] },
        { stage: CareStage.IMAGING, known: false, unknown: [PlusDimension.STAFF], maximum: 9, figures: [figure(PlusDimension.STAFF, undefined)] },
      ],
      steps: [{ record: { stepId: "personal-1" }, title: "Håll kvar", overdue: true }],
    },
    { hospitalId: "GAV", regionId: "gavleborg", facility: FacilityStatus.CLOSED, stages: [{ stage: CareStage.EMERGENCY, known: true, effective: 9, maximum: 20 }] },
  ],
  regions: [{ regionId: "uppsala", stages: [{ stage: CareStage.EMERGENCY, free: 0, missing: 3 }] }],
});

describe("the heat matrix", () => {
  const rows = heatOf(capacity, ["uppsala", "dalarna", "sormland"]);
  const cell = (id: string, stage: CareStage) => rows.flatMap((each) => each.rows).find((row) => row.hospital.hospitalId === id)?.cells.find((each) => each.stage === stage);

  it("has the regions in their order, those that nobody knows last, and none without hospitals", () => {
    expect(rows.map((each) => each.regionId)).toEqual(["uppsala", "dalarna", "gavleborg"]);
    expect(rows[0]?.sums[0]?.missing).toBe(3);
  });

  it("tells what is free, full, lacking, foreseen, unknown, closed and not there apart", () => {
    expect(cell("FAL", CareStage.EMERGENCY)?.is).toBe("free");
    expect(cell("UAS", CareStage.OPERATING)?.is).toBe("full");
    expect(cell("UAS", CareStage.EMERGENCY)?.is).toBe("short");
    expect(cell("UAS", CareStage.INTENSIVE)?.is).toBe("foreseen");
    expect(cell("FAL", CareStage.INTENSIVE)?.is).toBe("unknown");
    expect(cell("GAV", CareStage.EMERGENCY)?.is).toBe("closed");
    expect(cell("FAL", CareStage.WARD)?.is).toBe("none");
    expect(cell("FAL", CareStage.IMAGING)?.is).toBe("none");
  });

  it("says since when it is unknown by the oldest figure, and 0 where one was never reported", () => {
    expect(cell("FAL", CareStage.INTENSIVE)?.unknownSince).toBe(50n);
    expect(cell("UAS", CareStage.IMAGING)?.unknownSince).toBe(0n);
  });

  it("says what is missing where something has been reported, and not that nothing ever was", () => {
    const partly = create(GetCapacityReplySchema, {
      hospitals: [
        {
          hospitalId: "FAL",
          regionId: "dalarna",
          stages: [{ stage: CareStage.EMERGENCY, known: false, unknown: [PlusDimension.STAFF, PlusDimension.PREMISES], maximum: 9, figures: [figure(PlusDimension.STAFF, undefined), figure(PlusDimension.PREMISES, 1, 50n), figure(PlusDimension.EQUIPMENT, 3)] }],
        },
      ],
    });
    expect(heatOf(partly, [])[0]?.rows[0]?.cells.find((each) => each.stage === CareStage.EMERGENCY)?.notReported).toEqual([PlusDimension.STAFF]);
    expect(cell("UAS", CareStage.IMAGING)?.notReported).toEqual([]);
    expect(cell("FAL", CareStage.INTENSIVE)?.notReported).toEqual([]);
  });

  it("takes nobody of a closed hospital for unknown", () => {
    expect(unknownOf(capacity).map((each) => each.hospitalId)).toEqual(["FAL", "UAS"]);
  });
});

describe("a report of figures", () => {
  it("says what was entered, none too, and nothing of what was left empty", () => {
    expect(figuresSaid({ "1:3": 0, "4:1": undefined, "5:3": 12 })).toEqual([
      { stage: 1, dimension: 3, free: 0 },
      { stage: 5, dimension: 3, free: 12 },
    ]);
    const uas = capacity.hospitals[1];
    expect(uas && lastFigures(uas)).toEqual({ "1:3": 0, "4:3": 2, "3:3": 0 });
  });

  it("is a hospital's own, or its region's by voice", () => {
    const fal = { hospitalId: "FAL", regionId: "dalarna" };
    expect([mayReportFor(hospital, fal), mayReportFor(other, fal), mayReportFor(tib, fal), mayReportFor(undefined, fal)]).toEqual(["own", "voice", "no", "no"]);
    expect(mayReportFor(hospital, { hospitalId: "MOR", regionId: "dalarna" })).toBe("no");
    expect([viaOf("own", "rakel"), viaOf("voice", "rakel"), viaOf("voice", "phone")]).toEqual([1, 5, 8]);
    expect([observedUs(0, 1_000_000), observedUs(5, 1_000_000)]).toEqual([0n, 700_000_000n]);
  });

  it("offers of a step what the ladder allows", () => {
    expect(stepActs(StepState.NONE)).toEqual(["order"]);
    expect(stepActs(StepState.ACCEPTED)[0]).toBe("done");
    expect(stepActs(StepState.DONE)).toEqual(["step_down"]);
    expect(stepActs(99 as StepState)).toEqual([]);
  });
});

describe("a forecast's line", () => {
  it("breaks where it is not known, and marks what is too few", () => {
    const at = (inMinutes: number, effective: number | undefined, expected = 0) => ({ inMinutes, known: effective !== undefined, effective: effective ?? 0, expected });
    const drawn = lineOf([at(0, 4), at(30, 2, 2), at(60, undefined), at(120, -4, 8)] as never, 240, 56);
    expect(drawn.runs).toHaveLength(1);
    expect(drawn.points.map((each) => each.isShort)).toEqual([false, false, true]);
    expect(drawn.points[2]?.y).toBeGreaterThan(drawn.zero);
    expect(drawn.bars).toHaveLength(2);
    expect(drawn.bars.every((bar) => Math.abs(bar.y + bar.height - drawn.zero) < 0.2)).toBe(true);
  });
});

const move = (moveId: string, state: TransferState, more: object = {}) =>
  create(TransferMoveSchema, { moveId, state, fromHospitalId: "UAS", toHospitalId: "FAL", severity: 1, count: 2, ...more });

describe("a move", () => {
  it("is answered by the receiver, its region, and by voice by who leads", () => {
    const it = move("1", TransferState.PROPOSED);
    expect([hospital, other, tib, who(Role.TIB, "orebro"), who(Role.HOSPITAL, "GAV")].map((each) => answersMove(each, view, it, regionOf))).toEqual(["own", "own", "voice", "no", "no"]);
    expect(moveActs(other, view, it, regionOf, [], 1n)).toEqual(["accept", "amend", "decline"]);
    expect(moveActs(who(Role.TIB, "orebro"), view, it, regionOf, [], 1n)).toEqual([]);
  });

  it("leaves by where it is or whose vehicle it is, arrives by the receiver, and frees vehicles by who leads", () => {
    const going = move("1", TransferState.ACCEPTED, { vehicle: { regionId: "orebro" } });
    expect(moveActs(who(Role.TIB, "orebro"), view, going, regionOf, [], 1n)).toEqual(["depart"]);
    expect(moveActs(hospital, view, going, regionOf, [], 1n)).toEqual(["arrive", "call_off"]);
    expect(moveActs(tib, view, move("1", TransferState.ARRIVED), regionOf, ["1"], 1n)).toEqual(["release"]);
    expect(moveActs(tib, view, move("1", TransferState.ARRIVED), regionOf, [], 1n)).toEqual([]);
  });

  it("under way is taken elsewhere by those who may speak for a hospital, and a wrong press is undone in time", () => {
    const formers = [{ state: TransferState.ACCEPTED, untilUs: 5n }];
    const going = move("1", TransferState.UNDER_WAY, { formers });
    expect(moveActs(tib, view, going, regionOf, [], 4n)).toEqual(["arrive", "divert", "undo"]);
    expect(moveActs(tib, view, going, regionOf, [], 5n)).toEqual(["arrive", "divert"]);
    expect(moveActs(who(Role.TIB, "orebro"), view, going, regionOf, [], 4n)).toEqual(["divert"]);
    expect(moveActs(hospital, view, move("1", TransferState.ARRIVED, { formers }), regionOf, [], 4n)).toEqual(["undo"]);
    expect(moveActs(hospital, view, move("1", TransferState.ARRIVED, { formers, released: 1 }), regionOf, [], 4n)).toEqual([]);
    const hospitals = [{ hospitalId: "UAS", regionId: "uppsala" }, { hospitalId: "FAL", regionId: "dalarna" }, { hospitalId: "USO", regionId: "orebro" }];
    const takers = (session: Session) => takersOf(session, view, going, hospitals).map((each) => each.hospitalId);
    expect([takers(tib), takers(who(Role.TIB, "orebro")), takers(who(Role.HOSPITAL, "GAV"))]).toEqual([["UAS", "USO"], ["USO"], []]); // where it came from: it turns back
  });

  it("is late where nobody has said that it left, or came", () => {
    expect(lateMove(move("1", TransferState.ACCEPTED, { leaveAtUs: 5n }), 6n)).toBe("leave");
    expect(lateMove(move("1", TransferState.UNDER_WAY, { arriveAtUs: 5n }), 6n)).toBe("arrive");
    expect(lateMove(move("1", TransferState.UNDER_WAY, { arriveAtUs: 7n }), 6n)).toBeUndefined();
    expect(lateMove(move("1", TransferState.PROPOSED, { leaveAtUs: 5n }), 6n)).toBeUndefined();
  });

  it("stands with those that await one's own answer, once", () => {
    const reply = create(GetTransfersReplySchema, { moves: [move("1", TransferState.PROPOSED), move("2", TransferState.PROPOSED, { toHospitalId: "GAV" }), move("3", TransferState.DECLINED), move("4", TransferState.UNDER_WAY, { arriveAtUs: 9n }), move("5", TransferState.ACCEPTED, { arriveAtUs: 3n })] });
    const groups = groupsOf(reply, other, regionOf);
    const ids = (all: readonly { moveId: string }[]) => all.map((each) => each.moveId);
    expect([ids(groups.mine), ids(groups.proposed), ids(groups.going), ids(groups.off)]).toEqual([["1"], ["2"], ["5", "4"], ["3"]]);
    expect(awaitingMine(reply, tib, regionOf)).toEqual([]);
  });

  it("is a line on the map with others of its kind, and counted where its place is not known", () => {
    const hospitals = [{ id: "UAS", latitude: 59.85, longitude: 17.64 }, { id: "FAL", latitude: 60.6, longitude: 15.63 }];
    const drawn = linesOf([move("1", TransferState.PROPOSED), move("2", TransferState.PROPOSED), move("3", TransferState.ARRIVED), move("4", TransferState.DECLINED), move("5", TransferState.ACCEPTED, { toHospitalId: "GAV" })], { hospitals, sites: [] });
    expect(drawn.lines.map((line) => [line.is, line.count])).toEqual([["proposed", 4], ["arrived", 2]]);
    expect(drawn.unplaced).toBe(2);
  });
});

describe("a place on the map", () => {
  it("lies in its county, north above south and west left of east", () => {
    const [x, y] = placeOnMap(59.86, 17.64); // Uppsala
    const county = counties.find((each) => each.id === "uppsala");
    expect(Math.hypot(x - (county?.centre[0] ?? 0), y - (county?.centre[1] ?? 0))).toBeLessThan(40);
    const [fx, fy] = placeOnMap(60.61, 15.63); // Falun
    expect(fx).toBeLessThan(x);
    expect(fy).toBeLessThan(y);
    expect(x > 0 && x < mapWidth && y > 0 && y < mapHeight).toBe(true);
  });
});

const question = (questionId: string, open: boolean) => ({ questionId, open, recommendation: { regionId: "", questionId, number: 1, sinceUs: 1n } });
const triage = create(GetTriageReplySchema, {
  regions: [
    { regionId: "dalarna", decider: "tib@dalarna", questions: [question("q", false)] },
    { regionId: "gavleborg", decider: "tib@gavleborg", questions: [question("q", true)] },
    { regionId: "uppsala", decider: "tib@uppsala", questions: [question("q", true), question("r", false)] },
  ],
});

describe("triage", () => {
  it("is decided by whom the rules name, and by the deputy for the TiB", () => {
    expect([decides(tib, "tib@uppsala"), decides(deputy, "tib@uppsala"), decides(other, "tib@uppsala"), decides(hospital, "hospital@FAL"), decides(tib, "")]).toEqual([true, true, false, true, false]);
    expect(waitingFor(triage, tib).map(({ region, questions }) => [region.regionId, questions.length])).toEqual([["uppsala", 1]]);
    expect(waitingFor(triage, other)).toEqual([]);
    expect(regionsInOrder(triage, other).map((each) => each.regionId)).toEqual(["dalarna", "gavleborg", "uppsala"]);
    expect(regionsInOrder(triage, tib).map((each) => each.regionId)).toEqual(["uppsala", "gavleborg", "dalarna"]);
  });

  it("counts an indicator as its rule does, a region's own rule before the default", () => {
    const pack = create(RulePackSchema, { triage: { sets: [{ indicators: [{ id: "a", source: TriageSource.STAGE_LOAD }, { id: "b", source: TriageSource.SUPPLY_COVER }] }, { regionId: "uppsala", indicators: [{ id: "a", source: TriageSource.FACILITIES }] }] } });
    const of = (indicatorId: string, more: object = {}) => create(IndicatorViewSchema, { indicatorId, standing: IndicatorStanding.HOLDS, ...more });
    expect(indicatorUnit(pack, "dalarna", of("a"))).toBe("share");
    expect(indicatorUnit(pack, "uppsala", of("a"))).toBe("count");
    expect(indicatorUnit(pack, "uppsala", of("b"))).toBe("days");
    expect(indicatorUnit(pack, "uppsala", of("c"))).toBe("unknown");
    expect(indicatorUnit(undefined, "uppsala", of("c", { scale: [{ value: 0n }] }))).toBe("scale");
  });

  it("offers what a question is about and to stay as it is, and nothing where the rules are not there", () => {
    const region = create(TriageRegionViewSchema, { mode: TriageMode.NORMAL, standard: CareStandard.CONTINGENCY, rationedItems: ["plasma"] });
    expect(choicesOf({ case: "mode", value: TriageMode.MASS_CASUALTY }, undefined, region).map((each) => each.isStay)).toEqual([false, true]);
    expect(choicesOf({ case: "standard", value: CareStandard.CRISIS }, undefined, region).find((each) => each.isStay)?.key).toBe(`standard ${CareStandard.CONTINGENCY}`);
    expect(choicesOf({ case: "rationItem", value: "plasma" }, undefined, region).map((each) => each.isStay)).toEqual([true, false]);
    expect(choicesOf(undefined, "insulin", region).map((each) => each.isStay)).toEqual([false, true]);
    expect(choicesOf(undefined, undefined, region)).toEqual([]);
  });
});

describe("what needs an act", () => {
  const moves = create(GetTransfersReplySchema, { moves: [move("1", TransferState.PROPOSED), move("2", TransferState.ACCEPTED, { leaveAtUs: 3n })], awaitedRegionIds: ["dalarna"] });
  const acts = (session: Session | undefined) => actsFor({ session, view, capacity, moves, triage, nowUs: 100n, regionOf }).map((each) => each.is);

  it("is a decision, then answers, shortfalls, what is late, and figures that nobody has; of one's own region, or all for who leads", () => {
    expect(acts(tib)).toEqual(["decide", "short", "overdue", "unanswered", "late", "report"]);
    expect(acts(other)).toEqual(["answer", "report"]);
    expect(acts(hospital)).toEqual(["answer", "report"]);
    expect(acts(undefined)).toEqual([]);
  });

  it("is one line for each hospital that lacks places, those that lack now first", () => {
    const [first] = actsFor({ session: tib, view, capacity, moves: undefined, triage: undefined, nowUs: 100n, regionOf });
    expect(first?.is === "short" && first.shorts.map((each) => [each.stage.stage, each.isNow, each.missing])).toEqual([
      [CareStage.EMERGENCY, true, 3],
      [CareStage.INTENSIVE, false, 4],
    ]);
    expect(shortsOf(capacity, 100n)[0]?.isNow).toBe(true);
  });
});

describe("counts in a form", () => {
  it("know when they are fewer, and coordinates are read with comma and dot within their bounds", () => {
    const before = { severe: 2, moderate: 0, minor: 5 } as never;
    expect([isLess({ severe: 2, moderate: 1, minor: 5 }, before), isLess({ severe: 1, moderate: 9, minor: 9 }, before), isLess(countsFrom(undefined), undefined)]).toEqual([false, true, false]);
    expect([degreesE5("59,8586", 90), degreesE5(" 17.64 ", 180), degreesE5("91", 90), degreesE5("", 90), degreesE5("x", 90)]).toEqual([5985860, 1764000, undefined, undefined, undefined]);
  });
});

describe("news", () => {
  const event = (kind: object, incidentId = "i") => create(EventSchema, { incidentId, kind } as never);
  it("of capacity is every incident's, of moves and decisions the incident's own", () => {
    const moved = event({ case: "transfersChanged", value: {} });
    expect([touchesCapacity(moved), touchesTransfers(moved, "i"), touchesTransfers(moved, "j"), touchesTriage(moved, "j")]).toEqual([true, true, false, true]);
    const decided = event({ case: "triageDecided", value: {} });
    expect([touchesTriage(decided, "i"), touchesTriage(decided, "j"), touchesCapacity(decided)]).toEqual([true, false, false]);
    const world = { ...unknownWorld, seq: 7n, entriesAfter: 3n, entries: [{ seq: 7n, event: moved, durability: Durability.LOCAL }] };
    expect([hasNews(world, 6n, touchesCapacity), hasNews(world, 7n, touchesCapacity), hasNews(world, 2n, () => false)]).toEqual([true, false, true]);
  });
});

describe("the words of later events", () => {
  const told = (kind: object) => whatOf({ seq: 1n, durability: Durability.LOCAL, event: create(EventSchema, { kind } as never) });

  it("are there when they have been asked for", async () => {
    expect(told({ case: "transfersReviewed", value: {} })).toMatch(/hämtas/);
    await wantLaterEvents();
    expect(told({ case: "transfersReviewed", value: {} })).toMatch(/inget nytt förslag/);
  });

  it("say moves, recommendations and decisions", async () => {
    await wantLaterEvents();
    const one = { moveId: "1", fromHospitalId: "UAS", toHospitalId: "FAL", severity: 1, count: 2 };
    expect(told({ case: "transfersProposed", value: { proposal: { number: 3, moves: [one, { ...one, count: 4 }], leftBehind: [{ count: 5 }] } } })).toBe("Flyttförslag 3: 6 patienter i 2 flyttar, 5 kan inte flyttas");
    expect(told({ case: "transfersProposed", value: { proposal: { number: 4, moves: [{ ...one, count: 1 }] } } })).toBe("Flyttförslag 4: 1 patient i 1 flytt");
    expect(told({ case: "transfersChanged", value: { act: TransferAct.DECLINED, moves: [one], reason: "fullt" } })).toBe("Flytt avböjd: 2 svårt skadade från UAS till FAL: fullt");
    const some = { act: TransferAct.ACCEPTED, moves: [{ ...one, state: TransferState.ACCEPTED }, { ...one, moveId: "1.1", count: 3, state: TransferState.CALLED_OFF }] };
    expect(told({ case: "transfersChanged", value: some })).toBe("Flytt antagen: 2 svårt skadade från UAS till FAL. Plats, fordon eller patienter fanns inte för 3 svårt skadade från UAS till FAL");
    expect(told({ case: "triageRecommended", value: { recommendation: { regionId: "dalarna", questionId: "masskadetriage", decider: "tib@dalarna" } } })).toBe("Rekommenderas dalarna: masskadetriage. Beslutas av TiB dalarna");
    expect(told({ case: "careStandardDecided", value: { decision: { regionId: "dalarna", rationItem: "plasma", reason: "lager slut" } } })).toBe("dalarna: plasma ransoneras. lager slut");
    expect(told({ case: "triageDecided", value: { decision: { regionId: "dalarna", mode: TriageMode.MASS_CASUALTY, reason: "brist" } } })).toBe("dalarna: Masskadetriage. brist");
    expect(told({ case: "conferenceEnded", value: { conferenceId: "k1" } })).toMatch(/k1/);
  });
});
