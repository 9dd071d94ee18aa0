// The open incidents as a list: worst first would jump, so it is the order in which they were reported, newest first.
import { IncidentPhase } from "../../gen/larm/v1/domain_pb";
import type { Incident, World } from "../world";
import { isOpen } from "./standing";

export function openIncidents(world: World): Incident[] {
  return [...world.incidents.values()]
    .filter((incident) => isOpen(incident.view) && incident.view.phase !== IncidentPhase.UNSPECIFIED)
    .sort((a, b) => Number(b.view.reportedAt - a.view.reportedAt) || (a.view.incidentId < b.view.incidentId ? -1 : 1));
}

/** Reported, and nobody has said yet whether it is one: nobody has been alarmed. Oldest first. */
export function unconfirmed(world: World): Incident[] {
  return openIncidents(world)
    .filter(({ view }) => view.phase === IncidentPhase.REPORTED)
    .reverse();
}

/** The one asked for, or the newest that is under way. */
export function chosenIncident(world: World, asked: string | undefined): Incident | undefined {
  return (asked === undefined ? undefined : world.incidents.get(asked)) ?? openIncidents(world)[0];
}
