// What an exercise's controller sees, from what the server tells of the exercise: which injects are to come, what has come of
// those that were given, who plays whom.
import type { ExerciseView, InjectView, PlayedParty } from "../../gen/larm/v1/exercise_calls_pb";
import { ExercisePhase, InjectResult, InjectState } from "../../gen/larm/v1/exercise_pb";
import { roleWordOf } from "../party";

const us_per_s = 1_000_000n;

/** In percent of the clock's; other paces can be typed. */
export const paces: readonly number[] = [100, 200, 500, 1_000];

/** What has become of what an inject expects: seen in the log, still in time, too late, or to be judged by whoever saw it. */
export type Outcome = "none" | "met" | "waiting" | "missed" | "toJudge" | "judged";

export interface InjectRow {
  readonly id: string;
  readonly view: InjectView;
  readonly state: InjectState;
  readonly outcome: Outcome;
  /** By when it is to be done; 0: no time. */
  readonly dueUs: bigint;
}

export function rowsOf({ injects, nowUs, record: exercise }: ExerciseView): InjectRow[] {
  const hasEnded = exercise?.phase === ExercisePhase.ENDED;
  return injects.map((view) => {
    const { record } = view;
    const state = record?.state ?? InjectState.UNSPECIFIED;
    const dueUs = state === InjectState.GIVEN && view.withinS > 0 ? (record?.atUs ?? 0n) + BigInt(view.withinS) * us_per_s : 0n;
    return { id: record?.injectId ?? "", view, state, dueUs, outcome: outcomeOf(view, state, hasEnded || (dueUs !== 0n && nowUs >= dueUs), dueUs) };
  });
}

function outcomeOf({ record, met, expectedAction, metAtUs }: InjectView, state: InjectState, isOver: boolean, dueUs: bigint): Outcome {
  if (state !== InjectState.GIVEN) {
    return "none";
  }
  if (record && record.result !== InjectResult.UNSPECIFIED) {
    return "judged";
  }
  if (met === undefined) {
    return expectedAction === "" ? "none" : isOver || dueUs === 0n ? "toJudge" : "waiting";
  }
  return met && (dueUs === 0n || metAtUs <= dueUs) ? "met" : isOver || met ? "missed" : "waiting";
}

export type Which = "coming" | "given" | "all";

/** Given ones the latest first: that is where there is something to do. */
export function chosenRows(rows: readonly InjectRow[], which: Which): InjectRow[] {
  switch (which) {
    case "coming":
      return rows.filter(({ state }) => state === InjectState.PLANNED);
    case "given":
      return rows.filter(({ state }) => state === InjectState.GIVEN).toSorted((a, b) => Number((b.view.record?.atUs ?? 0n) - (a.view.record?.atUs ?? 0n)));
    case "all":
      return [...rows];
  }
}

/** The one that time brings next. */
export function nextRow(rows: readonly InjectRow[], { nextInjectAtUs }: ExerciseView): InjectRow | undefined {
  return nextInjectAtUs === 0n ? undefined : rows.find(({ state, view }) => state === InjectState.PLANNED && view.plannedAtUs === nextInjectAtUs);
}

export interface May {
  readonly start: boolean;
  readonly pause: boolean;
  /** Injects are given and time leaps only while it is played. */
  readonly give: boolean;
  /** Pace, injects to be left out, who plays whom. */
  readonly steer: boolean;
  readonly end: boolean;
  readonly close: boolean;
}

/** What the phase allows; the server decides. `isController`: others look, and note what they observe. */
export function mayDo(phase: ExercisePhase, isController: boolean): May {
  const isPlaying = isController && phase === ExercisePhase.PLAYING;
  const isOver = phase === ExercisePhase.ENDED || phase === ExercisePhase.UNSPECIFIED;
  return {
    start: isController && !isPlaying && !isOver,
    pause: isPlaying,
    give: isPlaying,
    steer: isController && !isOver,
    end: isController && !isOver,
    close: isController && phase === ExercisePhase.ENDED,
  };
}

/** The pace beside this one, slower or faster. */
export function paceBeside(percent: number, step: 1 | -1): number {
  const further = step === 1 ? paces.find((each) => each > percent) : paces.findLast((each) => each < percent);
  return further ?? percent;
}

const roles: readonly string[] = ["tib", "deputy", "national", "hospital", "blood"];
const rankOf = (role: string) => (roles.includes(role) ? roles.indexOf(role) : roles.length);

export interface Group<Item> {
  readonly role: string;
  readonly items: readonly Item[];
}

/** By the role in front of the @: those that lead first. */
export function byRole<Item>(items: readonly Item[], partyOf: (item: Item) => string): Group<Item>[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const role = roleWordOf(partyOf(item));
    groups.set(role, [...(groups.get(role) ?? []), item]);
  }
  return [...groups].map(([role, items]) => ({ role, items })).sort((a, b) => rankOf(a.role) - rankOf(b.role));
}

/** Whom nobody plays: no human, and nothing in the scenario says how they answer. */
export function unplayed(parties: readonly PlayedParty[]): PlayedParty[] {
  return parties.filter(({ human, simulated }) => !human && !simulated);
}

export interface ScenarioFault {
  /** 0: it has no place in the text. */
  readonly line: number;
  readonly column: number;
  /** In English, as the server says it. */
  readonly text: string;
}

/** "FILE:LINE:COL: error: ...", as compilers say it. */
export function faultIn(said: string): ScenarioFault {
  const found = /^[^:\n]*:(\d+):(\d+): (?:error: )?(.*)$/s.exec(said);
  return found ? { line: Number(found[1]), column: Number(found[2]), text: found[3] ?? "" } : { line: 0, column: 0, text: said };
}

/** As tokens name the world of an exercise; empty is the scenario's own name. */
export function isWorldId(id: string): boolean {
  return id === "" || (/^[a-z0-9_-]{1,64}$/.test(id) && id !== "live");
}
