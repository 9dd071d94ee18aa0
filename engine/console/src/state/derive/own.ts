// What concerns whoever is signed in: what their party has not acknowledged or answered yet.
import { PartyState } from "../../gen/larm/v1/domain_pb";
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import { isHuman } from "../fold_chases";
import type { World } from "../world";
import { isAlarming, isOpen } from "./standing";

export interface OwnChase {
  readonly incidentId: string;
  readonly party: PartyView;
}

/** What had not gone out when the alarm ended never will: nobody can have seen it, and nobody need. */
function isDropped(view: IncidentView, { state }: PartyView): boolean {
  return state === PartyState.PENDING && !isAlarming(view);
}

/** Everything that is still awaited from `party`, in all incidents. */
export function ownChases(world: World, party: string | undefined): OwnChase[] {
  if (party === undefined) {
    return [];
  }
  return [...world.incidents.values()]
    .filter((incident) => isOpen(incident.view))
    .flatMap(({ view }) =>
      view.parties
        .filter((each) => each.party === party && !isDropped(view, each) && (each.deadline !== 0n || !isHuman(each.state)))
        .map((each) => ({ incidentId: view.incidentId, party: each })),
    );
}

/** Sounds until it is empty: nobody of the party has seen it. */
export function unseen(own: readonly OwnChase[]): OwnChase[] {
  return own.filter((each) => !isHuman(each.party.state));
}

/** What the party has seen, or need not see any more. */
export function seenOrOver(world: World, party: string | undefined): OwnChase[] {
  return [...world.incidents.values()].flatMap(({ view }) =>
    view.parties
      .filter((each) => each.party === party && (isHuman(each.state) || !isOpen(view)))
      .map((each) => ({ incidentId: view.incidentId, party: each })),
  );
}
