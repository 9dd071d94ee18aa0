// How one party stands in one step, in the few words that a screen has room for. Unknown is never shown as normal, and a
// silent party never as a no.
import { DeliveryOutcome, IncidentPhase, PartyState } from "../../gen/larm/v1/domain_pb";
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import type { Step } from "../../gen/larm/v1/rules_pb";
import { isOnlyLogged } from "../log_only";
import { lateFrom } from "../rules";

/** How much attention it asks for; each has its own sign and colour. */
export type Tone = "none" | "progress" | "ok" | "late" | "bad";

export type StandingWord =
  | "notStarted"
  | "notAsked"
  | "waiting"
  | "sent"
  | "delivered"
  | "acknowledged"
  | "answerMissing"
  | "done"
  | "partly"
  | "provisional"
  | "declined"
  | "accepted"
  | "reminded"
  | "late"
  | "overdue"
  | "notReached"
  | "reachesNobody"
  | "notSeen"
  | "unanswered";

export interface Standing {
  readonly tone: Tone;
  readonly word: StandingWord;
}

/** A deadline fires within a second; what is later than this is held or stuck. */
const overdue_after_us = 5_000_000n;

/** `step` as the pack has it says from which rung on a silent party is late; without it none is before it is overdue.
    `isUntold`: the server tells nobody, so what it has yet to send, or notes as sent, comes to nobody. */
export function standingOf(party: PartyView | undefined, nowUs: bigint, isUntold: boolean, step?: Step): Standing {
  if (party === undefined || party.state === PartyState.UNSPECIFIED) {
    return { tone: "none", word: "notStarted" };
  }
  if (party.shortfallAccepted) {
    return { tone: "ok", word: "accepted" };
  }
  switch (party.state) {
    case PartyState.UNREACHABLE:
      return { tone: "bad", word: "notReached" };
    case PartyState.ANSWERED:
      return answered(party, step);
    case PartyState.ACKNOWLEDGED:
      if (party.deadline === 0n) {
        return { tone: "ok", word: "acknowledged" };
      }
      return isOverdue(party, nowUs) ? late("overdue") : { tone: openTone(party, step), word: missingWord(party) };
    case PartyState.PENDING:
    case PartyState.SENT:
    case PartyState.DELIVERED:
      if (reachesNobody(party) || (isUntold && party.state !== PartyState.DELIVERED)) {
        return { tone: "bad", word: "reachesNobody" };
      }
      if (isOverdue(party, nowUs)) {
        return late("overdue");
      }
      if (isLate(party, step)) {
        return late("late");
      }
      return { tone: "progress", word: party.rung >= 1 ? "reminded" : waitingWord(party.state) };
  }
}

/** Messages have left for the party, and all of them went to the log only; as the core has it (engine/core/view.cpp). */
export function reachesNobody({ state, deliveries }: PartyView): boolean {
  const left = deliveries.filter((each) => each.outcome === DeliveryOutcome.ACCEPTED);
  return state === PartyState.SENT && left.length > 0 && left.every(isOnlyLogged);
}

function waitingWord(state: PartyState.PENDING | PartyState.SENT | PartyState.DELIVERED): StandingWord {
  switch (state) {
    case PartyState.PENDING:
      return "waiting";
    case PartyState.SENT:
      return "sent";
    case PartyState.DELIVERED:
      return "delivered";
  }
}

function answered(party: PartyView, step: Step | undefined): Standing {
  if (party.answer.startsWith("decline")) {
    return late("declined");
  }
  if (party.answer.startsWith("provisional")) {
    return { tone: openTone(party, step), word: "provisional" };
  }
  if (party.missing > 0) {
    return { tone: openTone(party, step), word: "partly" };
  }
  return { tone: "ok", word: "done" };
}

function late(word: StandingWord): Standing {
  return { tone: "late", word };
}

/** Seen, and the answer not whole: what has been said so far. */
function missingWord(party: PartyView): StandingWord {
  if (party.answer.startsWith("accept")) {
    return "partly";
  }
  return party.answer.startsWith("provisional") ? "provisional" : "answerMissing";
}

function openTone(party: PartyView, step: Step | undefined): Tone {
  return isLate(party, step) ? "late" : "progress";
}

/** Others have been called in because the party was silent. */
function isLate(party: PartyView, step: Step | undefined): boolean {
  const from = lateFrom(step);
  return from !== undefined && party.rung >= from;
}

/** How a party stood in a step that was over when the alarm ended: nothing is awaited, so nothing asks for attention. */
export function pastStandingOf(party: PartyView | undefined): Standing {
  if (party === undefined || party.state === PartyState.UNSPECIFIED) {
    return past("notStarted");
  }
  switch (party.state) {
    case PartyState.ANSWERED: {
      const said = answered(party, undefined);
      return said.tone === "ok" ? said : past(said.word);
    }
    case PartyState.ACKNOWLEDGED:
      if (party.shortfallAccepted || party.missing === 0) {
        return { tone: "ok", word: party.shortfallAccepted ? "accepted" : "acknowledged" };
      }
      return past(party.answer ? missingWord(party) : "unanswered");
    case PartyState.UNREACHABLE:
      return past("notReached");
    case PartyState.PENDING:
    case PartyState.SENT:
    case PartyState.DELIVERED:
      return past("notSeen");
  }
}

function past(word: StandingWord): Standing {
  return { tone: "none", word };
}

function isOverdue(party: PartyView, nowUs: bigint): boolean {
  return party.deadline !== 0n && nowUs > party.deadline + overdue_after_us;
}

export function isOpen(view: IncidentView): boolean {
  return view.phase !== IncidentPhase.CLOSED;
}

/** Whether the alarm goes or has gone, and has not been ended. */
export function isAlarming(view: IncidentView): boolean {
  return view.phase === IncidentPhase.CONFIRMED || view.phase === IncidentPhase.RUNNING;
}

const severity: Record<Tone, number> = { bad: 4, late: 3, progress: 2, ok: 1, none: 0 };

/** The one that asks for most attention. */
export function worst(tones: readonly Tone[]): Tone {
  return tones.reduce<Tone>((most, tone) => (severity[tone] > severity[most] ? tone : most), "none");
}
