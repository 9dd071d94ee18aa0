// Moves of patients: whose answer each awaits, what can be said of it next, and how they are listed. Sums are the server's.
import type { Session } from "../../api/session";
import { Role } from "../../gen/larm/v1/domain_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import type { GetTransfersReply } from "../../gen/larm/v1/transfer_calls_pb";
import { type TransferMove, TransferState } from "../../gen/larm/v1/transfer_pb";
import { isDutyOfficer, leads } from "./rights";

export type RegionOf = (hospitalId: string) => string;

export type MoveAct = "accept" | "amend" | "decline" | "depart" | "arrive" | "divert" | "undo" | "release" | "call_off";

/** "own": one is at that end. "voice": one leads, and may enter what was said. */
export type AnswerBy = "own" | "voice" | "no";

function isOf(session: Session, hospitalId: string, regionOf: RegionOf): boolean {
  if (hospitalId === "") {
    return false;
  }
  return session.role === Role.HOSPITAL ? session.organisation === hospitalId : isDutyOfficer(session) && session.organisation === regionOf(hospitalId);
}

/** Who may answer for the receiver. */
export function answersMove(session: Session | undefined, view: IncidentView, move: TransferMove, regionOf: RegionOf): AnswerBy {
  if (session === undefined) {
    return "no";
  }
  return isOf(session, move.toHospitalId, regionOf) ? "own" : leads(session, view) ? "voice" : "no";
}

/** That they have left, or are there, may still be undone. */
export function isUndoable(move: TransferMove, nowUs: bigint): boolean {
  return move.released === 0 && (move.formers.at(-1)?.untilUs ?? 0n) > nowUs;
}

/** For whom one may say that a hospital takes who is under way, or takes back whom it sent: itself, its region's duty officers, and by voice who leads. */
export function takersOf<Hospital extends { hospitalId: string; regionId: string }>(session: Session | undefined, view: IncidentView, move: TransferMove, hospitals: readonly Hospital[]): Hospital[] {
  return hospitals.filter(
    ({ hospitalId, regionId }) =>
      hospitalId !== move.toHospitalId && session !== undefined && (leads(session, view) || isOf(session, hospitalId, () => regionId)),
  );
}

export function moveActs(session: Session | undefined, view: IncidentView, move: TransferMove, regionOf: RegionOf, releasable: readonly string[], nowUs: bigint): MoveAct[] {
  if (session === undefined) {
    return [];
  }
  const isLead = leads(session, view);
  const isReceiver = isOf(session, move.toHospitalId, regionOf);
  const isSender = isOf(session, move.fromHospitalId, regionOf);
  const isVehicles = isDutyOfficer(session) && move.vehicle?.regionId === session.organisation;
  const acts: MoveAct[] = [];
  switch (move.state) {
    case TransferState.PROPOSED:
      if (isReceiver || isLead) {
        acts.push("accept", "amend", "decline");
      }
      break;
    case TransferState.ACCEPTED:
      if (isLead || isSender || isVehicles) {
        acts.push("depart");
      }
      if (isLead || isReceiver) {
        acts.push("arrive", "call_off");
      }
      break;
    case TransferState.UNDER_WAY:
      if (isLead || isReceiver) {
        acts.push("arrive");
      }
      if (isDutyOfficer(session) || session.role === Role.HOSPITAL) {
        acts.push("divert");
      }
      if ((isLead || isSender || isVehicles) && isUndoable(move, nowUs)) {
        acts.push("undo");
      }
      break;
    case TransferState.ARRIVED:
      if (isLead && releasable.includes(move.moveId)) {
        acts.push("release");
      }
      if ((isLead || isReceiver) && isUndoable(move, nowUs)) {
        acts.push("undo");
      }
      break;
    case TransferState.UNSPECIFIED:
    case TransferState.DECLINED:
    case TransferState.WITHDRAWN:
    case TransferState.CALLED_OFF:
      break;
  }
  return acts;
}

/** Proposed to one's own hospitals, and not answered. */
export function awaitingMine(reply: GetTransfersReply | undefined, session: Session | undefined, regionOf: RegionOf): TransferMove[] {
  return session === undefined
    ? []
    : (reply?.moves ?? []).filter((move) => move.state === TransferState.PROPOSED && isOf(session, move.toHospitalId, regionOf));
}

export interface MoveGroups {
  /** Await the answer of whoever looks. */
  readonly mine: readonly TransferMove[];
  readonly proposed: readonly TransferMove[];
  /** Accepted and under way: soonest first. */
  readonly going: readonly TransferMove[];
  readonly arrived: readonly TransferMove[];
  /** Declined, called off, withdrawn. */
  readonly off: readonly TransferMove[];
}

export function groupsOf({ moves }: GetTransfersReply, session: Session | undefined, regionOf: RegionOf): MoveGroups {
  const isIn = (...states: TransferState[]) => moves.filter((move) => states.includes(move.state));
  const proposed = isIn(TransferState.PROPOSED);
  const mine = session === undefined ? [] : proposed.filter((move) => isOf(session, move.toHospitalId, regionOf));
  return {
    mine,
    proposed: proposed.filter((move) => !mine.includes(move)),
    going: isIn(TransferState.ACCEPTED, TransferState.UNDER_WAY).sort((a, b) => Number(a.arriveAtUs - b.arriveAtUs)),
    arrived: isIn(TransferState.ARRIVED),
    off: isIn(TransferState.DECLINED, TransferState.CALLED_OFF, TransferState.WITHDRAWN),
  };
}

/** A move that should have left, or come, and of which nobody has said so. */
export function lateMove(move: TransferMove, nowUs: bigint): "leave" | "arrive" | undefined {
  if (move.state === TransferState.ACCEPTED && move.leaveAtUs !== 0n && move.leaveAtUs < nowUs) {
    return "leave";
  }
  return move.state === TransferState.UNDER_WAY && move.arriveAtUs !== 0n && move.arriveAtUs < nowUs ? "arrive" : undefined;
}
