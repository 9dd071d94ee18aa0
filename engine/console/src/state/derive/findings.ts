// What a preflight has found, graded: who cannot be reached at all, then who is reached more poorly than the rules mean.
import { type PreflightFinding, PreflightReason } from "../../gen/larm/v1/contact_pb";
import { organisationOf } from "../party";
import type { Tone } from "./standing";

export type Grade = "unreachable" | "nobody" | "weak" | "note";

export interface Graded {
  readonly party: string;
  readonly grade: Grade;
  /** Most serious first. */
  readonly findings: readonly PreflightFinding[];
}

export const gradeTone: Record<Grade, Tone> = { unreachable: "bad", nobody: "bad", weak: "late", note: "none" };
const weight: Record<Grade, number> = { unreachable: 3, nobody: 2, weak: 1, note: 0 };

export function gradeOf(finding: PreflightFinding): Grade {
  if (finding.unreachable) {
    return "unreachable";
  }
  switch (finding.reason) {
    case PreflightReason.NOBODY_ON_DUTY:
      return "nobody";
    case PreflightReason.NO_CHANNEL:
    case PreflightReason.NOT_CONFIGURED:
    case PreflightReason.PUSH_DROPPED:
    case PreflightReason.ROSTER_ENDS:
    case PreflightReason.PUSH_DOUBTFUL:
      return "weak";
    case PreflightReason.NOT_PROVEN:
    case PreflightReason.UNSPECIFIED:
      return "note";
  }
  return "weak"; // of a newer server
}

/** By party, the worst first; of one organisation where it is named. */
export function graded(findings: readonly PreflightFinding[], organisation = ""): Graded[] {
  const parties = [...new Set(findings.map((each) => each.party))].filter(
    (party) => organisation === "" || organisationOf(party) === organisation,
  );
  return parties
    .map((party): Graded => {
      const own = findings.filter((each) => each.party === party).sort((a, b) => weight[gradeOf(b)] - weight[gradeOf(a)]);
      return { party, findings: own, grade: own[0] ? gradeOf(own[0]) : "note" };
    })
    .sort((a, b) => weight[b.grade] - weight[a.grade] || (a.party < b.party ? -1 : 1));
}
