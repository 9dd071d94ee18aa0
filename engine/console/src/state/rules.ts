// A rule pack as the screens ask it: what a step is, which regions there are and in what order, what things are called.
// Everything here comes from the pack; where there is none, nothing is made up.
import { Role } from "../gen/larm/v1/domain_pb";
import { Expects, Recipient, type RulePack, type Step, Trigger, Where } from "../gen/larm/v1/rules_pb";

export interface Rules {
  /** In hex. */
  readonly hash: string;
  readonly pack: RulePack;
  readonly steps: ReadonlyMap<string, Step>;
  /** Ids, in the order of their numbers. */
  readonly regions: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Short names of regions, names of hospitals and other organisations. */
  readonly names: ReadonlyMap<string, string>;
}

export function rulesOf(hash: string, pack: RulePack): Rules {
  const regions = [...pack.regions].sort((a, b) => a.number - b.number);
  return {
    hash,
    pack,
    steps: new Map(pack.steps.map((step) => [step.id, step])),
    regions: regions.map((region) => region.id),
    numbers: new Map(regions.map((region) => [region.id, region.number])),
    names: new Map([
      ...pack.hospitals.map((each) => [each.id, each.name] as const),
      ...pack.organisations.map((each) => [each.id, each.name] as const),
      ...regions.map((each) => [each.id, each.shortName || each.name] as const),
    ]),
  };
}

export type StepKind = "alarm" | "transports" | "blood" | "blood_offer" | "transfers" | "triage" | "shortfall" | "national_decision" | "national" | "end" | "other";

/** What a step is about. Where the pack is not there, who is asked says it of some. */
export function stepKind(rules: Rules | undefined, at: { readonly step: string; readonly party: string }): StepKind {
  const step = rules?.steps.get(at.step);
  if (step) {
    return kindOf(step);
  }
  return at.party.startsWith("blood@") ? "blood" : at.party.startsWith("national@") ? "national" : "other";
}

function kindOf(step: Step): StepKind {
  const trigger = step.start?.trigger;
  if (trigger === Trigger.STAND_DOWN || trigger === Trigger.RESCIND) {
    return "end";
  }
  // What somebody begins by an act of its own is no part of the alarm.
  if (trigger === Trigger.SUPPORT_REQUESTED || trigger === Trigger.SITUATION_SENT || trigger === Trigger.CONFERENCE_CALLED) {
    return "other";
  }
  switch (step.expects) {
    case Expects.TRANSPORTS:
      return "transports";
    case Expects.SHORTFALL_DECISION:
      return "shortfall";
    case Expects.NATIONAL_DECISION:
      return "national_decision";
    case Expects.ACKNOWLEDGEMENT:
      return seenBy[step.audience?.role ?? Role.UNSPECIFIED] ?? "other";
    case Expects.BLOOD_OFFER:
      return "blood_offer";
    case Expects.TRANSFER_ANSWER:
      return "transfers";
    case Expects.TRIAGE_DECISION:
      return "triage";
    case Expects.SUPPORT_OFFER:
    case Expects.SITUATION_REPORT:
    case Expects.UNSPECIFIED:
      return "other";
  }
  return "other"; // of a newer server
}

const seenBy: Partial<Record<Role, StepKind>> = { [Role.TIB]: "alarm", [Role.BLOOD]: "blood", [Role.NATIONAL]: "national" };

/** The first rung that calls in others than the party: from there on it is time to look. Undefined: none does. */
export function lateFrom(step: Step | undefined): number | undefined {
  const index = step?.rungs.findIndex(
    (rung) => rung.marksUnreachable || rung.notify.some((notify) => notify.who !== Recipient.PARTY),
  );
  return index === undefined || index < 0 ? undefined : index;
}

/** Whether the step asks every region, or all but the stricken one, whatever happens. */
export function isForRegions(step: Step): boolean {
  const where = step.audience?.where;
  const trigger = step.start?.trigger;
  return (
    (where === Where.EVERY_REGION || where === Where.OTHER_REGIONS) &&
    (trigger === Trigger.ALARM || trigger === Trigger.STEP_COMPLETE)
  );
}
