// The service of exercises, for the controller's screen, which is loaded with it.
import { createClient } from "@connectrpc/connect";
import { ExerciseService } from "../gen/larm/v1/exercise_calls_pb";
import { transport } from "./services";

export const exercises = createClient(ExerciseService, transport);
