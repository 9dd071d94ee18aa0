// The timeline: which events of the world belong to an incident, of what kind they are, and which of them a filter lets
// through. Their words are in words/event_words.ts.
import type { Event } from "../../gen/larm/v1/event_pb";
import { organisationOf } from "../party";
import type { Entry } from "../world";
import { isOfExercise } from "./exercise";

export type EntryKind = "decision" | "answer" | "transport" | "chase" | "delivery" | "duty";

export const entryKinds: readonly EntryKind[] = ["decision", "answer", "transport", "chase", "delivery", "duty"];

type EventCase = NonNullable<Event["kind"]["case"]>;

const kindByCase: Record<EventCase, EntryKind> = {
  incidentReported: "decision",
  incidentConfirmed: "decision",
  levelChanged: "decision",
  incidentRescinded: "decision",
  nationalDecided: "decision",
  incidentStoodDown: "decision",
  incidentClosed: "decision",
  shortfallAccepted: "decision",
  chasesHeld: "decision",
  chasesResumed: "decision",
  partyAcknowledged: "answer",
  partyAnswered: "answer",
  callReported: "answer",
  transportsCommitted: "transport",
  transportsDeclined: "transport",
  transportsRevoked: "transport",
  transportsReconfirmed: "transport",
  transportsDeparted: "transport",
  transportsReleased: "transport",
  commitmentExpired: "transport",
  reconfirmAsked: "transport",
  bloodStockReported: "answer",
  bloodCountryAlarmed: "decision",
  bloodOffered: "answer",
  bloodAccepted: "answer",
  bloodOfferWithdrawn: "answer",
  bloodTransportReported: "transport",
  capacityReported: "answer",
  stepsChanged: "decision",
  stepExercised: "duty",
  capacityWarned: "chase",
  shortfallPassed: "chase",
  casualtiesReported: "answer",
  arrivalsReported: "answer",
  transfersProposed: "transport",
  transfersReviewed: "transport",
  transfersChanged: "transport",
  indicatorReported: "answer",
  indicatorsTurned: "chase",
  triageRecommended: "chase",
  recommendationWithdrawn: "chase",
  triageDecided: "decision",
  careStandardDecided: "decision",
  decisionReminded: "chase",
  supportRequested: "decision",
  supportOffered: "answer",
  supportDeclined: "answer",
  supportAccepted: "decision",
  supportReported: "transport",
  supportReleased: "transport",
  supportCancelled: "decision",
  supplyReported: "answer",
  situationFilled: "answer",
  situationSent: "decision",
  conferenceCalled: "decision",
  conferenceChanged: "decision",
  attendanceReported: "answer",
  conferenceDecided: "decision",
  positionTaken: "answer",
  conferenceEnded: "decision",
  stepStarted: "chase",
  chaseEscalated: "chase",
  deliveryRecorded: "delivery",
  contactsCorrected: "chase",
  rulePackChunk: "duty",
  rulePackActivated: "duty",
  dutySeeded: "duty",
  dutyOffered: "duty",
  dutyAccepted: "duty",
  dutyReminded: "duty",
  dutyPlanned: "duty",
  deviceDropped: "duty",
  contactsChanged: "duty",
  contactsWithdrawn: "duty",
  clockSkewNoticed: "duty",
  rollCallStarted: "duty",
  rollCallDelivered: "delivery",
  rollCallAnswered: "duty",
  rollCallEnded: "duty",
  exerciseOpened: "duty",
  exerciseMoved: "decision",
  paceChanged: "duty",
  skippedAhead: "decision",
  injectGiven: "decision",
  injectSkipped: "duty",
  injectJudged: "duty",
  partyHandedOver: "duty",
  observationNoted: "duty",
};

export function entryKind(event: Event): EntryKind {
  return event.kind.case === undefined ? "duty" : kindByCase[event.kind.case];
}

/** Which region an event concerns; empty where none. */
export function entryRegion(event: Event): string {
  const value = event.kind.value;
  if (value === undefined) {
    return "";
  }
  if ("regionId" in value) {
    return value.regionId;
  }
  return "party" in value ? organisationOf(value.party) : "";
}

export interface Filter {
  readonly incidentId: string;
  readonly kinds: ReadonlySet<EntryKind>;
  /** Empty: all. */
  readonly region: string;
  /** What must stand somewhere in the line as it is shown. */
  readonly words: string;
}

/** The incident's own events and those of the exercise around it, or all where none is named; newest first. */
export function filtered(entries: readonly Entry[], filter: Filter, textOf: (entry: Entry) => string): Entry[] {
  const words = filter.words.trim().toLocaleLowerCase();
  const found: Entry[] = [];
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const entry = entries[i] as Entry;
    const { event } = entry;
    const isOurs = filter.incidentId === "" || event.incidentId === filter.incidentId || isOfExercise(event);
    if (
      isOurs &&
      filter.kinds.has(entryKind(event)) &&
      (filter.region === "" || entryRegion(event) === filter.region) &&
      (words === "" || textOf(entry).toLocaleLowerCase().includes(words))
    ) {
      found.push(entry);
    }
  }
  return found;
}
