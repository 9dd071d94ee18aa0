// What can be decided on a question: what it is about, and to stay as it is.
import { CareStandard, TriageMode } from "../../gen/larm/v1/domain_pb";
import type { TriageRegionView } from "../../gen/larm/v1/triage_pb";
import type { TriageQuestion } from "../../gen/larm/v1/triage_rules_pb";

/** `isStay`: it is so already. */
export type Decided = { readonly key: string; readonly isStay: boolean } & (
  | { readonly is: "mode"; readonly mode: TriageMode }
  | { readonly is: "standard"; readonly standard: CareStandard }
  | { readonly is: "ration"; readonly item: string; readonly ends: boolean }
);

type Target = TriageQuestion["target"] | undefined;

/** `item`: for rationing that no question names. Without the rules nothing is offered. */
export function choicesOf(target: Target, item: string | undefined, region: TriageRegionView): Decided[] {
  if (item !== undefined) {
    return rationing(item, region);
  }
  switch (target?.case) {
    case "mode":
      return modes(region);
    case "standard":
      return [CareStandard.CONVENTIONAL, CareStandard.CONTINGENCY, CareStandard.CRISIS].map((standard) => ({
        is: "standard",
        key: `standard ${standard}`,
        standard,
        isStay: standard === region.standard,
      }));
    case "rationItem":
      return rationing(target.value, region);
    default:
      return []; // the rules are not there: what it would be is not known
  }
}

function modes(region: TriageRegionView): Decided[] {
  return [TriageMode.MASS_CASUALTY, TriageMode.NORMAL].map((mode) => ({ is: "mode", key: `mode ${mode}`, mode, isStay: mode === region.mode }));
}

function rationing(item: string, region: TriageRegionView): Decided[] {
  const isSo = region.rationedItems.includes(item);
  return [false, true].map((ends) => ({ is: "ration", key: `ration ${ends}`, item, ends, isStay: isSo !== ends }));
}
