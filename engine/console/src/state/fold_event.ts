// One incident's view, moved on by one of its events: what the event says and no more. What it does not carry (version,
// whether the chain is complete, a region's minimum) stays as the server last told it; GetIncident sets it right.
import { IncidentPhase, Via } from "../gen/larm/v1/domain_pb";
import type { Event } from "../gen/larm/v1/event_pb";
import type { IncidentView } from "../gen/larm/v1/incident_pb";
import { foldChases, foldDelivery, foldSaid, isHuman, type Said } from "./fold_chases";
import { reportTogether } from "./known_report";
import { foldTransports } from "./fold_transports";

export function foldEvent(view: IncidentView, event: Event): IncidentView {
  const kind = event.kind;
  const folded = { ...foldChases(view, event) };
  switch (kind.case) {
    case "incidentReported":
      folded.regionId = kind.value.regionId;
      folded.phase ||= IncidentPhase.REPORTED;
      folded.reportedAt ||= event.atUs;
      folded.reports += 1;
      if (kind.value.report) {
        folded.report = reportTogether(folded.report, kind.value.report);
      }
      return folded;
    case "incidentConfirmed":
      folded.regionId = kind.value.regionId;
      folded.phase = IncidentPhase.CONFIRMED;
      folded.level = kind.value.level;
      folded.massCasualty = kind.value.massCasualty;
      folded.confirmedAt = event.atUs;
      folded.reportedAt ||= event.atUs;
      folded.alarmAt = kind.value.alarmAtUs;
      folded.suspectedDuplicateOf = kind.value.suspectedDuplicateOf;
      if (kind.value.report) {
        folded.report = reportTogether(folded.report, kind.value.report);
        folded.reports += 1;
      }
      return folded;
    case "stepStarted":
      if (folded.phase === IncidentPhase.CONFIRMED) {
        folded.phase = IncidentPhase.RUNNING;
      }
      // The declarer knows already. By which token is not in the view before the server tells it.
      return foldSaid(folded, { ...event, chases: event.chases.filter((each) => isHuman(each.state)) }, {
        party: `tib@${folded.regionId}`,
        via: Via.API,
      });
    case "levelChanged":
      folded.level = kind.value.level;
      return folded;
    case "nationalDecided":
      folded.nationalTaken = kind.value.taken;
      folded.nationalDeclined = !kind.value.taken;
      return foldSaid(folded, event, {
        party: `tib@${folded.regionId}`,
        answer: kind.value.taken ? "accept" : `decline: ${kind.value.reason}`,
      });
    case "incidentStoodDown":
      return ended(folded, IncidentPhase.STOOD_DOWN, event);
    case "incidentRescinded":
      return ended(folded, IncidentPhase.RESCINDED, event);
    case "incidentClosed":
      return ended(folded, IncidentPhase.CLOSED, event);
    case "chasesHeld":
      folded.chasesHeld = true;
      return folded;
    case "chasesResumed":
      folded.chasesHeld = false;
      return folded;
    case "partyAcknowledged":
      return foldSaid(folded, event, said(kind.value));
    case "partyAnswered":
      return foldSaid(folded, event, { ...said(kind.value), answer: kind.value.answer, note: kind.value.note });
    case "deliveryRecorded":
      return foldDelivery(folded, kind.value, event.atUs);
    default:
      return foldTransports(folded, event);
  }
}

function said({ party, via, takenBy }: Said): Said {
  return { party, ...(via === undefined ? {} : { via }), ...(takenBy === undefined ? {} : { takenBy }) };
}

/** Nothing is awaited of a chase that asks for what is over; those that tell of the end come with the event. */
function ended(view: IncidentView, phase: IncidentPhase, event: Event): IncidentView {
  const fresh = new Set(event.chases.map((chase) => `${chase.step} ${chase.party}`));
  return {
    ...view,
    phase,
    chasesHeld: false,
    endedAt: view.endedAt || event.atUs,
    parties: view.parties.map((party) =>
      party.deadline === 0n || fresh.has(`${party.step} ${party.party}`) ? party : { ...party, deadline: 0n },
    ),
  };
}
