// A blood centre's part of an incident: its own step, what it has said, and how the others stand.
import { PartyState } from "../../gen/larm/v1/domain_pb";
import type { BloodCentreView, BloodView } from "../../gen/larm/v1/blood_pb";
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import type { Event } from "../../gen/larm/v1/event_pb";
import type { Incident, World } from "../world";
import { openIncidents } from "./incidents";
import { type Rules, stepKind } from "../rules";

export function bloodChase(view: IncidentView, rules: Rules | undefined, party: string): PartyView | undefined {
  return view.parties.find((each) => each.party === party && stepKind(rules, each) === "blood");
}

/** The open incidents in which that party is asked something, newest first. */
export function incidentsOf(world: World, party: string): Incident[] {
  return openIncidents(world).filter(({ view }) => view.parties.some((each) => each.party === party));
}

export function otherCentres(view: IncidentView, rules: Rules | undefined, party: string): PartyView[] {
  // Without the pack a centre's later steps look like its alarm: the first is the alarm.
  return view.parties.filter((each) => each.party !== party && each === bloodChase(view, rules, each.party));
}

/** The centre's own first, then in the server's order. */
export function centresOf(blood: BloodView | undefined, party: string): BloodCentreView[] {
  const all = blood?.centres ?? [];
  return [...all.filter((each) => each.party === party), ...all.filter((each) => each.party !== party)];
}

/** Whether what is known of the incident's blood depends on it. */
export function touchesBlood(event: Event, incidentId: string): boolean {
  switch (event.kind.case) {
    case "bloodStockReported":
      return true; // a stock is every incident's
    case "bloodCountryAlarmed":
    case "bloodOffered":
    case "bloodAccepted":
    case "bloodOfferWithdrawn":
    case "bloodTransportReported":
    case "incidentReported":
    case "incidentConfirmed":
      return event.incidentId === incidentId;
    default:
      return false;
  }
}

export type Said = "yes" | "no" | "nothing";

/** What has been answered, beyond having seen it. */
export function saidBy(chase: PartyView | undefined): Said {
  if (chase?.state !== PartyState.ANSWERED) {
    return "nothing";
  }
  return chase.answer.startsWith("decline") ? "no" : "yes";
}

/** The words of a refusal: "decline: no staff" is "no staff". */
export function reasonOf(chase: PartyView): string {
  return chase.answer.replace(/^decline:?\s*/, "");
}
