// What can come of a call by hand: the answers that fit what it asks, and no others. And which calls are shown, so that the
// next one does not slip under a finger.
import { CallAsks, type CallView } from "../../gen/larm/v1/alarm_pb";
import type { DeliveryView } from "../../gen/larm/v1/incident_pb";
import { roleWordOf } from "../party";

export type CallAnswer =
  | "heard"
  | "cannot"
  | "canAfterAll"
  | "transports"
  | "takeNational"
  | "declineNational"
  | "acceptShortfall"
  | "resume"
  | "standDown";

/** Undefined where the server does not say what is asked, or asks what this console does not know. */
export function answersTo({ asks, party }: Pick<CallView, "asks" | "party">): readonly CallAnswer[] | undefined {
  const isDutyOfficer = ["tib", "deputy"].includes(roleWordOf(party));
  switch (asks) {
    case CallAsks.ACKNOWLEDGEMENT:
      return isDutyOfficer ? ["heard"] : ["heard", "cannot"];
    case CallAsks.TRANSPORTS:
      return ["heard", "transports"];
    case CallAsks.NATIONAL_DECISION:
      return ["takeNational", "declineNational"];
    case CallAsks.SHORTFALL_DECISION:
      return ["acceptShortfall"];
    case CallAsks.END:
    case CallAsks.SUPPORT: // what is offered, decided and answered is entered on its own screen
    case CallAsks.TRANSFERS:
    case CallAsks.TRIAGE_DECISION:
    case CallAsks.SITUATION:
      return ["heard"];
    case CallAsks.NEEDS:
      return isDutyOfficer ? ["transports"] : ["canAfterAll"];
    case CallAsks.RESUME:
      return ["resume", "standDown"];
    case CallAsks.UNSPECIFIED:
      return undefined;
  }
  return undefined; // of a newer server
}

/** What one human does in one call: the same question to the same party, whichever steps ask for it. */
export interface CallToMake {
  /** The same over all its attempts: what is being typed there stays. */
  readonly key: string;
  /** The one that has waited longest. */
  readonly call: CallView;
  readonly steps: readonly string[];
  /** How many calls have been made without an answer. */
  readonly made: number;
  readonly failed: readonly DeliveryView[];
  /** What was said of the last call. */
  readonly note: string;
}

export function callsToMake(calls: readonly CallView[]): CallToMake[] {
  const groups = new Map<string, CallView[]>();
  for (const call of calls) {
    const key = keyOf(call);
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  return [...groups].map(([key, group]) => {
    const [first] = group as [CallView];
    return {
      key,
      call: first,
      steps: group.map((each) => each.step),
      made: Math.max(...group.map((each) => each.calls)),
      failed: distinct(group.flatMap((each) => each.failed)),
      note: group.map((each) => each.note).find((each) => each !== "") ?? "",
    };
  });
}

/** Where it is not known what is asked, each step is a call of its own. */
function keyOf({ incidentId, party, step, asks }: CallView): string {
  return asks === CallAsks.UNSPECIFIED ? `${incidentId} ${party} ${step}` : `${incidentId} ${party} ${asks}`;
}

function distinct(failed: readonly DeliveryView[]): DeliveryView[] {
  const byWay = new Map(failed.map((each) => [`${each.recipient} ${each.channel}`, each]));
  return [...byWay.values()];
}

/** In the order in which they came. `kept`: they stay where they are though they wait no longer, with a receipt or open in
    front of somebody. */
export function shownCalls(before: readonly CallToMake[], list: readonly CallToMake[], kept: ReadonlySet<string>): CallToMake[] {
  const now = new Map(list.map((each) => [each.key, each]));
  const stays = before.flatMap((each) => now.get(each.key) ?? (kept.has(each.key) ? each : []));
  const known = new Set(stays.map((each) => each.key));
  return [...stays, ...list.filter((each) => !known.has(each.key))];
}

/** Of each call that has been seen to from here, which attempt it was: asked anew, it is a call to make again. */
export type Handled = ReadonlyMap<string, string>;

export function isHandled(handled: Handled, { key, call }: CallToMake): boolean {
  return handled.get(key) === call.deliveryId;
}
