// The words of the field: what enums, roles, regions and steps are called.
import {
  CallResult,
  Channel,
  DeliveryOutcome,
  IncidentPhase,
  PartyState,
  ReadinessLevel,
  Role,
  Via,
} from "../gen/larm/v1/domain_pb";
import { isOnlyLogged } from "../state/log_only";
import type { Pair } from "./say.svelte";

export const unknownWord: Pair = ["Okänt", "Unknown"];

export const roleWord: Record<Role, Pair> = {
  [Role.UNSPECIFIED]: unknownWord,
  [Role.TIB]: ["TiB", "Duty officer (TiB)"],
  [Role.DEPUTY]: ["Ställföreträdande TiB", "Deputy duty officer"],
  [Role.BLOOD]: ["Blodcentral", "Blood centre"],
  [Role.HOSPITAL]: ["Sjukhus", "Hospital"],
  [Role.NATIONAL]: ["Socialstyrelsens TiB", "National duty officer"],
  [Role.CONTROLLER]: ["Övningsledare", "Exercise controller"],
  [Role.OBSERVER]: ["Observatör", "Observer"],
  [Role.ADMIN]: ["Administratör", "Administrator"],
};

/** Parties are written with these in front of the organisation. */
export const partyRoles: Record<string, Role> = {
  tib: Role.TIB,
  deputy: Role.DEPUTY,
  blood: Role.BLOOD,
  hospital: Role.HOSPITAL,
  national: Role.NATIONAL,
};

export const levelWord: Record<ReadinessLevel, Pair> = {
  [ReadinessLevel.UNSPECIFIED]: ["Inget läge", "No level"],
  [ReadinessLevel.STAB]: ["Stabsläge", "Staff mode"],
  [ReadinessLevel.FORSTARKNING]: ["Förstärkningsläge", "Reinforced mode"],
  [ReadinessLevel.KATASTROF]: ["Katastrofläge", "Disaster mode"],
};

export const phaseWord: Record<IncidentPhase, Pair> = {
  [IncidentPhase.UNSPECIFIED]: unknownWord,
  [IncidentPhase.REPORTED]: ["Rapporterad, ej bekräftad", "Reported, not confirmed"],
  [IncidentPhase.CONFIRMED]: ["Bekräftad, larmet går snart", "Confirmed, alarm about to go"],
  [IncidentPhase.RUNNING]: ["Larm pågår", "Alarm under way"],
  [IncidentPhase.STOOD_DOWN]: ["Avlarmad", "Stood down"],
  [IncidentPhase.RESCINDED]: ["Återkallad", "Rescinded"],
  [IncidentPhase.CLOSED]: ["Avslutad", "Closed"],
};

export const partyStateWord: Record<PartyState, Pair> = {
  [PartyState.UNSPECIFIED]: ["Ej startat", "Not started"],
  [PartyState.PENDING]: ["Väntar", "Waiting"],
  [PartyState.SENT]: ["Skickat", "Sent"],
  [PartyState.DELIVERED]: ["Levererat", "Delivered"],
  [PartyState.ACKNOWLEDGED]: ["Kvitterat", "Acknowledged"],
  [PartyState.ANSWERED]: ["Besvarat", "Answered"],
  [PartyState.UNREACHABLE]: ["Ej nådd", "Not reached"],
};

export const channelWord: Record<Channel, Pair> = {
  [Channel.UNSPECIFIED]: unknownWord,
  [Channel.PUSH]: ["Push", "Push"],
  [Channel.SMS]: ["SMS", "SMS"],
  [Channel.VOICE]: ["Uppringning", "Voice call"],
  [Channel.RAKEL]: ["Rakel", "Rakel"],
  [Channel.EMAIL]: ["E-post", "E-mail"],
  [Channel.WEBHOOK]: ["System", "System"],
  [Channel.OPERATOR]: ["Ring själv", "Call by hand"],
};

export const outcomeWord: Record<DeliveryOutcome, Pair> = {
  [DeliveryOutcome.UNSPECIFIED]: ["i kö", "queued"],
  [DeliveryOutcome.HANDED_OVER]: ["överlämnat", "handed over"],
  [DeliveryOutcome.ACCEPTED]: ["skickat", "sent"],
  [DeliveryOutcome.RECEIVED]: ["levererat", "delivered"],
  [DeliveryOutcome.SEEN]: ["öppnat", "opened"],
  [DeliveryOutcome.FAILED]: ["misslyckat", "failed"],
};

/** While the server tells nobody, these say nothing of anybody. */
const unproved: ReadonlySet<DeliveryOutcome> = new Set([DeliveryOutcome.UNSPECIFIED, DeliveryOutcome.HANDED_OVER, DeliveryOutcome.ACCEPTED]);
const noWayOut: Pair = ["ingen väg ut", "no way out"];
const onCallList: Pair = ["på ringlistan", "on the list of calls"];

/** A call by hand that has come on the list has reached nobody by that. */
export function deliveryWord({ channel, outcome, why = "" }: { readonly channel: Channel; readonly outcome: DeliveryOutcome; readonly why?: string }, isUntold: boolean): Pair {
  if ((isUntold || isOnlyLogged({ why })) && unproved.has(outcome)) {
    return noWayOut;
  }
  const isListed = channel === Channel.OPERATOR && outcome !== DeliveryOutcome.FAILED;
  return isListed ? onCallList : (outcomeWord[outcome] ?? unknownWord);
}

export const viaWord: Record<Via, Pair> = {
  [Via.UNSPECIFIED]: unknownWord,
  [Via.CONSOLE]: ["konsolen", "the console"],
  [Via.PUSH]: ["push", "push"],
  [Via.SMS]: ["SMS", "SMS"],
  [Via.VOICE]: ["uppringning", "voice call"],
  [Via.RAKEL]: ["Rakel", "Rakel"],
  [Via.EMAIL]: ["e-post", "e-mail"],
  [Via.WEBHOOK]: ["system", "system"],
  [Via.PHONE]: ["telefon", "telephone"],
  [Via.API]: ["gränssnittet", "the interface"],
};

export const callResultWord: Record<CallResult, Pair> = {
  [CallResult.UNSPECIFIED]: unknownWord,
  [CallResult.NO_ANSWER]: ["inget svar", "no answer"],
  [CallResult.DONE]: ["åtgärdat", "seen to"],
};
