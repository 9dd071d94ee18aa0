// How phases, injects and outcomes are drawn: each by a sign and a word, and by a tone.
import type { SignName } from "../../design/signs";
import { ExercisePhase, InjectResult, InjectState } from "../../gen/larm/v1/exercise_pb";
import type { Tone } from "../../state/derive/standing";

export interface Drawn {
  readonly tone: Tone;
  readonly sign: SignName;
}

const phases: Record<ExercisePhase, Drawn> = {
  [ExercisePhase.UNSPECIFIED]: { tone: "none", sign: "help" },
  [ExercisePhase.LOADED]: { tone: "none", sign: "none" },
  [ExercisePhase.PLAYING]: { tone: "progress", sign: "progress" },
  [ExercisePhase.PAUSED]: { tone: "late", sign: "late" },
  [ExercisePhase.FROZEN]: { tone: "bad", sign: "cross" },
  [ExercisePhase.ENDED]: { tone: "ok", sign: "tick" },
};

export const phaseTone = (phase: ExercisePhase): Drawn => phases[phase] ?? phases[ExercisePhase.UNSPECIFIED];

export const injectTone: Record<InjectState, Drawn> = {
  [InjectState.UNSPECIFIED]: { tone: "none", sign: "help" },
  [InjectState.PLANNED]: { tone: "none", sign: "clock" },
  [InjectState.GIVEN]: { tone: "ok", sign: "tick" },
  [InjectState.SKIPPED]: { tone: "none", sign: "no" },
};

export const resultTone: Record<InjectResult, Drawn> = {
  [InjectResult.UNSPECIFIED]: { tone: "none", sign: "none" },
  [InjectResult.DONE]: { tone: "ok", sign: "ticks" },
  [InjectResult.PARTLY]: { tone: "late", sign: "late" },
  [InjectResult.NOT_DONE]: { tone: "late", sign: "cross" },
};
