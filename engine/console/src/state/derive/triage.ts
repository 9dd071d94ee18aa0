// Triage region by region: what is recommended and not decided, whose it is, and in which unit an indicator counts.
import type { Session } from "../../api/session";
import { partyOf } from "../../api/session";
import type { RulePack } from "../../gen/larm/v1/rules_pb";
import type { GetTriageReply } from "../../gen/larm/v1/triage_calls_pb";
import { IndicatorStanding, type IndicatorView, type TriageQuestionView, type TriageRegionView } from "../../gen/larm/v1/triage_pb";
import { type TriageQuestion, TriageSource } from "../../gen/larm/v1/triage_rules_pb";
import { answersFor } from "./rights";

/** A deputy decides for the TiB. */
export function decides(session: Session | undefined, decider: string): boolean {
  return session !== undefined && decider !== "" && (answersFor(session) === decider || partyOf(session) === decider);
}

export function openQuestions(region: TriageRegionView): TriageQuestionView[] {
  return region.questions.filter((each) => each.open);
}

/** Regions where something waits for whoever looks. */
export function waitingFor(reply: GetTriageReply | undefined, session: Session | undefined): { region: TriageRegionView; questions: TriageQuestionView[] }[] {
  return (reply?.regions ?? [])
    .filter((region) => decides(session, region.decider))
    .map((region) => ({ region, questions: openQuestions(region) }))
    .filter(({ questions }) => questions.length > 0);
}

/** What whoever looks decides on first, then what is open, then as the server has them. */
export function regionsInOrder(reply: GetTriageReply, session: Session | undefined): TriageRegionView[] {
  const weight = (region: TriageRegionView) => (decides(session, region.decider) ? 2 : 0) + (openQuestions(region).length > 0 ? 1 : 0);
  return [...reply.regions].sort((a, b) => weight(b) - weight(a));
}

/** What holds first, then what is unknown. */
export function indicatorsInOrder(indicators: readonly IndicatorView[]): IndicatorView[] {
  const order = [IndicatorStanding.HOLDS, IndicatorStanding.UNKNOWN, IndicatorStanding.DOES_NOT, IndicatorStanding.UNSPECIFIED];
  return [...indicators].sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
}

/** "share": thousandths. "days": tenths of days. "scale": words of its own. */
export type Unit = "share" | "count" | "days" | "scale" | "unknown";

const unitOf: Record<TriageSource, Unit> = {
  [TriageSource.UNSPECIFIED]: "unknown",
  [TriageSource.STAGE_LOAD]: "share",
  [TriageSource.SHORTFALLS]: "count",
  [TriageSource.UNKNOWN_HOSPITALS]: "share",
  [TriageSource.SEVERE_WAITING]: "count",
  [TriageSource.SEVERE_EXPECTED]: "count",
  [TriageSource.TRANSPORT_LOAD]: "share",
  [TriageSource.SUPPLY_COVER]: "days",
  [TriageSource.BLOOD_LACK]: "share",
  [TriageSource.FACILITIES]: "count",
  [TriageSource.REPORTED]: "scale",
};

/** The rules say where an indicator's value comes from, and with that what it counts. */
export function indicatorUnit(pack: RulePack | undefined, regionId: string, indicator: IndicatorView): Unit {
  if (indicator.scale.length > 0) {
    return "scale";
  }
  const rule = ruleIn(pack, regionId, (set) => set.indicators.find((each) => each.id === indicator.indicatorId));
  return rule === undefined ? "unknown" : (unitOf[rule.source] ?? "unknown");
}

function ruleIn<Found>(pack: RulePack | undefined, regionId: string, look: (set: NonNullable<RulePack["triage"]>["sets"][number]) => Found | undefined): Found | undefined {
  const sets = pack?.triage?.sets ?? [];
  for (const id of [regionId, ""]) {
    const found = sets.filter((set) => set.regionId === id).map(look).find((each) => each !== undefined);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** What a question is about: a mode, a standard, or an item to ration. */
export function targetOf(pack: RulePack | undefined, regionId: string, questionId: string): TriageQuestion["target"] | undefined {
  return ruleIn(pack, regionId, (set) => set.questions.find((each) => each.id === questionId))?.target;
}
