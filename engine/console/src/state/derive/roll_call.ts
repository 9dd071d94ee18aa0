// Roll-calls as one reads them: which are under way, by organisation and person who has answered and who has not over each
// channel, and the last report of every region.
import type { Session } from "../../api/session";
import type { GetRollCallReply, ReachView, RegionReach, RollCallAnswerView, RollCallView } from "../../gen/larm/v1/contact_pb";
import { Role } from "../../gen/larm/v1/domain_pb";
import { organisationOf } from "../party";
import { isDutyOfficer } from "./rights";

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

/** The latest first. A server from before several could run tells of one. */
export function rollCallsOf(reply: GetRollCallReply): readonly RollCallView[] {
  const told = reply.rollCalls.length > 0 ? reply.rollCalls : reply.rollCall ? [reply.rollCall] : [];
  return told.filter((each) => each.rollCallId !== "");
}

/** Whoever might have started it may call it off. */
export function mayEnd(session: Session, call: RollCallView): boolean {
  const isOwn = call.answers.every((each) => organisationOf(each.party) === session.organisation);
  return session.role === Role.ADMIN || (isDutyOfficer(session) && isOwn);
}

export interface LastReport extends OrganisationAnswers {
  readonly call: RollCallView;
}

/**
 * Each organisation's last roll-call that is over. `before`: what was known of them; the server lets go of a report as soon
 * as one of the same people is asked anew, and until that one is over it is still the last there is.
 */
export function lastReports(before: readonly LastReport[], calls: readonly RollCallView[], regions: readonly string[]): LastReport[] {
  const last = new Map(before.map((each) => [each.organisation, each]));
  const over = calls.filter((each) => !isRunning(each)).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  for (const call of over) {
    for (const answers of answersOf(call, regions)) {
      const known = last.get(answers.organisation);
      if (known === undefined || known.call.startedAt <= call.startedAt) {
        last.set(answers.organisation, { ...answers, call });
      }
    }
  }
  const order = [...regions, ...[...last.keys()].filter((each) => !regions.includes(each))];
  return order.flatMap((each) => last.get(each) ?? []);
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
