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

/** Whose duty one may hand over, take over and plan: one's own party's; TiB and deputy of a region for each other. */
export function speaksFor(session: Session, party: string): boolean {
  const [role = "", organisation = ""] = party.split("@");
  const own = partyOf(session)?.split("@")[0];
  const forDuty = role === "tib" || role === "deputy";
  return organisation !== "" && organisation === session.organisation && (role === own || (forDuty && isDutyOfficer(session)));
}

export function mayPlan(session: Session, party: string): boolean {
  return session.role === Role.ADMIN || speaksFor(session, party);
}

/** Names and numbers of the book. */
export function maySeeBook(session: Session): boolean {
  return isDutyOfficer(session) || session.role === Role.ADMIN;
}
