// An exercise's own course, as a line of the timeline.
import type { Event } from "../gen/larm/v1/event_pb";
import { ExercisePhase, InjectResult } from "../gen/larm/v1/exercise_pb";
import { microsToMs } from "../feed/server_clock";
import { unknownWord } from "./domain";
import { methodWord } from "./exercise";
import { partyName, textOf } from "./names";
import { type Pair, say } from "./say.svelte";
import { clockTime, decimal } from "./times";

const text = {
  opened: ["Övningen {title} är laddad", "The exercise {title} is loaded"],
  reason: ["{what}: {reason}", "{what}: {reason}"],
  pace: ["Övningstiden går {n} gånger så fort som klockan", "Exercise time goes {n} times as fast as the clock"],
  leapt: ["Övningstiden hoppar fram till {at}", "Exercise time leaps to {at}"],
  given: ["Inspel från {from}, {method}, till {to}: {text}", "Inject from {from}, {method}, to {to}: {text}"],
  skipped: ["Inspel {id} hoppades över: {reason}", "Inject {id} was skipped: {reason}"],
  judged: ["Inspel {id} bedömdes: {result}. {note}", "Inject {id} was judged: {result}. {note}"],
  toHuman: ["{party} spelas av en människa", "{party} is played by a human"],
  toSimulated: ["{party} spelas av simulatorn", "{party} is played by the simulator"],
  observed: ["Observation: {text}", "Observation: {text}"],
} as const satisfies Record<string, Pair>;

const moved: Partial<Record<ExercisePhase, Pair>> = {
  [ExercisePhase.LOADED]: ["Övningen är laddad", "The exercise is loaded"],
  [ExercisePhase.PLAYING]: ["Övningen går", "The exercise is under way"],
  [ExercisePhase.PAUSED]: ["Övningen pausades", "The exercise was paused"],
  [ExercisePhase.FROZEN]: ["ÖVNINGEN AVBRÖTS: skarpt läge", "THE EXERCISE WAS BROKEN OFF: there is a live alarm"],
  [ExercisePhase.ENDED]: ["Övningen avslutades", "The exercise ended"],
};

export const resultWord: Record<InjectResult, Pair> = {
  [InjectResult.UNSPECIFIED]: ["Inte bedömt", "Not judged"],
  [InjectResult.DONE]: ["Gjort", "Done"],
  [InjectResult.PARTLY]: ["Delvis", "Partly"],
  [InjectResult.NOT_DONE]: ["Inte gjort", "Not done"],
};

/** Nothing where the event is about something else. */
export function exerciseEvent({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "exerciseOpened":
      return say(text.opened, { title: textOf(kind.value.exercise?.title) });
    case "exerciseMoved": {
      const what = say(moved[kind.value.phase] ?? unknownWord);
      return kind.value.reason && kind.value.phase !== ExercisePhase.FROZEN ? say(text.reason, { what, reason: kind.value.reason }) : what;
    }
    case "paceChanged":
      return say(text.pace, { n: decimal(kind.value.pacePercent / 100) });
    case "skippedAhead":
      return say(text.leapt, { at: clockTime(microsToMs(kind.value.untilUs)) });
    case "injectGiven": {
      const what = kind.value.inject?.what;
      return say(text.given, {
        from: what?.from || "–",
        method: say(methodWord[what?.method ?? 0] ?? unknownWord),
        to: (what?.to ?? []).map(partyName).join(", "),
        text: what?.text ?? "",
      });
    }
    case "injectSkipped":
      return say(text.skipped, { id: kind.value.injectId, reason: kind.value.reason });
    case "injectJudged":
      return say(text.judged, { id: kind.value.injectId, result: say(resultWord[kind.value.result] ?? unknownWord), note: kind.value.note });
    case "partyHandedOver":
      return say(kind.value.toHuman ? text.toHuman : text.toSimulated, { party: partyName(kind.value.party) });
    case "observationNoted":
      return say(text.observed, { text: kind.value.observation?.text ?? "" });
    default:
      return undefined;
  }
}
