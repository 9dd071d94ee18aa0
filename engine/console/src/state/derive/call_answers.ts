// What can come of a call by hand: the answers that fit what it asks, and no others. And which calls are shown, so that the
// next one does not slip under a finger.
import { CallAsks, type CallView } from "../../gen/larm/v1/alarm_pb";
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

/** The same call over all its attempts: what is being typed there stays. */
export function callKey({ incidentId, step, party }: Pick<CallView, "incidentId" | "step" | "party">): string {
  return `${incidentId} ${step} ${party}`;
}

/** In the order in which they came; one that has been seen to from here stays where it is, with its receipt. */
export function shownCalls(before: readonly CallView[], list: readonly CallView[], handled: ReadonlySet<string>): CallView[] {
  const now = new Map(list.map((each) => [callKey(each), each]));
  const kept = before.flatMap((each) => now.get(callKey(each)) ?? (handled.has(callKey(each)) ? each : []));
  const known = new Set(kept.map(callKey));
  return [...kept, ...list.filter((each) => !known.has(callKey(each)))];
}
