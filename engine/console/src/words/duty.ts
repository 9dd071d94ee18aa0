// Who is on duty, handing the duty over, planning it, and whether everyone can be reached.
import { PreflightReason } from "../gen/larm/v1/contact_pb";
import type { Grade } from "../state/derive/findings";
import type { Pair } from "./say.svelte";

export const duty = {
  title: ["Jour", "On duty"],
  now: ["I tjänst nu och härnäst", "On duty now and next"],
  own: ["Din jour", "Your duty"],
  ownNone: ["Din inloggning har ingen jour att lämna eller ta över.", "Your sign-in has no duty to hand over or to take."],
  party: ["Funktion", "Function"],
  officer: ["I tjänst", "On duty"],
  next: ["Härnäst", "Next"],
  channels: ["Kan nås över", "Reached over"],
  nobody: ["Ingen i tjänst", "Nobody on duty"],
  since: ["sedan {at}", "since {at}"],
  nextFrom: ["{who} från {at}", "{who} from {at}"],
  nobodyPlanned: ["ingen planerad", "nobody planned"],
  planUnknown: ["okänt", "unknown"],
  gap: ["Lucka {from} till {until}", "Gap {from} to {until}"],
  planEnds: ["Planen slutar {at}", "The plan ends {at}"],
  offered: ["Erbjuden till {who}, inte godkänd än", "Offered to {who}, not accepted yet"],
  offeredLead: ["Den som har jouren behåller den tills den nya har tagit över.", "Whoever has the duty keeps it until the next one has taken over."],
  channelsUnknown: ["okänt", "unknown"],
  accept: ["Ta över jouren som {who}", "Take over the duty as {who}"],
  acceptLead: ["Den som tar över godkänner med sin egen inloggning. Pågående larm följer med.", "Whoever takes over accepts with their own sign-in. Alarms under way move along."],
  offer: ["Lämna över jouren", "Hand the duty over"],
  offerTo: ["Till", "To"],
  offerNote: ["Det nästa behöver veta", "What the next one needs to know"],
  offerSend: ["Erbjud jouren till {who}", "Offer the duty to {who}"],
  choose: ["Välj vem.", "Choose whom."],
  officerId: ["Personens beteckning", "The person's id"],
  plan: ["Planera pass", "Plan shifts"],
  planFor: ["Planera pass: {party}", "Plan shifts: {party}"],
  planLead: ["Ersätter allt som är planerat och inte har börjat. Tiderna är svensk lokal tid.", "Replaces everything that is planned and has not begun. Times are Swedish local time."],
  planNone: ["Inga pass i planen: den som är i tjänst fortsätter.", "No shifts in the plan: whoever is on duty goes on."],
  shift: ["Pass {n}", "Shift {n}"],
  from: ["Från", "From"],
  until: ["Till", "Until"],
  add: ["Lägg till pass", "Add a shift"],
  remove: ["Ta bort pass {n}", "Remove shift {n}"],
  planSend: ["Spara planen, {n} pass", "Save the plan, {n} shifts"],
  planFaulty: ["Pass {n} saknar person eller tid, eller slutar innan det börjar.", "Shift {n} lacks a person or a time, or ends before it begins."],
  reach: ["Kan vi nås?", "Can we be reached?"],
  reachOwn: ["Kan {organisation} nås om larmet går nu?", "Can {organisation} be reached if the alarm goes now?"],
  reachAllWell: ["Inget fel hittades: alla kan nås.", "Nothing was found: everyone can be reached."],
  reachLead: ["Kontrollera vid varje passbyte.", "Check at every change of shift."],
  reachAgain: ["Kontrollera igen", "Check again"],
  reachSum: ["{bad} nås inte, {weak} nås sämre", "{bad} cannot be reached, {weak} less well"],
  allSteps: ["alla steg", "all steps"],
} as const;

export const gradeWord: Record<Grade, Pair> = {
  unreachable: ["Kan inte nås", "Cannot be reached"],
  nobody: ["Ingen i tjänst", "Nobody on duty"],
  weak: ["Nås sämre", "Reached less well"],
  note: ["Att känna till", "To know"],
};

export const reasonWord: Record<PreflightReason, Pair> = {
  [PreflightReason.UNSPECIFIED]: ["Okänt skäl", "Unknown reason"],
  [PreflightReason.NOBODY_ON_DUTY]: ["Ingen har jouren", "Nobody has the duty"],
  [PreflightReason.NO_CHANNEL]: ["Ingen adress för de kanaler som används", "No address for the channels that are used"],
  [PreflightReason.NOT_CONFIGURED]: ["Kanalerna är inte inkopplade i servern", "The channels are not set up in the server"],
  [PreflightReason.NOT_PROVEN]: ["Ingen kanal är prövad på länge: håll ett provlarm", "No channel has been proven for long: hold a roll-call"],
  [PreflightReason.PUSH_DROPPED]: ["Ingen telefon eller dator tar emot push: anmäl en under Inställningar", "No phone or computer receives push: add one under Settings"],
  [PreflightReason.ROSTER_ENDS]: ["Passet tar slut och ingen är planerad efter", "The shift ends and nobody is planned after it"],
  [PreflightReason.PUSH_DOUBTFUL]: ["En enhet för push är förmodligen död", "A device for push is probably dead"],
};
