// A sentence for each event: what happened. Who, when and over what stand in columns of their own.
import { BloodOfferState, CallResult, DeliveryOutcome, ReadinessLevel, Via } from "../gen/larm/v1/domain_pb";
import type { Event } from "../gen/larm/v1/event_pb";
import type { Entry } from "../state/world";
import { microsToMs } from "../feed/server_clock";
import { unitsText } from "./blood_units";
import { callResultWord, channelWord, levelWord, outcomeWord, viaWord } from "./domain";
import { sayLater } from "./later_events.svelte";
import { holderName, partyName, regionName, stepName, vehiclesWord } from "./names";
import { say } from "./say.svelte";
import { clockMinute } from "./times";
import { tokenName } from "./spoken_names.svelte";
import { eventText as text, timeline } from "./timeline";
import { board } from "./board";
import { whyWord } from "./why";

/** What happened. */
export function whatOf({ event }: Entry): string {
  const said =
    world(event) ??
    incident(event) ??
    transports(event) ??
    blood(event) ??
    rollCall(event) ??
    sayLater(event) ??
    say(text.unknown);
  return said.replace(/[:.]\s*$/, ""); // where a reason could have stood
}

/** Who did it: a party, whoever entered it for them, or the chain itself. */
export function whoOf({ event }: Entry): string {
  const actor = event.cause?.actor;
  if (!actor || actor.role === 0) {
    return say(timeline.engine);
  }
  return holderName({ role: actor.role, organisation: actor.organisation, name: tokenName(actor.tokenId) });
}

/** Over what a human's act came; empty where it was none. */
export function viaOf({ event }: Entry): string {
  const value = event.kind.value;
  const via = value && "via" in value ? value.via : Via.UNSPECIFIED;
  if (via === Via.UNSPECIFIED) {
    return "";
  }
  const takenBy = value && "takenBy" in value ? value.takenBy : "";
  const by = tokenName(takenBy);
  const taken = by ? say(text.takenByVoiceOf, { who: by }) : takenBy && say(text.takenByVoice);
  return [say(viaWord[via] ?? viaWord[0]), taken].filter(Boolean).join(", ");
}

/** Everything in one line, for searching. */
export function lineOf(entry: Entry): string {
  return `${whatOf(entry)} ${whoOf(entry)} ${viaOf(entry)}`;
}

function world({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "rulePackChunk":
      return say(text.rulePackChunk, { n: kind.value.index + 1, m: kind.value.count });
    case "rulePackActivated":
      return say(text.rulePackActivated, { name: kind.value.name, version: kind.value.version });
    case "dutySeeded":
      return say(text.dutySeeded, { officer: kind.value.officerId, party: partyName(kind.value.party) });
    case "dutyOffered":
      return say(text.dutyOffered, { officer: kind.value.officerId, party: partyName(kind.value.party) });
    case "dutyAccepted":
      return say(text.dutyAccepted, { officer: kind.value.officerId, party: partyName(kind.value.party) });
    case "dutyReminded":
      return say(text.dutyReminded, { officer: kind.value.officerId, party: partyName(kind.value.party) });
    case "dutyPlanned":
      return say(text.dutyPlanned, { party: partyName(kind.value.party) });
    case "deviceDropped":
      return say(text.deviceDropped, { officer: kind.value.officerId, party: partyName(kind.value.party) });
    case "clockSkewNoticed":
      return say(text.clockSkewNoticed, { n: Math.round(Number(kind.value.skewUs) / 1_000_000) });
    case "contactsChanged":
      return say(text.contactsChanged, { n: String(kind.value.number) });
    case "contactsWithdrawn":
      return say(text.contactsWithdrawn, { n: String(kind.value.number) });
    case "contactsCorrected":
      return say(text.contactsCorrected, { who: kind.value.recipients.map(partyName).join(", ") });
    default:
      return undefined;
  }
}

