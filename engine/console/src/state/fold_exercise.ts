// The exercise that is played in this world, moved on by what its controller does. A player is told less of it than a
// controller: what is left out comes as an event without contents, and changes nothing.
import type { Event } from "../gen/larm/v1/event_pb";
import { type ExerciseRecord, type InjectRecord, InjectState } from "../gen/larm/v1/exercise_pb";

export interface Exercise {
  readonly record: ExerciseRecord;
  /** Until when its time has leapt last, exercise time; 0: it has not since this page was opened. */
  readonly leaptToUs: bigint;
}

/** The same exercise where the event is about something else. */
export function foldExercise(exercise: Exercise | undefined, event: Event): Exercise | undefined {
  const { kind } = event;
  if (kind.case === "exerciseOpened") {
    const opened = kind.value.exercise;
    return opened ? { record: { ...opened, phaseSinceUs: event.atUs }, leaptToUs: 0n } : exercise;
  }
  if (exercise === undefined) {
    return undefined;
  }
  const { record } = exercise;
  const changed = (part: Partial<ExerciseRecord>): Exercise => ({ ...exercise, record: { ...record, ...part } });
  switch (kind.case) {
    case "exerciseMoved":
      return changed({ phase: kind.value.phase, phaseSinceUs: event.atUs, reason: kind.value.reason });
    case "paceChanged":
      return changed({ pacePercent: kind.value.pacePercent });
    case "skippedAhead":
      return { ...exercise, leaptToUs: kind.value.untilUs };
    case "injectGiven":
      return kind.value.inject ? changed({ injects: withInject(record.injects, kind.value.inject) }) : exercise;
    case "injectSkipped":
      return changed({ injects: withPart(record.injects, kind.value.injectId, { state: InjectState.SKIPPED, atUs: event.atUs, judgedNote: kind.value.reason }) });
    case "injectJudged":
      return changed({ injects: withPart(record.injects, kind.value.injectId, { result: kind.value.result, judgedNote: kind.value.note }) });
    case "partyHandedOver": {
      const { party, toHuman } = kind.value;
      const others = record.humans.filter((each) => each !== party);
      return changed({ humans: toHuman ? [...others, party].sort() : others });
    }
    case "observationNoted":
      return kind.value.observation ? changed({ observations: [...record.observations, kind.value.observation] }) : exercise;
    default:
      return exercise;
  }
}

function withInject(injects: readonly InjectRecord[], given: InjectRecord): InjectRecord[] {
  const isKnown = injects.some((each) => each.injectId === given.injectId);
  return isKnown ? injects.map((each) => (each.injectId === given.injectId ? given : each)) : [...injects, given];
}

function withPart(injects: readonly InjectRecord[], id: string, part: Partial<InjectRecord>): InjectRecord[] {
  return injects.map((each) => (each.injectId === id ? { ...each, ...part } : each));
}
