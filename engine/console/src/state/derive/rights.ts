// What whoever is signed in may be offered. The server decides; this only spares them what it would refuse.
import { partyOf, type Session } from "../../api/session";
import { Role } from "../../gen/larm/v1/domain_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";

export function isDutyOfficer(session: Session): boolean {
  return session.role === Role.TIB || session.role === Role.DEPUTY;
}

/** The stricken region's duty officers lead an incident. */
export function leads(session: Session | undefined, view: IncidentView): boolean {
  return session !== undefined && isDutyOfficer(session) && session.organisation === view.regionId;
}

/** The party that one answers for: a deputy answers for the region's TiB. */
export function answersFor(session: Session | undefined): string | undefined {
  if (session === undefined) {
    return undefined;
  }
  return session.role === Role.DEPUTY ? `tib@${session.organisation}` : partyOf(session);
}
