// What is still awaited from a party that has acknowledged: having seen an alarm is not an answer to it.
import type { BloodView } from "../../gen/larm/v1/blood_pb";
import { PartyState } from "../../gen/larm/v1/domain_pb";
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import { isHuman } from "../fold_chases";
import { organisationOf } from "../party";
import { type Rules, stepKind } from "../rules";
import { asksTransports, questionsTo } from "./questions";
import { isAlarming } from "./standing";

export type OwedKind = "transports" | "offer" | "stock" | "transfers" | "triage" | "cooperation" | "decision";

export interface Owed {
  readonly kind: OwedKind;
  /** Empty where the pack that says which it is has not come. */
  readonly step: string;
  /** Vehicles; 0 for what is no number. */
  readonly missing: number;
  readonly required: number;
  /** When it is asked again; 0: not. */
  readonly againAt: bigint;
}

/** `blood` as the server has told it; without it nobody knows whether a stock is missing, and nothing is said of it. */
export function owedBy(view: IncidentView, rules: Rules | undefined, party: string, blood: BloodView | undefined): Owed[] {
  if (!isAlarming(view)) {
    return [];
  }
  const questions = questionsTo(view, rules, party);
  if (questions.length === 0 || questions.some(({ chase }) => !isHuman(chase.state))) {
    return []; // the alarm itself comes first
  }
  const owed: Owed[] = [];
  const region = view.transports.find((each) => each.regionId === organisationOf(party));
  const missing = region ? Math.max(0, region.required - region.committed - region.released) : 0;
  const chase = questions.find(({ form }) => form === "transports")?.chase;
  if (region && missing > 0 && !region.shortfallAccepted && !hasDeclined(chase) && asksTransports(view, rules, questions, party)) {
    owed.push({ kind: "transports", step: chase?.step ?? "", missing, required: region.required, againAt: chase?.deadline ?? 0n });
  }
  for (const { chase: each, form } of questions) {
    const plain = { step: each.step, missing: 0, required: 0, againAt: each.deadline };
    if ((form === "transfers" || form === "triage") && each.state === PartyState.ACKNOWLEDGED) {
      owed.push({ kind: form, ...plain });
    } else if (form === "offer" && each.state === PartyState.ACKNOWLEDGED) {
      owed.push({ kind: "offer", ...plain });
    } else if ((form === "decision" || form === "cooperation") && each.state === PartyState.ACKNOWLEDGED && each.deadline !== 0n) {
      owed.push({ kind: form, ...plain });
    } else if (stepKind(rules, each) === "blood" && isStockMissing(view, blood, each)) {
      owed.push({ kind: "stock", ...plain });
    }
  }
  return owed;
}

function hasDeclined(chase: PartyView | undefined): boolean {
  return chase?.state === PartyState.ANSWERED && chase.answer.startsWith("decline");
}

/** Counted before the alarm it is a stock of another day. */
function isStockMissing(view: IncidentView, blood: BloodView | undefined, chase: PartyView): boolean {
  const centre = blood?.centres.find((each) => each.party === chase.party);
  const hasSaidNo = chase.state === PartyState.ANSWERED && chase.answer.startsWith("decline");
  return blood !== undefined && !hasSaidNo && (centre?.observedAt ?? 0n) < view.alarmAt;
}

/** Since when the party has seen all that it was asked. */
export function seenAt(view: IncidentView, party: string): bigint {
  return view.parties
    .filter((each) => each.party === party && isHuman(each.state))
    .reduce((last, { since }) => (since > last ? since : last), 0n);
}

/** How the party said it last: over what, and who entered it. */
export function seenHow(view: IncidentView, party: string): PartyView | undefined {
  return view.parties
    .filter((each) => each.party === party && isHuman(each.state))
    .reduce<PartyView | undefined>((last, each) => (last && last.since >= each.since ? last : each), undefined);
}
