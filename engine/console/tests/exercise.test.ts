// What players see of an exercise: its course as it is told by the feed, and the injects to their own party alone.
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import type { Session } from "../src/api/session";
import { ServerClock } from "../src/feed/server_clock";
import { Role } from "../src/gen/larm/v1/domain_pb";
import { type Event, EventSchema } from "../src/gen/larm/v1/event_pb";
import { ExercisePhase, ExerciseRecordSchema, InjectMethod, InjectRecordSchema, InjectResult, InjectState, ObservationRecordSchema } from "../src/gen/larm/v1/exercise_pb";
import { type WatchFrame, WatchFrameSchema } from "../src/gen/larm/v1/watch_pb";
import { advance } from "../src/state/advance";
import { courseOf, injectKey, isFrozen, isPlayer, isShownTo, isToldTo, ownInjects, rateOf } from "../src/state/derive/exercise";
import { entryKinds, filtered } from "../src/state/derive/timeline";
import { toldOf } from "../src/state/past";
import { unknownWorld, type World } from "../src/state/world";
import { exerciseEvent } from "../src/words/exercise_events";

const second = 1_000_000n;
const starts = 1_000_000n * second;
const session = (role: Role, organisation = "uppsala") => ({ role, organisation, world: "kvall" }) as Session;
const tib = session(Role.TIB);

const inject = (injectId: string, to: string[], state = InjectState.GIVEN) =>
  create(InjectRecordSchema, { injectId, state, atUs: starts, what: { from: "SOS Alarm", to, method: InjectMethod.TELEPHONE, text: "En buss till" } });

const record = create(ExerciseRecordSchema, { scenarioId: "kbo", phase: ExercisePhase.PLAYING, pacePercent: 100, humans: ["tib@uppsala"], injects: [inject("1", ["tib@*"])] });
const snapshot = create(WatchFrameSchema, { seq: 10n, serverTime: starts, frame: { case: "snapshot", value: { exercise: record } } });

let seq = 10n;
const frame = (kind: Event["kind"], atUs = starts + 5n * second): WatchFrame =>
  create(WatchFrameSchema, { seq: (seq += 1n), serverTime: atUs, frame: { case: "event", value: create(EventSchema, { atUs, kind } as never) } });
const after = (...frames: WatchFrame[]): World => advance(unknownWorld, [snapshot, ...frames]);
const moved = (phase: ExercisePhase, reason = "") => frame({ case: "exerciseMoved", value: { phase, reason } } as never);
const given = (injectId: string, to: string[]) => frame({ case: "injectGiven", value: { inject: inject(injectId, to) } } as never);

describe("the fold of an exercise", () => {
  it("takes the record of a snapshot, and none where the world is live", () => {
    expect(after().exercise?.record).toEqual(record);
    expect(advance(after(), [create(WatchFrameSchema, { seq: 1n, frame: { case: "snapshot", value: {} } })]).exercise).toBeUndefined();
  });

  it("follows phase, reason, pace and leaps", () => {
    const world = after(
      frame({ case: "paceChanged", value: { pacePercent: 500 } } as never),
      frame({ case: "skippedAhead", value: { untilUs: starts + 600n * second } } as never),
      moved(ExercisePhase.PAUSED, "Lunch"),
    );
    expect(world.exercise?.record).toMatchObject({ phase: ExercisePhase.PAUSED, phaseSinceUs: starts + 5n * second, reason: "Lunch", pacePercent: 500 });
    expect(world.exercise?.leaptToUs).toBe(starts + 600n * second);
  });

  it("adds what is given, skipped, judged, handed over and observed", () => {
    const world = after(
      given("2", ["tib@uppsala"]),
      frame({ case: "injectJudged", value: { injectId: "2", result: InjectResult.PARTLY, note: "Sent" } } as never),
      frame({ case: "injectSkipped", value: { injectId: "1", reason: "Tiden" } } as never),
      frame({ case: "partyHandedOver", value: { party: "tib@dalarna", toHuman: true } } as never),
      frame({ case: "partyHandedOver", value: { party: "tib@uppsala", toHuman: false } } as never),
      frame({ case: "observationNoted", value: { observation: create(ObservationRecordSchema, { text: "Lugnt" }) } } as never),
    ).exercise?.record;
    expect(world?.injects.map(({ injectId, state, result, judgedNote }) => [injectId, state, result, judgedNote])).toEqual([
      ["1", InjectState.SKIPPED, InjectResult.UNSPECIFIED, "Tiden"],
      ["2", InjectState.GIVEN, InjectResult.PARTLY, "Sent"],
    ]);
    expect(world?.humans).toEqual(["tib@dalarna"]);
    expect(world?.observations.map(({ text }) => text)).toEqual(["Lugnt"]);
  });

  it("has an inject once, also where a controller's record has it as planned before", () => {
    const exercise = create(ExerciseRecordSchema, { phase: ExercisePhase.PLAYING, injects: [inject("1", ["tib@*"], InjectState.PLANNED)] });
    const planned = create(WatchFrameSchema, { seq: 10n, serverTime: starts, frame: { case: "snapshot", value: { exercise } } });
    const injects = advance(unknownWorld, [planned, given("1", ["tib@*"])]).exercise?.record.injects;
    expect(injects?.map(({ state }) => state)).toEqual([InjectState.GIVEN]);
  });

  it("is not moved by events whose contents are kept from players", () => {
    const hidden = [
      frame({ case: "injectSkipped", value: { injectId: "", reason: "" } } as never),
      frame({ case: "injectJudged", value: { injectId: "", result: 0, note: "" } } as never),
      frame({ case: "observationNoted", value: {} } as never),
    ];
    expect(after(...hidden).exercise?.record).toEqual(record);
  });

  it("keeps the exercise as it was where something else happens", () => {
    const world = after();
    expect(advance(world, [frame({ case: "contactsChanged", value: { number: 1n } } as never)]).exercise).toBe(world.exercise);
  });
});

