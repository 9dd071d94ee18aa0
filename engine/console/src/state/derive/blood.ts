// A blood centre's part of an incident: its own step, what it has said, and how the others stand.
import { PartyState } from "../../gen/larm/v1/domain_pb";
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import type { Incident, World } from "../world";
import { openIncidents } from "./incidents";
import { stepKind } from "./steps";


export function bloodChase(view: IncidentView, party: string): PartyView | undefined {
  return view.parties.find((each) => each.party === party && stepKind(each.step) === "blood");
}

/** The open incidents in which that party is asked something, newest first. */
export function incidentsOf(world: World, party: string): Incident[] {
  return openIncidents(world).filter(({ view }) => view.parties.some((each) => each.party === party));
}

export function otherCentres(view: IncidentView, party: string): PartyView[] {
  return view.parties.filter((each) => stepKind(each.step) === "blood" && each.party !== party);
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
