// Which steps of the chain have a column of their own: those that several regions share, in the order of the chain.
import { Where } from "../../gen/larm/v1/rules_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import { organisationOf } from "../party";
import { isForRegions, type Rules } from "../rules";

export function columnsOf(view: IncidentView, rules: Rules | undefined): string[] {
  const asked = new Map<string, Set<string>>();
  for (const party of view.parties) {
    asked.set(party.step, (asked.get(party.step) ?? new Set()).add(organisationOf(party.party)));
  }
  const isShared = (step: string) => (asked.get(step)?.size ?? 0) > 1;
  const ruled = (rules?.pack.steps ?? []).filter((step) => isForRegions(step) || isShared(step.id)).map((step) => step.id);
  return [...ruled, ...[...asked.keys()].filter((step) => isShared(step) && !ruled.includes(step))];
}

/** By the pack, the region is none of those that the step asks. */
export function isLeftOut(view: IncidentView, rules: Rules | undefined, step: string, region: string): boolean {
  return rules?.steps.get(step)?.audience?.where === Where.OTHER_REGIONS && region === view.regionId;
}
