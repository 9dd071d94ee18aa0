// What a party is asked in an incident, and in which form each of it is answered.
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import { Expects } from "../../gen/larm/v1/rules_pb";
import { organisationOf } from "../party";
import { type Rules, stepKind } from "../rules";
import { hasEnded, tellsOfEnd } from "./ending";

/** "seen": an acknowledgement, or a no. "offer": of blood, "transfers" and "triage": under capacity, "cooperation": support and situation reports, each on the screen for it. "decision": taken elsewhere. "unknown": of a kind that the console does not know. */
export type Form = "seen" | "transports" | "offer" | "transfers" | "triage" | "cooperation" | "decision" | "unknown";

export interface Question {
  readonly chase: PartyView;
  readonly form: Form;
}

export function questionsTo(view: IncidentView, rules: Rules | undefined, party: string): Question[] {
  // Once the alarm has ended only that is asked.
  const isAsked = (step: string) => !hasEnded(view) || rules === undefined || tellsOfEnd(rules, step);
  return view.parties
    .filter((each) => each.party === party && isAsked(each.step))
    .map((chase) => ({ chase, form: formOf(rules, chase) }));
}

function formOf(rules: Rules | undefined, chase: PartyView): Form {
  switch (stepKind(rules, chase)) {
    case "transports":
      return "transports";
    case "shortfall":
    case "national_decision":
      return "decision";
    case "blood_offer":
      return "offer";
    case "transfers":
      return "transfers";
    case "triage":
      return "triage";
    case "alarm":
    case "blood":
    case "national":
    case "end":
      return "seen";
    case "other":
      return otherForm(rules?.steps.get(chase.step)?.expects);
  }
}

function otherForm(expects: Expects | undefined): Form {
  switch (expects) {
    case Expects.ACKNOWLEDGEMENT:
      return "seen";
    case Expects.SUPPORT_OFFER:
    case Expects.SITUATION_REPORT:
      return "cooperation";
    default:
      return "unknown";
  }
}

/** Where the pack is not there, the incident itself says whether the region is asked for vehicles. */
export function asksTransports(view: IncidentView, rules: Rules | undefined, questions: readonly Question[], party: string): boolean {
  if (hasEnded(view)) {
    return false;
  }
  const isAsked = view.transports.some((each) => each.regionId === organisationOf(party) && each.required > 0);
  return questions.some((each) => each.form === "transports") || (rules === undefined && isAsked && party.startsWith("tib@"));
}
