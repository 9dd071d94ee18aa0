// Whether the blood lasts, in one line for the stricken region's centre and one for all of them together.
import type { BloodView } from "../../gen/larm/v1/blood_pb";
import { lacksOf } from "./blood_need";
import type { Kind } from "./blood_units";

export interface BloodBrief {
  /** Empty: all together. */
  readonly party: string;
  readonly is: "lacks" | "unknown" | "lasts";
  /** When it first lacks; for what lasts, how far that has been reckoned. */
  readonly inMinutes: number;
  readonly lines: readonly (Kind & { readonly units: number })[];
}

export function bloodBrief({ gaps }: BloodView): BloodBrief[] {
  return gaps.flatMap((gap): BloodBrief[] => {
    const lacks = lacksOf(gap);
    const last = lacks.at(-1);
    if (last === undefined) {
      return [];
    }
    const first = lacks.find((each) => each.lines.length > 0);
    if (first) {
      return [{ party: gap.party, is: "lacks", inMinutes: first.inMinutes, lines: first.lines }];
    }
    const is = lacks.some((each) => each.unknown.length > 0) ? "unknown" : "lasts";
    return [{ party: gap.party, is, inMinutes: last.inMinutes, lines: [] }];
  });
}
