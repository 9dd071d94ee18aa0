// The controller's deck: what is to come, what has come of what was given, what may be done.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { ExerciseViewSchema, type InjectView, InjectViewSchema, PlayedPartySchema } from "../src/gen/larm/v1/exercise_calls_pb";
import { ExercisePhase, ExerciseRecordSchema, InjectResult, InjectState } from "../src/gen/larm/v1/exercise_pb";
import { focusFor } from "../src/screens/deck/keys";
import { byRole, chosenRows, faultIn, isWorldId, mayDo, nextRow, paceBeside, rowsOf, unplayed } from "../src/state/derive/deck";

const second = 1_000_000n;
const now = 10_000n * second;
const { PLANNED, GIVEN, SKIPPED } = InjectState;

const inject = (injectId: string, state: InjectState, atUs = 0n, part: Exclude<MessageInitShape<typeof InjectViewSchema>, InjectView> = {}, result = InjectResult.UNSPECIFIED) =>
  create(InjectViewSchema, { record: { injectId, state, atUs, result }, ...part });
const viewOf = (injects: InjectView[], nextInjectAtUs = 0n) => create(ExerciseViewSchema, { nowUs: now, nextInjectAtUs, injects });
const outcome = (view: InjectView) => rowsOf(viewOf([view]))[0]?.outcome;

describe("what has come of an inject", () => {
  const given = now - 100n * second;

  it("is nothing before it is given, and where nothing is expected", () => {
    expect(outcome(inject("1", PLANNED, 0n, { expectedAction: "Ringer", met: true }))).toBe("none");
    expect(outcome(inject("1", SKIPPED, given, { expectedAction: "Ringer" }))).toBe("none");
    expect(outcome(inject("1", GIVEN, given))).toBe("none");
  });

  it("is seen in the log in time, or too late", () => {
    const seen = (withinS: number, met: boolean, metAtUs = 0n) => outcome(inject("1", GIVEN, given, { withinS, met, metAtUs }));
    expect(seen(300, false)).toBe("waiting");
    expect(seen(50, false)).toBe("missed");
    expect(seen(300, true, now)).toBe("met");
    expect(seen(50, true, now)).toBe("missed");
    expect(seen(0, true, now)).toBe("met");
    expect(seen(0, false)).toBe("waiting");
  });

  it("is for the controller to judge where the log tells nothing of it, once its time has passed", () => {
    const unseen = (withinS: number) => outcome(inject("1", GIVEN, given, { withinS, expectedAction: "Ringer" }));
    expect([unseen(300), unseen(50), unseen(0)]).toEqual(["waiting", "toJudge", "toJudge"]);
    expect(outcome(inject("1", GIVEN, given, { withinS: 50, met: false }, InjectResult.PARTLY))).toBe("judged");
  });

  it("is awaited no longer once the exercise has ended", () => {
    const over = { ...viewOf([inject("1", GIVEN, given, { withinS: 300, met: false }), inject("2", GIVEN, given, { expectedAction: "Ringer", withinS: 300 })]), record: create(ExerciseRecordSchema, { phase: ExercisePhase.ENDED }) };
    expect(rowsOf(over).map((row) => row.outcome)).toEqual(["missed", "toJudge"]);
  });

  it("is due so long after it was given, not after it was planned", () => {
    expect(rowsOf(viewOf([inject("1", GIVEN, given, { withinS: 300, plannedAtUs: 5n })]))[0]?.dueUs).toBe(given + 300n * second);
  });
});

describe("the list of injects", () => {
  const injects = [inject("1", GIVEN, 5n), inject("2", SKIPPED, 6n), inject("3", PLANNED, 0n, { plannedAtUs: 90n }), inject("4", PLANNED, 0n, { plannedAtUs: 80n }), inject("x1", GIVEN, 9n)];
  const rows = rowsOf(viewOf(injects));
  const idsOf = (which: "coming" | "given" | "all") => chosenRows(rows, which).map(({ id }) => id);

  it("shows what is to come as planned, and what was given the latest first", () => {
    expect(idsOf("coming")).toEqual(["3", "4"]);
    expect(idsOf("given")).toEqual(["x1", "1"]);
    expect(idsOf("all").length).toBe(5);
  });

  it("knows the next one by the server's word", () => {
    expect(nextRow(rows, viewOf(injects, 80n))?.id).toBe("4");
    expect(nextRow(rows, viewOf(injects))).toBeUndefined();
  });
});

describe("what a controller may do", () => {
  it("follows from the phase", () => {
    expect(mayDo(ExercisePhase.LOADED, true)).toEqual({ start: true, pause: false, give: false, steer: true, end: true, close: false });
    expect(mayDo(ExercisePhase.PLAYING, true)).toEqual({ start: false, pause: true, give: true, steer: true, end: true, close: false });
    expect(mayDo(ExercisePhase.FROZEN, true)).toMatchObject({ start: true, give: false, end: true });
    expect(mayDo(ExercisePhase.ENDED, true)).toEqual({ start: false, pause: false, give: false, steer: false, end: false, close: true });
  });

  it("is nothing for those who look on", () => {
    for (const phase of [ExercisePhase.LOADED, ExercisePhase.PLAYING, ExercisePhase.ENDED]) {
      expect(Object.values(mayDo(phase, false)).some(Boolean)).toBe(false);
    }
  });

  it("has a pace beside every other", () => {
    expect([paceBeside(100, 1), paceBeside(1_000, 1), paceBeside(100, -1), paceBeside(300, -1), paceBeside(300, 1)]).toEqual([200, 1_000, 100, 200, 500]);
  });
});

describe("the controller's keys", () => {
  const key = (name: string, more = {}) => focusFor({ key: name, ctrlKey: false, altKey: false, metaKey: false, target: null, ...more } as KeyboardEvent, true);
  globalThis.document ??= { querySelector: () => null } as unknown as Document;
  globalThis.HTMLElement ??= class {} as typeof HTMLElement;
  globalThis.Element ??= class {} as typeof Element;

  it("move the focus, and are left alone with a modifier or where they are off", () => {
    expect(["[", "]", " ", "i", "x"].map((name) => key(name))).toEqual(["slower", "faster", "play", "inject", undefined]);
    expect(key("i", { ctrlKey: true })).toBeUndefined();
    expect(focusFor({ key: "i" } as KeyboardEvent, false)).toBeUndefined();
  });
});

describe("players and scenarios", () => {
  const party = (name: string, human: boolean, simulated: boolean) => create(PlayedPartySchema, { party: name, human, simulated });

  it("are grouped by role, those that lead first", () => {
    expect(byRole(["x@a", "blood@a", "tib@a", "tib@b"], (each) => each)).toEqual([
      { role: "tib", items: ["tib@a", "tib@b"] },
      { role: "blood", items: ["blood@a"] },
      { role: "x", items: ["x@a"] },
    ]);
    expect(unplayed([party("tib@a", true, false), party("tib@b", false, true), party("tib@c", false, false)]).map((each) => each.party)).toEqual(["tib@c"]);
  });

  it("have faults with a place in the text, where they have one", () => {
    expect(faultIn("kvall.textproto:12:3: error: no such field: x")).toEqual({ line: 12, column: 3, text: "no such field: x" });
    expect(faultIn("the pack cannot be read")).toEqual({ line: 0, column: 0, text: "the pack cannot be read" });
  });

  it("have names that tokens can carry", () => {
    expect(["", "kvall_2", "live", "Kväll", "a b", "x".repeat(65)].map(isWorldId)).toEqual([true, true, false, false, false, false]);
  });
});