function incident(event: Event): string | undefined {
  const { kind } = event;
  switch (kind.case) {
    case "incidentReported":
      return say(text.incidentReported, {
        type: kind.value.report?.type || say(board.kindUnknown),
        place: kind.value.report?.exactLocation || say(board.placeUnknown),
      });
    case "incidentConfirmed":
      return say(text.incidentConfirmed, {
        region: regionName(kind.value.regionId),
        level: levelText(kind.value.level),
      });
    case "levelChanged":
      return say(text.levelChanged, { level: levelText(kind.value.level) });
    case "incidentRescinded":
      return say(text.incidentRescinded, { reason: kind.value.reason });
    case "nationalDecided":
      return kind.value.taken ? say(text.nationalTaken) : say(text.nationalDeclined, { reason: kind.value.reason });
    case "incidentStoodDown":
      return say(text.incidentStoodDown, { reason: kind.value.reason });
    case "incidentClosed": {
      const missed = kind.value.notReached.map(partyName).join(", ");
      const closed = say(text.incidentClosed, { reason: kind.value.reason });
      return missed ? `${closed}. ${say(text.notReached, { who: missed })}` : closed;
    }
    case "chasesHeld":
      return say(text.chasesHeld);
    case "chasesResumed":
      return say(text.chasesResumed);
    case "stepStarted":
      return say(text.stepStarted, { step: stepName(kind.value.step), n: event.chases.length });
    case "chaseEscalated":
      return say(text.chaseEscalated, {
        party: partyName(kind.value.party),
        step: stepName(kind.value.step),
        next: escalation(event),
      });
    case "partyAcknowledged":
      return say(text.partyAcknowledged, { party: partyName(kind.value.party) });
    case "partyAnswered":
      return say(text.partyAnswered, {
        party: partyName(kind.value.party),
        step: stepName(kind.value.step),
        answer: answerText(kind.value.answer),
      });
    case "deliveryRecorded":
      return say(text.deliveryRecorded, {
        channel: say(channelWord[kind.value.channel] ?? channelWord[0]),
        who: partyName(kind.value.recipient),
        outcome: outcomeText(kind.value.outcome, kind.value.detail),
      });
    case "callReported":
      return say(text.callReported, {
        party: partyName(kind.value.party),
        result: say(callResultWord[kind.value.result] ?? callResultWord[CallResult.UNSPECIFIED]),
      });
    default:
      return undefined;
  }
}

function transports({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "transportsCommitted": {
      const { provisional, regionId, count } = kind.value;
      const what = { region: regionName(regionId), n: count, kind: vehiclesWord(count, kind.value.kind) || say(board.kindMissing) };
      return provisional ? say(text.transportsProvisional, what) : say(text.transportsCommitted, what);
    }
    case "transportsDeclined":
      return say(text.transportsDeclined, {
        region: regionName(kind.value.regionId),
        n: kind.value.missing,
        reason: kind.value.reason,
      });
    case "transportsRevoked": {
      const count = kind.value.shares.reduce((sum, share) => sum + share.count, 0);
      return say(text.transportsRevoked, { region: regionName(kind.value.regionId), n: count, reason: kind.value.reason });
    }
    case "transportsReconfirmed":
      return say(text.transportsReconfirmed, { region: regionName(kind.value.regionId) });
    case "transportsDeparted":
      return say(text.transportsDeparted, { region: regionName(kind.value.regionId), n: kind.value.share?.count ?? 0 });
    case "transportsReleased":
      return say(text.transportsReleased, { region: regionName(kind.value.regionId), n: kind.value.share?.count ?? 0 });
    case "commitmentExpired":
      return say(text.commitmentExpired, { region: regionName(kind.value.regionId), n: kind.value.share?.count ?? 0 });
    case "reconfirmAsked":
      return say(text.reconfirmAsked, { region: regionName(kind.value.regionId) });
    case "shortfallAccepted":
      return say(text.shortfallAccepted, {
        region: regionName(kind.value.regionId),
        n: kind.value.missing,
        reason: kind.value.reason,
      });
    default:
      return undefined;
  }
}

