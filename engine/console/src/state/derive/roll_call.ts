// A roll-call as one reads it: by organisation and person, over each channel, who has answered and who has not.
import type { ReachView, RegionReach, RollCallAnswerView, RollCallView } from "../../gen/larm/v1/contact_pb";
import { organisationOf } from "../party";

export interface PersonAnswers {
  readonly party: string;
  readonly officerId: string;
  readonly answers: readonly RollCallAnswerView[];
  readonly hasAnswered: boolean;
}

export interface OrganisationAnswers {
  readonly organisation: string;
  /** Who has not answered first. */
  readonly people: readonly PersonAnswers[];
}

export function isRunning(call: RollCallView | undefined): boolean {
  return call !== undefined && call.rollCallId !== "" && call.endedAt === 0n;
}

export function answersOf(call: RollCallView, regions: readonly string[]): OrganisationAnswers[] {
  const people = new Map<string, RollCallAnswerView[]>();
  for (const answer of call.answers) {
    const key = `${answer.party} ${answer.officerId}`;
    people.set(key, [...(people.get(key) ?? []), answer]);
  }
  const lines = [...people.values()].map((answers): PersonAnswers => {
    const [first] = answers as [RollCallAnswerView];
    return { party: first.party, officerId: first.officerId, answers, hasAnswered: answers.some((each) => each.answered) };
  });
  const seen = [...new Set(lines.map((each) => organisationOf(each.party)))];
  const order = [...regions.filter((each) => seen.includes(each)), ...seen.filter((each) => !regions.includes(each))];
  return order.map((organisation) => ({
    organisation,
    people: lines
      .filter((each) => organisationOf(each.party) === organisation)
      .sort((a, b) => Number(a.hasAnswered) - Number(b.hasAnswered) || (a.party < b.party ? -1 : 1)),
  }));
}

export interface PersonReach {
  readonly party: string;
  readonly officerId: string;
  readonly ways: readonly ReachView[];
}

export function reachOf(reach: readonly ReachView[]): PersonReach[] {
  const people = new Map<string, ReachView[]>();
  for (const each of reach) {
    const key = `${each.party} ${each.officerId}`;
    people.set(key, [...(people.get(key) ?? []), each]);
  }
  return [...people.values()].map((ways) => {
    const [first] = ways as [ReachView];
    return { party: first.party, officerId: first.officerId, ways };
  });
}

/** Regions in the pack's order, then others. */
export function inOrder(regions: readonly RegionReach[], order: readonly string[]): RegionReach[] {
  const rank = ({ organisation }: RegionReach) => (order.includes(organisation) ? order.indexOf(organisation) : order.length);
  return [...regions].sort((a, b) => rank(a) - rank(b));
}
