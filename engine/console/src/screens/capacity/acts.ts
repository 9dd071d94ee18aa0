// What needs an act of whoever looks, the most pressing first: decisions, moves to answer, shortfalls, steps that are late,
// moves that are late, figures that nobody has. A duty officer's own region; whoever leads, all of them.
import type { Session } from "../../api/session";
import type { GetCapacityReply, HospitalCapacityView } from "../../gen/larm/v1/capacity_calls_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import type { GetTransfersReply } from "../../gen/larm/v1/transfer_calls_pb";
import { type TransferMove, TransferState } from "../../gen/larm/v1/transfer_pb";
import type { GetTriageReply } from "../../gen/larm/v1/triage_calls_pb";
import type { TriageQuestionView } from "../../gen/larm/v1/triage_pb";
import { isOwn, overdueOf, type Short, shortsOf, unknownOf } from "../../state/derive/capacity";
import { leads } from "../../state/derive/rights";
import { awaitingMine, lateMove, type RegionOf } from "../../state/derive/transfers";
import { waitingFor } from "../../state/derive/triage";
import type { Tab } from "./place";

export type Act = { readonly key: string; readonly tab: Tab; readonly id: string } & (
  | { readonly is: "decide"; readonly question: TriageQuestionView; readonly regionId: string }
  | { readonly is: "answer"; readonly moves: readonly TransferMove[]; readonly persons: number }
  /** Of one hospital, the first to come first. */
  | { readonly is: "short"; readonly shorts: readonly [Short, ...Short[]] }
  | { readonly is: "overdue"; readonly hospital: HospitalCapacityView; readonly steps: readonly string[] }
  | { readonly is: "late"; readonly move: TransferMove; readonly what: "leave" | "arrive" }
  | { readonly is: "unanswered"; readonly regions: readonly string[] }
  | { readonly is: "report"; readonly hospitals: readonly HospitalCapacityView[] }
);

interface Known {
  readonly session: Session | undefined;
  readonly view: IncidentView | undefined;
  readonly capacity: GetCapacityReply | undefined;
  readonly moves: GetTransfersReply | undefined;
  readonly triage: GetTriageReply | undefined;
  readonly nowUs: bigint;
  readonly regionOf: RegionOf;
}

export function actsFor({ session, view, capacity, moves, triage, nowUs, regionOf }: Known): Act[] {
  const isLead = view !== undefined && leads(session, view);
  const concerns = (hospital: HospitalCapacityView) => isLead || isOwn(session, hospital);
  const acts: Act[] = [];
  for (const { region, questions } of waitingFor(triage, session)) {
    for (const question of questions) {
      acts.push({ is: "decide", tab: "triage", id: region.regionId, key: `decide ${region.regionId} ${question.questionId}`, question, regionId: region.regionId });
    }
  }
  const mine = awaitingMine(moves, session, regionOf);
  if (mine.length > 0) {
    acts.push({ is: "answer", tab: "transfers", id: "", key: "answer", moves: mine, persons: mine.reduce((sum, { count }) => sum + count, 0) });
  }
  if (capacity) {
    const shorts = shortsOf(capacity, nowUs).filter((each) => concerns(each.hospital));
    for (const id of new Set(shorts.map((each) => each.hospital.hospitalId))) {
      const [first, ...more] = shorts.filter((each) => each.hospital.hospitalId === id);
      if (first) {
        acts.push({ is: "short", tab: "plus", id, key: `short ${id}`, shorts: [first, ...more] });
      }
    }
    for (const { hospital, steps } of overdueOf(capacity).filter((each) => concerns(each.hospital))) {
      acts.push({ is: "overdue", tab: "plus", id: hospital.hospitalId, key: `overdue ${hospital.hospitalId}`, hospital, steps: steps.map((each) => each.title) });
    }
  }
  if (isLead && moves) {
    const own = new Set(mine.map((each) => regionOf(each.toHospitalId)));
    const others = moves.awaitedRegionIds.filter((id) => !own.has(id));
    if (others.length > 0) {
      acts.push({ is: "unanswered", tab: "transfers", id: "", key: "unanswered", regions: others });
    }
    for (const move of moves.moves) {
      const what = lateMove(move, nowUs);
      if (what && (move.state === TransferState.ACCEPTED || move.state === TransferState.UNDER_WAY)) {
        acts.push({ is: "late", tab: "transfers", id: "", key: `late ${move.moveId}`, move, what });
      }
    }
  }
  const silent = capacity && view ? unknownOf(capacity).filter((each) => isOwn(session, each)) : [];
  if (silent.length > 0) {
    acts.push({ is: "report", tab: "plus", id: silent.length === 1 ? (silent[0]?.hospitalId ?? "") : "", key: "report", hospitals: silent });
  }
  return acts;
}
