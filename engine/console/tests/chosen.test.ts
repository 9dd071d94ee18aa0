// Which incident a screen shows, and what of an ended one still waits for somebody.
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { Channel, DeliveryOutcome, IncidentPhase, PartyState, Via } from "../src/gen/larm/v1/domain_pb";
import { type IncidentView, IncidentViewSchema, PartyViewSchema } from "../src/gen/larm/v1/incident_pb";
import { chosenIncident, otherAlarms } from "../src/state/derive/incidents";
import { ownChases, unseen } from "../src/state/derive/own";
import { seenHow } from "../src/state/derive/owed";
import { pinOf } from "../src/state/derive/pin";
import { standingOf } from "../src/state/derive/standing";
import { deliveryWord } from "../src/words/domain";
import { unknownWorld, type World } from "../src/state/world";

const me = "tib@dalarna";
const incident = (incidentId: string, phase: IncidentPhase, at: bigint, state?: PartyState): IncidentView =>
  create(IncidentViewSchema, {
    incidentId,
    phase,
    reportedAt: at,
    confirmedAt: phase === IncidentPhase.REPORTED ? 0n : at,
    parties: state === undefined ? [] : [{ party: me, step: "regional_alarm", state, deadline: state === PartyState.ANSWERED ? 0n : 9n }],
  });
const worldOf = (...views: IncidentView[]): World => ({
  ...unknownWorld,
  incidents: new Map(views.map((view) => [view.incidentId, { view }])) as unknown as World["incidents"],
});
const idOf = (world: World, asked?: string, party?: string) => chosenIncident(world, asked, party)?.view.incidentId;

describe("the incident that is shown where none is asked for", () => {
  const { REPORTED, RUNNING, STOOD_DOWN } = IncidentPhase;

  it("is an alarm and not a newer report", () => {
    const world = worldOf(incident("alarm", RUNNING, 1n), incident("report", REPORTED, 2n));
    expect(idOf(world)).toBe("alarm");
    expect(idOf(worldOf(incident("report", REPORTED, 2n)))).toBe("report");
    expect(idOf(worldOf(incident("over", STOOD_DOWN, 1n), incident("alarm", RUNNING, 0n)))).toBe("alarm");
  });

  it("is one that awaits this party, before a newer that does not", () => {
    const world = worldOf(incident("mine", RUNNING, 1n, PartyState.SENT), incident("other", RUNNING, 2n), incident("answered", RUNNING, 3n, PartyState.ANSWERED));
    expect(idOf(world, undefined, me)).toBe("mine");
    expect(idOf(world, undefined, "tib@uppsala")).toBe("answered");
    expect(idOf(world, "other", me)).toBe("other");
  });

  it("has those that have begun since announced beside it", () => {
    const world = worldOf(incident("a", RUNNING, 1n), incident("b", RUNNING, 2n), incident("c", REPORTED, 3n), incident("over", STOOD_DOWN, 4n));
    const others = (shown: string) => otherAlarms(world, shown).map(({ view }) => view.incidentId);
    expect(others("a")).toEqual(["b"]);
    expect(others("b")).toEqual([]);
    expect(others("over")).toEqual(["b", "a"]);
  });
});

describe("what is shown is held", () => {
  const { CLOSED, RUNNING } = IncidentPhase;
  const running = worldOf(incident("a", RUNNING, 1n));

  it("from when it is shown, whatever comes", () => {
    expect(pinOf("answer", [], "a", running)).toEqual(["answer", "a"]);
    expect(pinOf("answer", ["a"], "a", running)).toBeUndefined();
    expect(pinOf("board", ["on its way"], "a", running)).toBeUndefined();
    expect(pinOf("timeline", [], "a", running)).toBeUndefined();
    expect(pinOf("answer", [], undefined, worldOf())).toBeUndefined();
  });

  it("and a board that held it by itself lets go when it is closed, a form does not", () => {
    const closed = worldOf(incident("a", CLOSED, 1n));
    expect(pinOf("board", ["a"], "a", closed, "a")).toEqual(["board"]);
    expect(pinOf("board", ["a"], "a", closed)).toBeUndefined();
    expect(pinOf("answer", ["a"], "a", closed, "a")).toBeUndefined();
  });
});

describe("what of an ended alarm has not been seen", () => {
  const { RESCINDED, RUNNING } = IncidentPhase;

  it("is what went out: what still waited to leave cannot be acknowledged", () => {
    const unseenIn = (phase: IncidentPhase, state: PartyState) => unseen(ownChases(worldOf(incident("a", phase, 1n, state)), me)).length;
    expect(unseenIn(RESCINDED, PartyState.PENDING)).toBe(0);
    expect(unseenIn(RESCINDED, PartyState.SENT)).toBe(1);
    expect(unseenIn(RUNNING, PartyState.PENDING)).toBe(1);
  });
});

describe("while the server tells nobody", () => {
  it("nothing that it notes as sent reads as sent, and what has arrived does", () => {
    const standing = (state: PartyState, isUntold: boolean) => standingOf(create(PartyViewSchema, { party: me, state }), 0n, isUntold).word;
    expect(standing(PartyState.SENT, true)).toBe("reachesNobody");
    expect(standing(PartyState.SENT, false)).toBe("sent");
    expect(standing(PartyState.ACKNOWLEDGED, true)).toBe("acknowledged");
    const push = (outcome: DeliveryOutcome, isUntold: boolean) => deliveryWord({ channel: Channel.PUSH, outcome }, isUntold)[0];
    expect(push(DeliveryOutcome.ACCEPTED, true)).toBe("ingen väg ut");
    expect(push(DeliveryOutcome.ACCEPTED, false)).toBe("skickat");
    expect(push(DeliveryOutcome.SEEN, true)).toBe("öppnat");
  });
});

describe("who has acknowledged", () => {
  it("is whoever said it last for the party", () => {
    const part = (step: string, since: bigint, via: Via) => ({ party: me, step, since, via, state: PartyState.ACKNOWLEDGED });
    const view = create(IncidentViewSchema, { parties: [part("b", 2n, Via.PHONE), part("a", 1n, Via.CONSOLE), { party: "tib@uppsala", since: 9n, state: PartyState.ACKNOWLEDGED }] });
    expect(seenHow(view, me)?.via).toBe(Via.PHONE);
    expect(seenHow(view, "tib@orebro")).toBeUndefined();
  });
});
