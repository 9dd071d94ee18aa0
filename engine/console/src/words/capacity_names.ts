// Names of ladder steps, indicators and questions, as the rule pack has them. What it does not have is shown by its id.
import type { RulePack } from "../gen/larm/v1/rules_pb";
import type { TriageSet } from "../gen/larm/v1/triage_rules_pb";
import { textOf } from "./names";
import { spokenRules } from "./spoken_rules.svelte";

function first<Found>(look: (pack: RulePack) => Found | undefined): Found | undefined {
  for (const { pack } of spokenRules.now) {
    const found = look(pack);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const inSets = <Found>(look: (set: TriageSet) => Found | undefined) =>
  first((pack) => pack.triage?.sets.map(look).find((each) => each !== undefined));

export function stepTitle(hospitalId: string, stepId: string): string {
  return first((pack) => pack.plus.find((each) => each.hospitalId === hospitalId)?.steps.find((each) => each.id === stepId)?.title) || stepId;
}

const indicatorOf = (id: string) => inSets((set) => set.indicators.find((each) => each.id === id));

export function indicatorName(id: string): string {
  return textOf(indicatorOf(id)?.title) || id;
}

export function scaleName(id: string, value: bigint): string {
  return textOf(indicatorOf(id)?.scale.find((each) => each.value === value)?.title);
}

export function questionName(id: string): string {
  return textOf(inSets((set) => set.questions.find((each) => each.id === id))?.title) || id;
}

/** Whether that model of who comes is the rules' default: no words in a report's type choose it. */
export function isDefaultModel(id: string): boolean {
  return first((pack) => pack.capacity?.arrivals.find((each) => each.id === id))?.words.length === 0;
}

/** Region of a hospital; empty: not known. */
export function regionOfHospital(id: string): string {
  return first((pack) => pack.hospitals.find((each) => each.id === id)?.regionId) ?? "";
}
