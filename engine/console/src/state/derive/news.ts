// Whether something has happened that an answer of the server's depends on, so that it has to be asked for anew.
import type { Event } from "../../gen/larm/v1/event_pb";
import type { World } from "../world";

/** Looks at what came after `seq`, the latest first. */
export function hasNews({ entries, entriesAfter }: World, seq: bigint, touches: (event: Event) => boolean): boolean {
  if (entriesAfter > seq) {
    return true; // what came between is not there
  }
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const entry = entries[i];
    if (entry === undefined || entry.seq <= seq) {
      return false;
    }
    if (touches(entry.event)) {
      return true;
    }
  }
  return false;
}

/** Figures, ladders, casualties and moves of any incident: a place is taken whoever's patient it is. */
export function touchesCapacity({ kind }: Event): boolean {
  switch (kind.case) {
    case "capacityReported":
    case "stepsChanged":
    case "stepExercised":
    case "capacityWarned":
    case "shortfallPassed":
    case "casualtiesReported":
    case "arrivalsReported":
    case "transfersChanged":
    case "incidentReported":
    case "incidentConfirmed":
    case "levelChanged":
    case "incidentStoodDown":
    case "incidentRescinded":
    case "incidentClosed":
    case "rulePackActivated":
      return true;
    default:
      return false;
  }
}

export function touchesHospital({ kind }: Event, hospitalId: string): boolean {
  switch (kind.case) {
    case "capacityReported":
      return kind.value.report?.hospitalId === hospitalId;
    case "stepsChanged":
      return kind.value.steps.some((each) => each.hospitalId === hospitalId);
    case "stepExercised":
      return kind.value.record?.hospitalId === hospitalId;
    case "rulePackActivated":
      return true;
    default:
      return false;
  }
}

export function touchesTransfers(event: Event, incidentId: string): boolean {
  if (event.incidentId !== incidentId) {
    return false;
  }
  switch (event.kind.case) {
    case "transfersProposed":
    case "transfersReviewed":
    case "transfersChanged":
    case "transportsReleased":
    case "incidentConfirmed":
    case "incidentStoodDown":
    case "incidentRescinded":
    case "incidentClosed":
      return true;
    default:
      return false;
  }
}

export function touchesTriage(event: Event, incidentId: string): boolean {
  switch (event.kind.case) {
    case "indicatorReported":
    case "indicatorsTurned":
    case "triageRecommended":
    case "recommendationWithdrawn":
    case "triageDecided":
    case "careStandardDecided":
    case "decisionReminded":
      return event.incidentId === incidentId;
    case "supplyReported":
    case "bloodStockReported":
      return true;
    default:
      return touchesCapacity(event); // most indicators are worked out from it
  }
}
