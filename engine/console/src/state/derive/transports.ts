// The regions' vehicles against the minimum. A surplus in one region never covers a lack in another.
import type { CommitmentView, IncidentView, TransportView } from "../../gen/larm/v1/incident_pb";
import type { Entry } from "../world";

export type Pip = "firm" | "provisional" | "missing";

export interface RegionTransports {
  readonly region: string;
  /** 0 where the region is not asked. */
  readonly required: number;
  /** Stands: promised, and not taken back, run out or released. */
  readonly committed: number;
  /** Of `required`. */
  readonly counted: number;
  readonly provisional: number;
  readonly reserve: number;
  readonly missing: number;
  readonly declined: number;
  readonly declineReason: string;
  readonly departed: number;
  readonly released: number;
  /** Undefined where not all events are known. */
  readonly expired: number | undefined;
  readonly isMet: boolean;
  readonly shortfallAccepted: boolean;
  readonly pips: readonly Pip[];
  readonly commitments: readonly CommitmentView[];
}

/** What counts towards the minimum: what stands, and of what was released as much as the minimum took. What was let go because
    nobody needed it is no lack. As the command line has it (engine/core/vehicles_counted.hpp). */
export function countedOf({ committed, released, required }: Pick<TransportView, "committed" | "released" | "required">): number {
  return Math.max(committed, Math.min(committed + released, required));
}

export function transportsOf(
  view: IncidentView,
  regions: readonly string[],
  entries: readonly Entry[],
  hasAllEntries: boolean,
): RegionTransports[] {
  return regions.map((region) => {
    const told = view.transports.find((each) => each.regionId === region);
    const expired = hasAllEntries ? expiredOf(entries, view.incidentId, region) : undefined;
    const commitments = view.commitments.filter((each) => each.regionId === region);
    return lineOf(region, told, commitments, expired);
  });
}

function lineOf(
  region: string,
  told: TransportView | undefined,
  commitments: readonly CommitmentView[],
  expired: number | undefined,
): RegionTransports {
  const required = told?.required ?? 0;
  const committed = told?.committed ?? 0;
  const provisional = told?.provisional ?? 0;
  const released = told?.released ?? 0;
  const missing = Math.max(0, required - committed - released);
  return {
    region,
    required,
    committed,
    counted: countedOf({ committed, released, required }),
    provisional,
    released,
    missing,
    expired,
    commitments,
    reserve: told?.reserve ?? 0,
    declined: told?.declined ?? 0,
    declineReason: told?.declineReason ?? "",
    departed: told?.departed ?? 0,
    isMet: required > 0 && missing === 0,
    shortfallAccepted: told?.shortfallAccepted ?? false,
    pips: pipsOf(required, committed + released, provisional),
  };
}

function pipsOf(required: number, firm: number, provisional: number): Pip[] {
  return Array.from({ length: required }, (_, i) =>
    i < firm ? "firm" : i < firm + provisional ? "provisional" : "missing",
  );
}

function expiredOf(entries: readonly Entry[], incidentId: string, region: string): number {
  let sum = 0;
  for (const { event } of entries) {
    if (event.incidentId === incidentId && event.kind.case === "commitmentExpired" && event.kind.value.regionId === region) {
      sum += event.kind.value.share?.count ?? 0;
    }
  }
  return sum;
}
