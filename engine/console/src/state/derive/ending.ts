// Who has seen that the alarm is over, and who has not: what is still done after an end. The incident's own list says how
// each has been told; the chases that tell of the end say at once, between two of its answers, who has seen it.
import { type Channel, IncidentPhase, PartyState } from "../../gen/larm/v1/domain_pb";
import type { IncidentView, NotSeen, PartyView } from "../../gen/larm/v1/incident_pb";
import { Trigger } from "../../gen/larm/v1/rules_pb";
import { isHuman } from "../fold_chases";
import { organisationOf } from "../party";
import type { Rules } from "../rules";
import type { Tone } from "./standing";

export interface Unseen {
  readonly party: string;
  /** Since when the party is being told; 0: not yet, or not known here. */
  readonly since: bigint;
  /** Over which it has left. */
  readonly tried: readonly Channel[];
  /** Over which it waits to leave, and over which it has failed and has not left. */
  readonly waiting: readonly Channel[];
  readonly failed: readonly Channel[];
  /** Calls by hand that nobody answered. */
  readonly calls: number;
  /** Delivered: on a device, and no human has answered. */
  readonly state: PartyState;
  /** When something is done next; 0: nothing is. */
  readonly deadline: bigint;
}

export interface EndReceipts {
  readonly isRescinded: boolean;
  /** Those who have not been reached at all stand first. */
  readonly unseen: readonly Unseen[];
  /** Who has seen it, when and over what. */
  readonly seen: readonly PartyView[];
}

export function hasEnded(view: IncidentView): boolean {
  return view.endedAt !== 0n && view.confirmedAt !== 0n;
}

/** Undefined while the alarm stands, and where there was none. */
export function endReceipts(view: IncidentView, rules: Rules | undefined): EndReceipts | undefined {
  if (!hasEnded(view)) {
    return undefined;
  }
  const declarer = `tib@${view.regionId}`; // who has ended it knows
  const chases = view.parties.filter((each) => tellsOfEnd(rules, each.step) && each.party !== declarer);
  const seen = chases.filter((each) => isHuman(each.state));
  const hasSeen = new Set(seen.map((each) => each.party));
  const told = new Map(view.notSeen.map((each) => [each.party, each]));
  const open = chases.filter((each) => !hasSeen.has(each.party));
  const parties = [...new Set([...told.keys(), ...open.map((each) => each.party)])].filter((each) => !hasSeen.has(each));
  const unseen = parties.map((party) => unseenOf(party, told.get(party), open.find((each) => each.party === party)));
  return {
    isRescinded: isRescinded(view, rules, chases),
    unseen: [...unseen.filter(isUnreached), ...unseen.filter((each) => !isUnreached(each))],
    seen,
  };
}

export function tellsOfEnd(rules: Rules | undefined, step: string): boolean {
  const trigger = rules?.steps.get(step)?.start?.trigger;
  return trigger === Trigger.STAND_DOWN || trigger === Trigger.RESCIND;
}

/** Of a region: how its people stand to the end. */
export function endToneOf({ unseen, seen }: EndReceipts, region: string): Tone {
  const open = unseen.filter((each) => organisationOf(each.party) === region);
  if (open.length > 0) {
    return open.some((each) => each.state === PartyState.UNREACHABLE) ? "bad" : open.some(isUnreached) ? "late" : "progress";
  }
  return seen.some((each) => organisationOf(each.party) === region) ? "ok" : "none";
}

/** What it was before it was closed, the step that told of it says. */
function isRescinded(view: IncidentView, rules: Rules | undefined, chases: readonly PartyView[]): boolean {
  return (
    view.phase === IncidentPhase.RESCINDED ||
    (view.phase === IncidentPhase.CLOSED &&
      chases.some((each) => rules?.steps.get(each.step)?.start?.trigger === Trigger.RESCIND))
  );
}

function unseenOf(party: string, told: NotSeen | undefined, chase: PartyView | undefined): Unseen {
  return {
    party,
    since: told?.since ?? 0n,
    tried: told?.tried ?? [],
    waiting: told?.waiting ?? [],
    failed: told?.failed ?? [],
    calls: told?.calls ?? 0,
    state: chase?.state ?? told?.state ?? PartyState.UNSPECIFIED,
    deadline: chase?.deadline ?? 0n,
  };
}

export function isUnreached({ tried, state }: Unseen): boolean {
  return state === PartyState.UNREACHABLE || (tried.length === 0 && state !== PartyState.SENT && state !== PartyState.DELIVERED);
}
