// What world and time a part shows: the live one's, or, below a playback, those of an earlier moment.
import { getContext, setContext } from "svelte";
import type { Told } from "../state/past";
import { app } from "./console.svelte";
import type { PastAnswers } from "./past_answers";
import { hashOf } from "./route.svelte";

type Live = Pick<typeof app, "world" | "now_ms" | "heard_ms" | "nowUs" | "link" | "isTold" | "isExercise" | "mayAct" | "who" | "serverNow">;

export interface Shown extends Live {
  /** Of an earlier moment alone: what had been told of its incident by then. */
  readonly past?: Told;
  /** Of an earlier moment alone: what the server answered of its incident then. */
  readonly answers?: PastAnswers;
  /** Of an earlier moment alone: links lead to it. */
  readonly hashOf?: typeof hashOf;
}

const key = {};

export const showBelow = (shown: Shown): Shown => setContext(key, shown);
/** While a component is made. */
export const shown = (): Shown => getContext<Shown | undefined>(key) ?? app;
/** While a component is made: the address of a part of what is shown. */
export const links = (): typeof hashOf => shown().hashOf ?? hashOf;
