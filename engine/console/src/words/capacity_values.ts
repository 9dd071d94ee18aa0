// Figures of capacity and triage as they are read, with the screens that show them.
import { capacity as words } from "./capacity";
import { isDefaultModel } from "./capacity_names";
import { say } from "./say.svelte";

/** By which of the rules' models casualties are expected. The default has no name: it is of incidents in general. */
export function arrivalModelText(id: string): string {
  return isDefaultModel(id) ? say(words.modelOfOthers) : say(words.model, { model: id });
}

/** More than the engine reckons with has no figure of its own. */
const most_permille = 9_999;

export function shareText(permille: bigint): string {
  return permille >= most_permille ? say(words.morePercent, { n: 999 }) : say(words.percent, { n: Math.round(Number(permille) / 10) });
}
