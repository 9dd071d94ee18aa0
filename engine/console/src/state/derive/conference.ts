// Conferences: who leads one, who is missing, who stands behind what, and who may be called to one.
import type { Session } from "../../api/session";
import { Attendance, type ConferenceDecision, type ConferenceRecord, type ConferenceView, type ParticipantView, Position } from "../../gen/larm/v1/conference_pb";
import { Role } from "../../gen/larm/v1/domain_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import { type Step, Trigger } from "../../gen/larm/v1/rules_pb";
import { partyFor } from "../party";
import type { Rules } from "../rules";
import { askedIn } from "./audience";
import { isDutyOfficer, leads, speaksFor } from "./rights";
import { isAlarming, isOpen } from "./standing";

export function conferenceStep(rules: Rules | undefined): Step | undefined {
  return rules?.pack.steps.find((step) => step.start?.trigger === Trigger.CONFERENCE_CALLED);
}

/** A region's duty officers, and national ones. Without the pack the server decides. */
export function mayCallConference(session: Session | undefined, view: IncidentView, rules: Rules | undefined): boolean {
  if (session === undefined || !isAlarming(view) || (rules && conferenceStep(rules) === undefined)) {
    return false;
  }
  return session.role === Role.NATIONAL || (isDutyOfficer(session) && (rules?.regions.includes(session.organisation) ?? true));
}

/** Whoever called it, or leads the incident. */
export function leadsConference(session: Session | undefined, view: IncidentView, record: ConferenceRecord): boolean {
  if (session === undefined || !isOpen(view)) {
    return false;
  }
  const isCaller = isDutyOfficer(session) || session.role === Role.NATIONAL;
  return isCaller && (session.organisation === record.organisationId || leads(session, view));
}

export type ConferencePhase = "called" | "begun" | "ended";

export function conferencePhase(record: ConferenceRecord, nowUs: bigint): ConferencePhase {
  if (record.endedAtUs !== 0n) {
    return "ended";
  }
  return record.rollCallAtUs !== 0n || record.startsAtUs <= nowUs ? "begun" : "called";
}

/** Those that go on by when they begin, then those that have ended, the last one first. */
export function conferencesInOrder(conferences: readonly ConferenceView[]): ConferenceView[] {
  const ended = (each: ConferenceView) => each.record?.endedAtUs ?? 0n;
  const starts = (each: ConferenceView) => each.record?.startsAtUs ?? 0n;
  return [...conferences].sort((a, b) => {
    if (ended(a) === 0n && ended(b) === 0n) {
      return starts(a) < starts(b) ? -1 : 1;
    }
    return ended(a) === 0n ? -1 : ended(b) === 0n ? 1 : ended(a) > ended(b) ? -1 : 1;
  });
}

/** Not heard of, will not come, or was not there: to be called by telephone. */
export function missingFrom(conference: ConferenceView): ParticipantView[] {
  return conference.participants.filter(
    (each) =>
      each.attendance === Attendance.MISSING ||
      each.attendance === Attendance.DECLINED ||
      // Those in words are not chased: before the roll-call nobody can have heard of them.
      (each.attendance === Attendance.CALLED && each.who.includes("@")),
  );
}

export function presentAt(conference: ConferenceView): ParticipantView[] {
  return conference.participants.filter((each) => each.attendance === Attendance.PRESENT);
}

export interface Stand {
  readonly position: Position;
  readonly parties: readonly { readonly party: string; readonly words: string }[];
}

/** Who stands behind, who with a reservation, who aside, and who has not said. */
export function standsOn(record: ConferenceRecord, decision: ConferenceDecision): Stand[] {
  const taken = (position: Position) => decision.positions.filter((each) => each.position === position).map(({ party, words }) => ({ party, words }));
  const said = new Set(decision.positions.map((each) => each.party));
  const silent = record.participants.filter((party) => !said.has(party)).map((party) => ({ party, words: "" }));
  return [
    { position: Position.SUPPORTS, parties: taken(Position.SUPPORTS) },
    { position: Position.RESERVATION, parties: taken(Position.RESERVATION) },
    { position: Position.ASIDE, parties: taken(Position.ASIDE) },
    { position: Position.UNSPECIFIED, parties: silent },
  ].filter(({ parties }) => parties.length > 0);
}

/** The party of a conference that one takes a position for oneself. */
export function ownParty(session: Session | undefined, record: ConferenceRecord): string | undefined {
  return session && record.participants.find((party) => speaksFor(session, party));
}

/** Decisions on which one's own party has not said where it stands. */
export function awaitedPositions(session: Session | undefined, record: ConferenceRecord): number[] {
  const party = ownParty(session, record);
  const isOpenFor = (decision: ConferenceDecision) => party !== undefined && !decision.positions.some((each) => each.party === party);
  return record.decisions.filter(isOpenFor).map((each) => each.number);
}

/** Who takes part where nobody is named, in the order of speaking; and who else the rules know. */
export function callable(rules: Rules, view: IncidentView): { readonly usual: readonly string[]; readonly more: readonly string[] } {
  const step = conferenceStep(rules);
  const usual = step ? askedIn(rules.pack, step, view.regionId).parties : [];
  const { pack, regions } = rules;
  const all = [
    ...regions.map((id) => partyFor(Role.TIB, id)),
    ...pack.organisations.filter((each) => each.role === Role.NATIONAL).map((each) => partyFor(Role.NATIONAL, each.id)),
    ...regions.map((id) => partyFor(Role.BLOOD, id)),
    ...pack.hospitals.map((each) => partyFor(Role.HOSPITAL, each.id)),
  ];
  return { usual, more: all.filter((party) => !usual.includes(party)) };
}

/** `party` one place nearer to the beginning or the end. */
export function movedIn(order: readonly string[], party: string, by: 1 | -1): string[] {
  const from = order.indexOf(party);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) {
    return [...order];
  }
  const next = [...order];
  next.splice(from, 1);
  next.splice(to, 0, party);
  return next;
}
