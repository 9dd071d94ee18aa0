// Supplies: who reports for whom, and how many days somebody has written.
import type { Session } from "../../api/session";
import { Role } from "../../gen/larm/v1/domain_pb";
import type { SupplyView } from "../../gen/larm/v1/support_pb";
import type { Rules } from "../rules";
import { isDutyOfficer } from "./rights";

/** The region of a hospital, or the region itself. */
export function regionOf(rules: Rules | undefined, organisation: string): string {
  return rules?.pack.hospitals.find((each) => each.id === organisation)?.regionId ?? organisation;
}

export interface Reporter {
  readonly organisation: string;
  /** It was said to whoever enters it. */
  readonly isVoice: boolean;
}

/** One's own organisation first; a region's duty officers also for its hospitals, as they have said it by voice. */
export function reportersFor(session: Session | undefined, rules: Rules | undefined): Reporter[] {
  const roles: readonly Role[] = [Role.TIB, Role.DEPUTY, Role.BLOOD, Role.HOSPITAL];
  if (session === undefined || !roles.includes(session.role)) {
    return [];
  }
  const hospitals = isDutyOfficer(session) ? (rules?.pack.hospitals ?? []).filter((each) => each.regionId === session.organisation) : [];
  return [{ organisation: session.organisation, isVoice: false }, ...hospitals.map((each) => ({ organisation: each.id, isVoice: true }))];
}

export type SupplyState = "short" | "unknown" | "enough";

/** Old is unknown: neither enough nor short. */
export function supplyState({ stale, short }: SupplyView): SupplyState {
  if (stale) {
    return "unknown";
  }
  return short ? "short" : "enough";
}

/** "2,5" and "2.5" are 25 tenths; undefined: no number of days. */
export function tenthsOf(text: string): number | undefined {
  const trimmed = text.trim().replace(",", ".");
  const days = Number(trimmed);
  return trimmed !== "" && Number.isFinite(days) && days >= 0 && days <= 3_650 ? Math.round(days * 10) : undefined;
}

/** Those of a region and its hospitals; empty: all. */
export function suppliesIn(supplies: readonly SupplyView[], rules: Rules | undefined, region: string): SupplyView[] {
  return supplies.filter(({ record }) => region === "" || regionOf(rules, record?.organisationId ?? "") === region);
}
