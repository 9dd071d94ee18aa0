// Who is being chased right now, over what, and what comes next.
import { PartyState } from "../../gen/larm/v1/domain_pb";
import type { DeliveryView, IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import type { Rules } from "../rules";
import { isOpen, type Standing, standingOf } from "./standing";

export interface ChaseLine {
  /** Unique in the incident. */
  readonly key: string;
  readonly party: PartyView;
  readonly standing: Standing;
  readonly attempt: number;
  /** Of the latest attempt, by recipient: the party itself first. */
  readonly ways: readonly Way[];
}

export interface Way {
  readonly recipient: string;
  readonly deliveries: readonly DeliveryView[];
}

/** In the order of the chain, so that a row stays where it is; those who have not been reached first. */
export function chasesOf(view: IncidentView, rules: Rules | undefined, nowUs: bigint, isUntold: boolean): ChaseLine[] {
  if (!isOpen(view)) {
    return [];
  }
  const lines = view.parties.filter(isChased).map((party) => lineOf(party, rules, nowUs, isUntold));
  return [...lines.filter(isUnreached), ...lines.filter((line) => !isUnreached(line))];
}

function isUnreached(line: ChaseLine): boolean {
  return line.party.state === PartyState.UNREACHABLE;
}

function isChased(party: PartyView): boolean {
  return party.deadline !== 0n || party.state === PartyState.UNREACHABLE;
}

/** A party that has not changed has the same line, so that its row is not drawn anew. */
const kept = new WeakMap<PartyView, ChaseLine>();

function lineOf(party: PartyView, rules: Rules | undefined, nowUs: bigint, isUntold: boolean): ChaseLine {
  const before = kept.get(party);
  const standing = standingOf(party, nowUs, isUntold, rules?.steps.get(party.step));
  if (before?.standing.word === standing.word && before.standing.tone === standing.tone) {
    return before;
  }
  const line = freshLine(party, standing);
  kept.set(party, line);
  return line;
}

function freshLine(party: PartyView, standing: Standing): ChaseLine {
  const attempt = party.deliveries.reduce((most, each) => Math.max(most, each.attempt), 0);
  return {
    key: `${party.step} ${party.party}`,
    party,
    standing,
    attempt,
    ways: waysOf(
      party.party,
      party.deliveries.filter((each) => each.attempt === attempt),
    ),
  };
}

function waysOf(party: string, deliveries: readonly DeliveryView[]): Way[] {
  const recipients = [...new Set(deliveries.map((each) => each.recipient))];
  const sorted = [...recipients.filter((each) => each === party), ...recipients.filter((each) => each !== party)];
  return sorted.map((recipient) => ({
    recipient,
    deliveries: deliveries.filter((each) => each.recipient === recipient),
  }));
}
