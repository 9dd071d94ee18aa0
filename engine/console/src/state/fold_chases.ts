// How the parties of an incident stand, moved on by an event. Mirrors what the core does with the same event
// (engine/core/fold.cpp); a test holds the two together.
import { create } from "@bufbuild/protobuf";
import { DeliveryOutcome, PartyState, type Via } from "../gen/larm/v1/domain_pb";
import type { ChaseUpdate, DeliveryRecorded, Event } from "../gen/larm/v1/event_pb";
import {
  type DeliveryView,
  DeliveryViewSchema,
  type IncidentView,
  type PartyView,
  PartyViewSchema,
} from "../gen/larm/v1/incident_pb";
import { isOnlyLogged } from "./log_only";

export function foldChases(view: IncidentView, event: Event): IncidentView {
  if (event.chases.length === 0) {
    return view;
  }
  const parties = [...view.parties];
  for (const update of event.chases) {
    const index = parties.findIndex((each) => each.party === update.party && each.step === update.step);
    const known = parties[index];
    const next = updated(known ?? begun(update, event.atUs), update, event);
    if (known) {
      parties[index] = next;
    } else {
      parties.push(next);
    }
  }
  return { ...view, parties };
}

function begun(update: ChaseUpdate, atUs: bigint): PartyView {
  return create(PartyViewSchema, { party: update.party, step: update.step, since: atUs, rung: -1 });
}

function updated(party: PartyView, update: ChaseUpdate, event: Event): PartyView {
  return {
    ...party,
    state: update.state,
    since: party.state === update.state ? party.since : event.atUs,
    deadline: update.nextDueUs,
    rung: update.rung,
    missing: update.missing,
    deliveries: update.notices.length === 0 ? party.deliveries : deliveriesAfter(party, update, event),
  };
}

/** A new attempt replaces what went to the same recipient over the same channel, and what has arrived. */
function deliveriesAfter(party: PartyView, update: ChaseUpdate, event: Event): DeliveryView[] {
  const relieved = event.kind.case === "dutyAccepted" ? event.kind.value.party : "";
  const answeredAt = isHuman(party.state) ? party.since : 0n;
  const isSuperseded = (delivery: DeliveryView) =>
    delivery.attempt < update.attempt &&
    (hasArrived(delivery.outcome) ||
      (!hasOutcome(delivery.outcome) && delivery.since < answeredAt) ||
      delivery.recipient === relieved ||
      update.notices.some(
        (notice) => notice.recipient === delivery.recipient && notice.channels.includes(delivery.channel),
      ));
  const fresh = update.notices.flatMap((notice) =>
    notice.channels.map((channel) =>
      create(DeliveryViewSchema, {
        recipient: notice.recipient,
        channel,
        attempt: update.attempt,
        since: event.atUs,
      }),
    ),
  );
  return [...party.deliveries.filter((each) => !isSuperseded(each)), ...fresh];
}

export function foldDelivery(view: IncidentView, recorded: DeliveryRecorded, atUs: bigint): IncidentView {
  return {
    ...view,
    parties: view.parties.map((party) => {
      if (party.party !== recorded.party || party.step !== recorded.step) {
        return party;
      }
      const deliveries = party.deliveries.map((each) =>
        each.attempt === recorded.attempt &&
        each.recipient === recorded.recipient &&
        each.channel === recorded.channel
          ? { ...each, outcome: recorded.outcome, since: atUs, receiptDue: recorded.receiptDueUs, why: whyOf(recorded) }
          : each,
      );
      return { ...party, deliveries };
    }),
  };
}

function whyOf({ outcome, detail }: DeliveryRecorded): string {
  return outcome === DeliveryOutcome.FAILED || isOnlyLogged({ why: detail }) ? detail : "";
}

/** What a human of a party said, and how it came. */
export interface Said {
  readonly party: string;
  readonly via?: Via;
  readonly takenBy?: string;
  readonly answer?: string;
  readonly note?: string;
}

/** Written at the chases that the event moved, as the core does. */
export function foldSaid(view: IncidentView, event: Event, said: Said): IncidentView {
  const moved = new Map(event.chases.map((update) => [`${update.step} ${update.party}`, update.state]));
  return {
    ...view,
    parties: view.parties.map((party) => {
      const state = moved.get(`${party.step} ${party.party}`);
      if (party.party !== said.party || state === undefined) {
        return party;
      }
      const heard = {
        ...party,
        via: said.via ?? party.via,
        actor: event.cause?.actor?.tokenId ?? "",
        takenBy: said.takenBy ?? "",
      };
      return state === PartyState.ANSWERED && said.answer
        ? { ...heard, answer: said.answer, note: said.note ?? "" }
        : heard;
    }),
  };
}

export function isHuman(state: PartyState): boolean {
  return state === PartyState.ACKNOWLEDGED || state === PartyState.ANSWERED;
}

function hasArrived(outcome: DeliveryOutcome): boolean {
  return outcome === DeliveryOutcome.RECEIVED || outcome === DeliveryOutcome.SEEN;
}

function hasOutcome(outcome: DeliveryOutcome): boolean {
  return outcome !== DeliveryOutcome.UNSPECIFIED && outcome !== DeliveryOutcome.HANDED_OVER;
}
