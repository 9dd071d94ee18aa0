// What those who play in an exercise see of it: how its time goes, what they are told in it, and nothing of what others are.
import { partyOf, type Session } from "../../api/session";
import { Role } from "../../gen/larm/v1/domain_pb";
import type { Event } from "../../gen/larm/v1/event_pb";
import { ExercisePhase, type InjectRecord, InjectState, type InjectText } from "../../gen/larm/v1/exercise_pb";
import type { Exercise } from "../fold_exercise";
import { organisationOf, roleWordOf } from "../party";
import { answersFor } from "./rights";

/** So long, in exercise time, a leap is told of. */
const leap_told_us = 120_000_000n;
const as_the_clock_percent = 100;

/** The others look on: they see all of it, and their acts are not part of what is played. */
export function isPlayer(session: Session | undefined): boolean {
  return session !== undefined && ![Role.CONTROLLER, Role.OBSERVER, Role.ADMIN].includes(session.role);
}

/** How many times as fast as the clock its time goes; 0: it stands. A world without an exercise goes by the clock. */
export function rateOf(exercise: Exercise | undefined): number {
  if (exercise === undefined) {
    return 1;
  }
  return exercise.record.phase === ExercisePhase.PLAYING ? (exercise.record.pacePercent || as_the_clock_percent) / as_the_clock_percent : 0;
}

export function isFrozen(exercise: Exercise | undefined): boolean {
  return exercise?.record.phase === ExercisePhase.FROZEN;
}

export interface Course {
  /** What of the phase has to be said; nothing while it is played as it should. */
  readonly phase: "loaded" | "paused" | "frozen" | "ended" | undefined;
  readonly sinceUs: bigint;
  readonly reason: string;
  /** 2: twice as fast; undefined: as the clock, or it stands. */
  readonly pace: number | undefined;
  readonly leaptToUs: bigint | undefined;
}

const phases: Partial<Record<ExercisePhase, NonNullable<Course["phase"]>>> = {
  [ExercisePhase.LOADED]: "loaded",
  [ExercisePhase.PAUSED]: "paused",
  [ExercisePhase.FROZEN]: "frozen",
  [ExercisePhase.ENDED]: "ended",
};

export function courseOf({ record, leaptToUs }: Exercise, nowUs: bigint): Course {
  const isPlaying = record.phase === ExercisePhase.PLAYING;
  const isPaced = isPlaying && record.pacePercent !== 0 && record.pacePercent !== as_the_clock_percent;
  return {
    phase: phases[record.phase],
    sinceUs: record.phaseSinceUs,
    reason: record.phase === ExercisePhase.FROZEN ? "" : record.reason, // that is the engine's, and says the same
    pace: isPaced ? record.pacePercent / as_the_clock_percent : undefined,
    leaptToUs: isPlaying && leaptToUs !== 0n && nowUs < leaptToUs + leap_told_us ? leaptToUs : undefined,
  };
}

/** Whether it is told to the party that somebody is, or answers for. `to`: role@organisation, or role@*. */
export function isToldTo(what: InjectText | undefined, session: Session | undefined): boolean {
  if (what === undefined || session === undefined) {
    return false;
  }
  const own = [partyOf(session), answersFor(session)].filter((each) => each !== undefined);
  return what.to.some((to) => own.some((party) => to === party || (organisationOf(to) === "*" && roleWordOf(to) === roleWordOf(party))));
}

/** What one's own party has been told, the first first. */
export function ownInjects(exercise: Exercise | undefined, session: Session | undefined): InjectRecord[] {
  return isPlayer(session) ? (exercise?.record.injects ?? []).filter(({ state, what }) => state === InjectState.GIVEN && isToldTo(what, session)) : [];
}

/** One inject of one run: a world of the same name may be loaded anew. */
export function injectKey(world: string, { injectId, atUs }: InjectRecord): string {
  return `${world} ${injectId} ${atUs}`;
}

/** Of the exercise itself, and not of an incident in it. */
export function isOfExercise({ kind }: Event): boolean {
  switch (kind.case) {
    case "exerciseOpened":
    case "exerciseMoved":
    case "paceChanged":
    case "skippedAhead":
    case "injectGiven":
    case "injectSkipped":
    case "injectJudged":
    case "partyHandedOver":
    case "observationNoted":
      return true;
    default:
      return false;
  }
}

/** Whether it has a line in the timeline of whoever is signed in. */
export function isShownTo({ kind }: Event, session: Session | undefined): boolean {
  if (!isPlayer(session)) {
    return true;
  }
  switch (kind.case) {
    case "injectGiven":
      return isToldTo(kind.value.inject?.what, session);
    case "injectSkipped":
    case "injectJudged":
    case "observationNoted":
      return false;
    default:
      return true;
  }
}
