// Which steps of the chain are shown where. The rule pack says what a step expects, and the daemon does not give the
// pack out yet: until it does, the steps of the delivered pack are known here by their ids, and others by what is seen
// of them.
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import { organisationOf } from "../party";

export type StepKind = "alarm" | "transports" | "blood" | "shortfall" | "national_decision" | "national" | "end" | "other";

const kinds: Record<string, StepKind> = {
  regional_alarm: "alarm",
  transports: "transports",
  blood_alarm: "blood",
  shortfall: "shortfall",
  national_decision: "national_decision",
  national_alarm: "national",
  stand_down: "end",
  rescind: "end",
};

/** Shown for every region before anything is known of them. */
const regional = ["regional_alarm", "transports", "blood_alarm"] as const;

export function stepKind(step: string): StepKind {
  return kinds[step] ?? "other";
}

/** The steps that concern every region, in the order of the chain: the columns of the matrix. */
export function regionalSteps(view: IncidentView): string[] {
  const organisations = new Map<string, Set<string>>();
  for (const party of view.parties) {
    const seen = organisations.get(party.step) ?? new Set();
    organisations.set(party.step, seen.add(organisationOf(party.party)));
  }
  const further = [...organisations].filter(([step, seen]) => !isRegional(step) && seen.size > 1).map(([step]) => step);
  return [...regional, ...further];
}

function isRegional(step: string): boolean {
  return (regional as readonly string[]).includes(step);
}
