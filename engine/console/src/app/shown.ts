// What world and time a part shows: the live one's, or, below a playback, those of an earlier moment.
import { getContext, setContext } from "svelte";
import type { Told } from "../state/past";
import { app } from "./console.svelte";

export interface Shown extends Pick<typeof app, "world" | "now_ms" | "nowUs" | "link" | "isTold" | "who"> {
  /** Of an earlier moment alone: what had been told of its incident by then. */
  readonly past?: Told;
}

const key = {};

export const showBelow = (shown: Shown): Shown => setContext(key, shown);
/** While a component is made. */
export const shown = (): Shown => getContext<Shown | undefined>(key) ?? app;
