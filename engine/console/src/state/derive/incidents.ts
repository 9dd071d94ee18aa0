// The open incidents as a list: worst first would jump, so it is the order in which they were reported, newest first.
import { IncidentPhase } from "../../gen/larm/v1/domain_pb";
import type { Incident, World } from "../world";
import { ownChases } from "./own";
import { isAlarming, isOpen } from "./standing";

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

/** The one asked for; else the newest of those that alarm and await `party`, that alarm, that await it, that are open. */
export function chosenIncident(world: World, asked: string | undefined, party?: string): Incident | undefined {
  const found = asked === undefined ? undefined : world.incidents.get(asked);
  if (found) {
    return found;
  }
  const awaiting = new Set(ownChases(world, party).map(({ incidentId }) => incidentId));
  const weight = ({ view }: Incident) => (isAlarming(view) ? 2 : 0) + (awaiting.has(view.incidentId) ? 1 : 0);
  return openIncidents(world).reduce<Incident | undefined>((best, each) => (best && weight(best) >= weight(each) ? best : each), undefined);
}

/** Those that alarm beside the one that is shown, and have begun after it or stand while it is over. Newest first. */
export function otherAlarms(world: World, shown: string): Incident[] {
  const view = world.incidents.get(shown)?.view;
  const from = view && isAlarming(view) ? view.confirmedAt : 0n;
  return openIncidents(world).filter((each) => each.view.incidentId !== shown && isAlarming(each.view) && each.view.confirmedAt >= from);
}
