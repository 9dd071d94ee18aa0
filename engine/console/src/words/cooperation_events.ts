// Support, supplies, situation reports and conferences, as a line of the timeline.
import { Position } from "../gen/larm/v1/conference_pb";
import type { Event } from "../gen/larm/v1/event_pb";
import { SupportReportKind } from "../gen/larm/v1/support_pb";
import { microsToMs } from "../feed/server_clock";
import { unknownWord } from "./domain";
import { partyName, regionName } from "./names";
import { say } from "./say.svelte";
import type { Pair } from "./say.svelte";
import { clockMinute } from "./times";

const text = {
  requested: ["Stöd begärt, {id}: {lines}", "Support asked for, {id}: {lines}"],
  offered: ["{region} erbjöd {n} till {line}", "{region} offered {n} for {line}"],
  declined: ["{region} avböjde {line}: {reason}", "{region} declined {line}: {reason}"],
  accepted: ["{n} av {id} accepterades", "{n} of {id} were accepted"],
  reported: ["{region}: {n} av {id} {how}", "{region}: {n} of {id} {how}"],
  released: ["{n} av {id} släpptes", "{n} of {id} were released"],
  cancelled: ["{id} begärs inte längre: {reason}", "{id} is asked for no longer: {reason}"],
  supply: ["{who}: {item} räcker {days} dygn", "{who}: {item} lasts {days} days"],
  filled: ["{party} fyllde i lägesbilden, {section}", "{party} filled in the situation report, {section}"],
  sent: ["Lägesbild {n} skickades", "Situation report {n} was sent"],
  called: ["Kallelse till konferens {id} kl {at}", "Conference {id} called for {at}"],
  changed: ["Konferens {id} ändrades: kl {at}", "Conference {id} changed: {at}"],
  present: ["Upprop {id}: {who}", "Roll-call of {id}: {who}"],
  decided: ["Konferens {id} beslutade: {decision}", "Conference {id} decided: {decision}"],
  position: ["{party} {stands} beslut {id}: {words}", "{party} {stands} decision {id}: {words}"],
  ended: ["Konferens {id} avslutades", "Conference {id} ended"],
  endedNext: ["Konferens {id} avslutades, nästa kl {at}", "Conference {id} ended, the next one {at}"],
} as const satisfies Record<string, Pair>;

const how: Partial<Record<SupportReportKind, Pair>> = {
  [SupportReportKind.UNDER_WAY]: ["på väg", "under way"],
  [SupportReportKind.ARRIVED]: ["framme", "arrived"],
  [SupportReportKind.WITHDRAWN]: ["togs tillbaka", "withdrawn"],
  [SupportReportKind.RETURN_ASKED]: ["behövs hemma", "needed back"],
};

const stands: Partial<Record<Position, Pair>> = {
  [Position.SUPPORTS]: ["står bakom", "stands behind"],
  [Position.RESERVATION]: ["har förbehåll mot", "has a reservation about"],
  [Position.ASIDE]: ["står utanför", "stands aside from"],
};

function at(us: bigint): string {
  return clockMinute(microsToMs(us));
}

/** Nothing where the event is about something else. */
export function cooperationEvent({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "supportRequested": {
      const lines = kind.value.request?.lines.map((line) => `${line.quantity} ${line.words}`) ?? [];
      return say(text.requested, { id: kind.value.request?.requestId ?? "", lines: lines.join("; ") });
    }
    case "supportOffered":
      return say(text.offered, {
        region: regionName(kind.value.offer?.regionId ?? ""),
        n: kind.value.offer?.quantity ?? 0,
        line: `${kind.value.requestId}.${kind.value.line}`,
      });
    case "supportDeclined":
      return say(text.declined, {
        region: regionName(kind.value.decline?.regionId ?? ""),
        line: kind.value.lines.map((line) => `${kind.value.requestId}.${line}`).join(", "),
        reason: kind.value.decline?.reason ?? "",
      });
    case "supportAccepted":
      return say(text.accepted, { n: kind.value.count, id: kind.value.offerId });
    case "supportReported":
      return [
        say(text.reported, { region: regionName(kind.value.regionId), n: kind.value.count, id: kind.value.offerId, how: say(how[kind.value.kind] ?? unknownWord) }),
        kind.value.reason,
      ]
        .filter(Boolean)
        .join(", ");
    case "supportReleased":
      return say(text.released, { n: kind.value.count, id: kind.value.offerId });
    case "supportCancelled":
      return say(text.cancelled, { id: kind.value.requestId, reason: kind.value.reason });
    case "supplyReported":
      return say(text.supply, {
        who: regionName(kind.value.supply?.organisationId ?? ""),
        item: kind.value.supply?.item ?? "",
        days: (kind.value.supply?.daysOfCoverTenths ?? 0) / 10,
      });
    case "situationFilled":
      return say(text.filled, { party: partyName(kind.value.fill?.party ?? ""), section: kind.value.fill?.section ?? "" });
    case "situationSent":
      return say(text.sent, { n: kind.value.report?.number ?? 0 });
    case "conferenceCalled":
      return say(text.called, { id: kind.value.conference?.conferenceId ?? "", at: at(kind.value.conference?.startsAtUs ?? 0n) });
    case "conferenceChanged":
      return say(text.changed, { id: kind.value.conferenceId, at: at(kind.value.startsAtUs) });
    case "attendanceReported":
      return say(text.present, { id: kind.value.conferenceId, who: kind.value.present.map(partyName).join(", ") });
    case "conferenceDecided":
      return say(text.decided, { id: kind.value.conferenceId, decision: kind.value.decision?.decision ?? "" });
    case "positionTaken":
      return say(text.position, {
        party: partyName(kind.value.position?.party ?? ""),
        stands: say(stands[kind.value.position?.position ?? Position.UNSPECIFIED] ?? unknownWord),
        id: `${kind.value.conferenceId}.${kind.value.decision}`,
        words: kind.value.position?.words ?? "",
      });
    case "conferenceEnded":
      return kind.value.nextAtUs === 0n
        ? say(text.ended, { id: kind.value.conferenceId })
        : say(text.endedNext, { id: kind.value.conferenceId, at: at(kind.value.nextAtUs) });
    default:
      return undefined;
  }
}