describe("the course of an exercise", () => {
  const course = (...frames: WatchFrame[]) => {
    const { exercise } = after(...frames);
    return exercise && courseOf(exercise, starts + 10n * second);
  };

  it("says nothing while it is played by the clock", () => {
    expect(course()).toMatchObject({ phase: undefined, pace: undefined, leaptToUs: undefined });
  });

  it("says that it stands and why, and then nothing of its pace", () => {
    expect(course(frame({ case: "paceChanged", value: { pacePercent: 1000 } } as never))?.pace).toBe(10);
    expect(course(frame({ case: "paceChanged", value: { pacePercent: 1000 } } as never), moved(ExercisePhase.PAUSED, "Lunch"))).toMatchObject({ phase: "paused", reason: "Lunch", pace: undefined });
    expect(course(moved(ExercisePhase.FROZEN, "Övningen är avbruten"))?.reason).toBe("");
    expect([ExercisePhase.LOADED, ExercisePhase.FROZEN, ExercisePhase.ENDED].map((phase) => course(moved(phase))?.phase)).toEqual(["loaded", "frozen", "ended"]);
  });

  it("tells of a leap for a while", () => {
    const leap = frame({ case: "skippedAhead", value: { untilUs: starts + 60n * second } } as never);
    const { exercise } = after(leap);
    expect(exercise && courseOf(exercise, starts + 100n * second).leaptToUs).toBe(starts + 60n * second);
    expect(exercise && courseOf(exercise, starts + 300n * second).leaptToUs).toBeUndefined();
  });

  it("gives the clock its rate: none while it stands", () => {
    expect(rateOf(undefined)).toBe(1);
    expect(rateOf(after(frame({ case: "paceChanged", value: { pacePercent: 200 } } as never)).exercise)).toBe(2);
    expect(rateOf(after(moved(ExercisePhase.FROZEN)).exercise)).toBe(0);
    expect([isFrozen(after(moved(ExercisePhase.FROZEN)).exercise), isFrozen(after().exercise), isFrozen(undefined)]).toEqual([true, false, false]);
  });
});

describe("a clock whose time is not the clock's", () => {
  it("stands where the exercise stands, and hurries where it hurries", () => {
    let steady = 0;
    const clock = new ServerClock({ steady: () => steady, wall: () => steady });
    clock.take(100_000);
    clock.setRate(10);
    steady = 1_000;
    expect(clock.now()).toBe(110_000);
    clock.take(109_500); // late on its way
    expect(clock.now()).toBe(110_000);
    clock.setRate(0);
    steady = 60_000;
    clock.take(110_000);
    expect(clock.now()).toBe(110_000);
    clock.setRate(1);
    steady = 61_000;
    expect(clock.now()).toBe(111_000);
  });
});

describe("an inject", () => {
  const what = (...to: string[]) => inject("1", to).what;

  it("is told to the party that it names, and to every one of its kind", () => {
    expect(isToldTo(what("tib@uppsala"), tib)).toBe(true);
    expect(isToldTo(what("tib@*"), tib)).toBe(true);
    expect(isToldTo(what("blood@uppsala", "tib@dalarna"), tib)).toBe(false);
    expect(isToldTo(what("blood@*"), tib)).toBe(false);
    expect(isToldTo(what("tib@uppsala"), session(Role.DEPUTY))).toBe(true);
    expect(isToldTo(what("deputy@uppsala"), tib)).toBe(false);
    expect(isToldTo(what("hospital@FAL"), session(Role.HOSPITAL, "FAL"))).toBe(true);
  });

  it("is a card for players alone, and only once it is given", () => {
    const { exercise } = after(given("2", ["tib@uppsala"]), given("3", ["tib@dalarna"]));
    expect(ownInjects(exercise, tib).map(({ injectId }) => injectId)).toEqual(["1", "2"]);
    expect(ownInjects(exercise, session(Role.CONTROLLER, ""))).toEqual([]);
    expect(ownInjects({ record: { ...record, injects: [inject("1", ["tib@*"], InjectState.PLANNED)] }, leaptToUs: 0n }, tib)).toEqual([]);
    expect([Role.TIB, Role.BLOOD, Role.CONTROLLER, Role.OBSERVER, Role.ADMIN].map((role) => isPlayer(session(role)))).toEqual([true, true, false, false, false]);
  });

  it("is another one in another run of the same name", () => {
    const [one, other] = [inject("1", []), { ...inject("1", []), atUs: starts + 1n }];
    expect(injectKey("kvall", one)).not.toBe(injectKey("kvall", other));
  });
});

describe("the timeline of an exercise", () => {
  const world = after(given("2", ["tib@uppsala"]), given("3", ["tib@dalarna"]), moved(ExercisePhase.PAUSED), frame({ case: "injectJudged", value: {} } as never));

  it("has what one's own party is told, and nothing of what others are", () => {
    const shown = (who: Session) => world.entries.filter(({ event }) => isShownTo(event, who)).map(({ event }) => exerciseEvent(event));
    expect(shown(tib)).toEqual(["Inspel från SOS Alarm, telefon, till TiB uppsala: En buss till", "Övningen pausades"]);
    expect(shown(session(Role.CONTROLLER, "")).length).toBe(4);
  });

  it("is part of every incident's", () => {
    const told = toldOf(world, undefined, "an incident").entries;
    expect(told.length).toBe(4);
    expect(filtered(told, { incidentId: "an incident", kinds: new Set(entryKinds), region: "", words: "" }, () => "").length).toBe(4);
  });
});
