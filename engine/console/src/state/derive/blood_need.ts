// What lacks of blood and when, as the server has reckoned it: read out, never reckoned anew.
import type { BloodGap, BloodGapPoint, BloodView } from "../../gen/larm/v1/blood_pb";
import { type Kind, keyOf, productOf } from "./blood_units";

/** The centre's own; for one that has none the stricken region's. */
export function gapOf(blood: BloodView, party: string): BloodGap | undefined {
  return blood.gaps.find((gap) => gap.party === party) ?? blood.gaps[0];
}

/** In minutes, ascending. */
export function timesOf(gap: BloodGap): number[] {
  return [...new Set(gap.points.map((point) => point.inMinutes))].sort((a, b) => a - b);
}

export interface Lack {
  readonly inMinutes: number;
  /** Known to lack. */
  readonly lines: readonly (Kind & { readonly units: number })[];
  /** Of which nobody knows whether it lacks. */
  readonly unknown: readonly Kind[];
  /** Of nothing is it known. */
  readonly isAllUnknown: boolean;
}

/** What lacks by each time, in the rules' order. */
export function lacksOf(gap: BloodGap): Lack[] {
  return timesOf(gap).map((inMinutes) => {
    const points = gap.points.filter((point) => point.inMinutes === inMinutes);
    return {
      inMinutes,
      lines: points.filter((point) => point.isKnown && point.lacking > 0).map((point) => ({ ...kindIn(point), units: point.lacking })),
      unknown: points.filter((point) => !point.isKnown).map(kindIn),
      isAllUnknown: points.every((point) => !point.isKnown),
    };
  });
}

/** By the last of the times: what the country is asked for, before a human has changed it. */
export function suggestedAsk(gap: BloodGap | undefined): readonly (Kind & { readonly units: number })[] {
  return (gap && lacksOf(gap).at(-1)?.lines) ?? [];
}

export interface NeedRow extends Kind {
  readonly key: string;
  readonly need: number;
  /** Stock, what will be produced, what will have arrived, and what other groups stand in with. */
  readonly have: number;
  readonly incoming: number;
  /** Accepted, and nobody knows when it comes. */
  readonly promised: number;
  readonly lacking: number;
  /** False: a stock is unknown, so that nobody knows whether it lacks. */
  readonly isKnown: boolean;
}

export function needRows(gap: BloodGap, inMinutes: number): NeedRow[] {
  return gap.points
    .filter((point) => point.inMinutes === inMinutes)
    .map((point) => ({
      ...kindIn(point),
      key: keyOf(point),
      need: point.need,
      have: Math.max(0, point.supply + point.incoming + point.substituted - point.given),
      incoming: point.incoming,
      promised: point.promised,
      lacking: point.lacking,
      isKnown: point.isKnown,
    }));
}

function kindIn(point: BloodGapPoint): Kind {
  return { product: productOf(point), group: point.group };
}
