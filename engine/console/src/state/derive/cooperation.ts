// What of support, supplies, situation report and conferences waits for whoever looks: first what others wait for, then what
// they themselves have asked. And which events each of them depends on.
import type { Session } from "../../api/session";
import type { ConferenceView } from "../../gen/larm/v1/conference_pb";
import type { Event } from "../../gen/larm/v1/event_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import type { SituationView } from "../../gen/larm/v1/situation_calls_pb";
import type { SupplyView, SupportRequestRecord } from "../../gen/larm/v1/support_pb";
import type { Rules } from "../rules";
import { awaitedPositions, conferencePhase, leadsConference, missingFrom } from "./conference";
import { maySendReport, reportDue } from "./situation";
import { isAlarming } from "./standing";
import { supplyState } from "./supplies";
import { awaitedLines, isAsker, supportRegion } from "./support";

export type Tab = "support" | "supplies" | "situation" | "conference";
export const tabs: readonly Tab[] = ["support", "supplies", "situation", "conference"];

export type Todo =
  | { readonly kind: "answer"; readonly requestId: string; readonly region: string; readonly lines: number; readonly atUs: bigint }
  | { readonly kind: "report"; readonly atUs: bigint }
  | { readonly kind: "accept"; readonly requestId: string; readonly offers: number; readonly atUs: bigint }
  | { readonly kind: "goHome"; readonly requestId: string; readonly region: string; readonly offerId: string }
  | { readonly kind: "rollCall"; readonly conferenceId: string; readonly missing: number; readonly atUs: bigint }
  | { readonly kind: "position"; readonly conferenceId: string; readonly decisions: readonly number[] };

export interface Known {
  readonly requests: readonly SupportRequestRecord[];
  readonly situation: SituationView | undefined;
  readonly conferences: readonly ConferenceView[];
}

export const tabOf: Record<Todo["kind"], Tab> = {
  answer: "support",
  report: "situation",
  accept: "support",
  goHome: "support",
  rollCall: "conference",
  position: "conference",
};

/** In the order in which they are to be done. */
export function todosOf(session: Session | undefined, view: IncidentView, rules: Rules | undefined, known: Known, nowUs: bigint): Todo[] {
  if (!isAlarming(view)) {
    return [];
  }
  const region = supportRegion(session, rules);
  return [
    ...known.requests.flatMap((request) => answerTo(request, region)),
    ...report(session, view, rules, known.situation, nowUs),
    ...known.requests.filter((request) => isAsker(session, request)).flatMap(ofAsker),
    ...known.conferences.flatMap((each) => ofConference(session, view, each, nowUs)),
  ];
}

function answerTo(request: SupportRequestRecord, region: string | undefined): Todo[] {
  const lines = region === undefined ? 0 : awaitedLines(request, region).length;
  return lines > 0 ? [{ kind: "answer", requestId: request.requestId, region: request.regionId, lines, atUs: request.requestedAtUs }] : [];
}

function report(session: Session | undefined, view: IncidentView, rules: Rules | undefined, situation: SituationView | undefined, nowUs: bigint): Todo[] {
  const due = reportDue(view, rules, situation, nowUs);
  return due.is === "due" && maySendReport(session, view) ? [{ kind: "report", atUs: due.atUs }] : [];
}

function ofAsker(request: SupportRequestRecord): Todo[] {
  const offers = request.lines.filter((line) => !line.cancelled).flatMap((line) => line.offers);
  const open = offers.filter((offer) => offer.open > 0);
  const first = open.reduce((least, { offeredAtUs: at }) => (least === 0n || at < least ? at : least), 0n);
  return [
    ...(open.length > 0 ? [{ kind: "accept", requestId: request.requestId, offers: open.length, atUs: first } as const] : []),
    ...offers
      .filter((offer) => offer.returnAsked)
      .map(({ regionId, offerId }) => ({ kind: "goHome", requestId: request.requestId, region: regionId, offerId }) as const),
  ];
}

function ofConference(session: Session | undefined, view: IncidentView, conference: ConferenceView, nowUs: bigint): Todo[] {
  const { record } = conference;
  if (record === undefined) {
    return [];
  }
  const { conferenceId, startsAtUs } = record;
  const decisions = awaitedPositions(session, record);
  const isToCall = conferencePhase(record, nowUs) === "begun" && record.rollCallAtUs === 0n && leadsConference(session, view, record);
  return [
    ...(isToCall ? [{ kind: "rollCall", conferenceId, missing: missingFrom(conference).length, atUs: startsAtUs } as const] : []),
    ...(decisions.length > 0 ? [{ kind: "position", conferenceId, decisions } as const] : []),
  ];
}

/** How many of each tab's wait; of supplies, how many run short. */
export function countsOf(todos: readonly Todo[], supplies: readonly SupplyView[]): Record<Tab, number> {
  const count = (tab: Tab) => todos.filter((each) => tabOf[each.kind] === tab).length;
  return {
    support: count("support"),
    supplies: supplies.filter((each) => supplyState(each) === "short").length,
    situation: count("situation"),
    conference: count("conference"),
  };
}

type Touches = (event: Event) => boolean;

export const touchesSupport =
  (incidentId: string): Touches =>
  ({ incidentId: id, kind }) =>
    id === incidentId && (kind.case?.startsWith("support") ?? false);

export const touchesSupplies: Touches = ({ kind }) => kind.case === "supplyReported" || kind.case === "rulePackActivated";

/** Nearly everything that happens is in it; but not that a message went out. Supplies are every incident's. */
export const touchesSituation =
  (incidentId: string): Touches =>
  (event) =>
    touchesSupplies(event) || (event.incidentId === incidentId && event.kind.case !== "deliveryRecorded");

const ofConferences: ReadonlySet<string | undefined> = new Set([
  "conferenceCalled",
  "conferenceChanged",
  "attendanceReported",
  "conferenceDecided",
  "positionTaken",
  "conferenceEnded",
  // Whether a participant has seen the call.
  "partyAcknowledged",
  "partyAnswered",
]);

export const touchesConferences =
  (incidentId: string): Touches =>
  ({ incidentId: id, kind }) =>
    id === incidentId && ofConferences.has(kind.case);
