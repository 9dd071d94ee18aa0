// What a preflight has found, by party: the server grades and orders them, the worst first.
import { type PreflightFinding, PreflightGrade } from "../../gen/larm/v1/contact_pb";
import { organisationOf } from "../party";
import type { Tone } from "./standing";

export interface Graded {
  readonly party: string;
  readonly grade: PreflightGrade;
  /** What keeps a step from the party first, else as the server has them. */
  readonly findings: readonly PreflightFinding[];
}

export const gradeTone: Record<PreflightGrade, Tone> = {
  [PreflightGrade.UNSPECIFIED]: "late", // of a newer server
  [PreflightGrade.UNREACHABLE]: "bad",
  [PreflightGrade.STEP_UNREACHABLE]: "bad",
  [PreflightGrade.FEWER_WAYS]: "late",
  [PreflightGrade.DOUBTFUL]: "none",
};

/** By party, as they stand; of one organisation where it is named. */
export function graded(findings: readonly PreflightFinding[], organisation = ""): Graded[] {
  const byParty = new Map<string, PreflightFinding[]>();
  for (const each of findings) {
    if (organisation === "" || organisationOf(each.party) === organisation) {
      byParty.set(each.party, [...(byParty.get(each.party) ?? []), each]);
    }
  }
  return [...byParty].map(([party, own]) => ({
    party,
    grade: own[0]?.grade ?? PreflightGrade.UNSPECIFIED,
    findings: [...own.filter((each) => each.unreachable), ...own.filter((each) => !each.unreachable)],
  }));
}

/** How many parties there are of each tone that matters. */
export function sumOf(all: readonly Graded[]): { bad: number; weak: number; doubtful: number } {
  const of = (tone: Tone) => all.filter((each) => (gradeTone[each.grade] ?? "late") === tone).length;
  return { bad: of("bad"), weak: of("late"), doubtful: of("none") };
}