function blood({ kind }: Event): string | undefined {
  const noted = (what: string, note: string) => (note ? say(text.bloodNote, { what, note }) : what);
  switch (kind.case) {
    case "bloodStockReported": {
      const { party, lines, note } = kind.value;
      return noted(say(text.bloodStockReported, { party: partyName(party), units: unitsText(lines) }), note);
    }
    case "bloodCountryAlarmed": {
      const { party, asks, reason, sameAsUs } = kind.value;
      if (sameAsUs !== 0n) {
        return say(text.bloodSameAlarm, { party: partyName(party) });
      }
      return say(text.bloodCountryAlarmed, { party: partyName(party), units: unitsText(asks), reason });
    }
    case "bloodOffered": {
      const { party, to, units, note } = kind.value;
      return noted(say(text.bloodOffered, { party: partyName(party), to: partyName(to), units: unitsText(units) }), note);
    }
    case "bloodOfferWithdrawn": {
      const { party, offerId, reason } = kind.value;
      return say(text.bloodOfferWithdrawn, { party: partyName(party), offer: offerId, reason });
    }
    case "bloodAccepted": {
      const { party, offerId, units, note } = kind.value;
      return noted(say(text.bloodAccepted, { party: partyName(party), offer: offerId, units: unitsText(units) }), note);
    }
    case "bloodTransportReported": {
      const { offerId: offer, state, arrivesAtUs, note } = kind.value;
      if (state === BloodOfferState.ARRIVED) {
        return noted(say(text.bloodArrived, { offer }), note);
      }
      const at = clockMinute(microsToMs(arrivesAtUs));
      return noted(arrivesAtUs === 0n ? say(text.bloodUnderWay, { offer }) : say(text.bloodUnderWayAt, { offer, at }), note);
    }
    default:
      return undefined;
  }
}

function rollCall({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "rollCallStarted":
      return say(text.rollCallStarted, { n: kind.value.asks.length });
    case "rollCallDelivered":
      return say(text.rollCallDelivered, {
        channel: say(channelWord[kind.value.channel] ?? channelWord[0]),
        officer: kind.value.officerId,
        outcome: outcomeText(kind.value.outcome, kind.value.detail),
      });
    case "rollCallAnswered":
      return say(text.rollCallAnswered, { officer: kind.value.officerId });
    case "rollCallEnded":
      return say(text.rollCallEnded);
    default:
      return undefined;
  }
}

/** What went out because nobody answered. */
function escalation(event: Event): string {
  const update = event.chases.find((each) => each.notices.length > 0);
  if (!update) {
    return say(text.escalatedNothing);
  }
  const ways = update.notices.map((notice) =>
    say(text.escalatedTo, {
      who: partyName(notice.recipient),
      channels: notice.channels.map((channel) => say(channelWord[channel] ?? channelWord[0])).join(", "),
    }),
  );
  return say(text.escalatedAttempt, { n: update.attempt, ways: ways.join(". ") });
}

function outcomeText(outcome: DeliveryOutcome, detail: string): string {
  const word = say(outcomeWord[outcome] ?? outcomeWord[0]);
  if (outcome !== DeliveryOutcome.FAILED || !detail) {
    return word;
  }
  const why = whyWord(detail);
  return why ? `${word}: ${say(why)} (${detail})` : `${word} (${detail})`;
}

export function levelText(level: ReadinessLevel): string {
  return say(levelWord[level] ?? levelWord[0]);
}

/** "accept 5", "provisional 5", "decline: why" and "asks: why" in words. */
export function answerText(answer: string): string {
  const [, kind = "", rest = ""] = /^(accept|provisional|decline|asks)[: ]*(.*)$/s.exec(answer) ?? [];
  switch (kind) {
    case "accept":
      return say(board.answerAccept, { n: rest }).trim();
    case "provisional":
      return say(board.answerProvisional, { n: rest }).trim();
    case "decline":
      return say(board.answerDecline, { reason: rest });
    case "asks":
      return say(board.answerAsks, { reason: rest });
    default:
      return answer;
  }
}
