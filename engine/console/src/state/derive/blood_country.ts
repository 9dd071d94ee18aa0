// The alarm to the country's blood centres: who may raise it, whom it asks, how they stand, and who may do what with an
// offer.
import type { Session } from "../../api/session";
import type { BloodAlarmView, BloodOfferView, BloodView } from "../../gen/larm/v1/blood_pb";
import { BloodOfferState, Role } from "../../gen/larm/v1/domain_pb";
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import { type Step, Trigger } from "../../gen/larm/v1/rules_pb";
import { organisationOf } from "../party";
import type { Rules } from "../rules";
import { type AskedStep, askedIn } from "./audience";
import { answersFor, leads } from "./rights";
import { isAlarming, isOpen } from "./standing";

export function countryStep(rules: Rules | undefined): Step | undefined {
  return rules?.pack.steps.find((step) => step.start?.trigger === Trigger.BLOOD_ALARM);
}

/** Whom an alarm of `asker`'s would ask, over what and when: whoever has alarmed the country is not asked by others. */
export function countryAudience(rules: Rules, asker: string, stricken: string, alarms: readonly BloodAlarmView[]): AskedStep | undefined {
  const step = countryStep(rules);
  if (step === undefined) {
    return undefined;
  }
  const asked = askedIn(rules.pack, step, stricken);
  const askers = new Set([asker, ...alarms.map((alarm) => alarm.party)]);
  return { ...asked, parties: asked.parties.filter((party) => !askers.has(party)) };
}

/** A region's own blood centre, once the incident has alarmed it. Without the pack the server decides. */
export function mayAlarmCountry(session: Session | undefined, view: IncidentView, rules: Rules | undefined): boolean {
  const party = answersFor(session);
  if (session?.role !== Role.BLOOD || party === undefined || !isAlarming(view)) {
    return false;
  }
  const isRegion = rules === undefined || (rules.regions.includes(organisationOf(party)) && countryStep(rules) !== undefined);
  return isRegion && view.parties.some((each) => each.party === party);
}

/** Those who have been asked, as the feed has them now; by the server's word where the rules are not there. */
export function countryAsked(view: IncidentView, rules: Rules | undefined, blood: BloodView | undefined): PartyView[] {
  const step = countryStep(rules)?.id ?? blood?.asked[0]?.step;
  return step === undefined ? [] : view.parties.filter((each) => each.step === step);
}

export function alarmOf(blood: BloodView | undefined, party: string): BloodAlarmView | undefined {
  return blood?.alarms.find((alarm) => alarm.party === party);
}

/** The one that an offer goes to where none is named. */
export function lastAlarm(blood: BloodView | undefined): BloodAlarmView | undefined {
  return blood?.alarms.reduce<BloodAlarmView | undefined>((last, each) => (last && last.at >= each.at ? last : each), undefined);
}

/** "asker": the centre that asked. "leader": the stricken region's duty officers, for it, by telephone. */
export type OfferRole = "asker" | "leader" | "sender" | "none";

export function offerRole(session: Session | undefined, view: IncidentView, offer: BloodOfferView): OfferRole {
  const party = answersFor(session);
  if (party === offer.to) {
    return "asker";
  }
  if (party === offer.party) {
    return "sender";
  }
  return leads(session, view) ? "leader" : "none";
}

/** "change": of how much is taken, until it leaves. */
/** "withdraw": by who offered, or as they have said on the telephone to who asked or leads. */
export type OfferAct = "withdraw" | "accept" | "change" | "under_way" | "arrived";

export function offerActs(role: OfferRole, state: BloodOfferState, view: IncidentView): OfferAct[] {
  const mayWithdraw = role !== "none" && isOpen(view) && withdrawable.has(state);
  return [...stepsOf(role, state, view), ...(mayWithdraw ? (["withdraw"] as const) : [])];
}

/** Until it has arrived. */
const withdrawable: ReadonlySet<BloodOfferState> = new Set([BloodOfferState.OFFERED, BloodOfferState.ACCEPTED, BloodOfferState.UNDER_WAY]);

function stepsOf(role: OfferRole, state: BloodOfferState, view: IncidentView): OfferAct[] {
  const isTheirs = role === "asker" || role === "leader";
  switch (state) {
    case BloodOfferState.OFFERED:
      return isTheirs && isAlarming(view) ? ["accept"] : [];
    case BloodOfferState.ACCEPTED:
      return isTheirs ? [...(isAlarming(view) ? (["change"] as const) : []), "under_way", "arrived"] : role === "sender" ? ["under_way"] : [];
    case BloodOfferState.UNDER_WAY:
      return isTheirs ? ["arrived"] : [];
    case BloodOfferState.ARRIVED:
    case BloodOfferState.WITHDRAWN:
    case BloodOfferState.UNSPECIFIED:
      return [];
  }
  return []; // of a newer server
}

/** Those that wait for somebody first, then what is on its way, then what has come. */
export function offersInOrder(offers: readonly BloodOfferView[]): BloodOfferView[] {
  return [...offers].sort((a, b) => a.state - b.state || (a.offeredAt < b.offeredAt ? -1 : 1));
}

/** May an answer of others be entered that came by telephone: the centre that asked, or who leads. */
export function mayEnterOffers(session: Session | undefined, view: IncidentView, blood: BloodView | undefined): boolean {
  const party = answersFor(session);
  return isAlarming(view) && blood !== undefined && blood.alarms.length > 0 && (leads(session, view) || (party !== undefined && alarmOf(blood, party) !== undefined));
}

export interface OfferCounts {
  readonly offered: number;
  readonly accepted: number;
  readonly underWay: number;
  readonly arrived: number;
}

/** How many offers stand where. */
export function offerCounts(offers: readonly BloodOfferView[]): OfferCounts {
  const count = (state: BloodOfferState) => offers.filter((each) => each.state === state).length;
  return {
    offered: count(BloodOfferState.OFFERED),
    accepted: count(BloodOfferState.ACCEPTED),
    underWay: count(BloodOfferState.UNDER_WAY),
    arrived: count(BloodOfferState.ARRIVED),
  };
}
