// Support between regions. Live and exercise have words of their own where something is sent.
import { SupportKind } from "../gen/larm/v1/support_pb";
import type { LineState, SupportAct } from "../state/derive/support";
import { unknownWord } from "./domain";
import type { Pair } from "./say.svelte";

export const supportKindWord: Record<SupportKind, Pair> = {
  [SupportKind.UNSPECIFIED]: unknownWord,
  [SupportKind.MATERIEL]: ["Materiel", "Materiel"],
  [SupportKind.TEAM]: ["Personal", "Staff team"],
  [SupportKind.HELICOPTER]: ["Helikopter", "Helicopter"],
  [SupportKind.ICU_TRANSPORT]: ["Intensivvårdstransport", "ICU transport"],
};

export const lineStateWord = {
  cancelled: ["Begärs inte längre", "Asked for no longer"],
  lacks: ["Saknas {n}", "{n} missing"],
  accepted: ["Antaget, inte framme", "Accepted, not there yet"],
  arrived: ["Framme", "Arrived"],
} as const satisfies Record<LineState, Pair>;

export const unitWord = {
  open: ["Erbjudet, obesvarat", "Offered, not answered"],
  waiting: ["Antaget, inte avgått", "Accepted, not left"],
  underWay: ["På väg", "Under way"],
  arrived: ["Framme", "Arrived"],
  released: ["Släppt", "Released"],
  withdrawn: ["Återtaget", "Withdrawn"],
} as const satisfies Record<string, Pair>;

export const actWord = {
  accept: ["Ta emot {n}", "Accept {n}"],
  underWay: ["{n} har avgått", "{n} have left"],
  arrived: ["{n} är framme", "{n} have arrived"],
  askHome: ["Begär hem {n}", "Ask {n} home"],
  release: ["Släpp {n}", "Release {n}"],
  withdraw: ["Ta tillbaka {n}", "Withdraw {n}"],
} as const satisfies Record<SupportAct, Pair>;

export const actTitle: Record<SupportAct, Pair> = {
  accept: ["Ta emot en del", "Accept a part"],
  underWay: ["Det har avgått", "It has left"],
  arrived: ["Det är framme", "It has arrived"],
  askHome: ["Vi behöver hem det", "We need it back"],
  release: ["Släpp stödet", "Release the support"],
  withdraw: ["Ta tillbaka erbjudandet", "Withdraw the offer"],
};

export const support = {
  none: ["Inget stöd är begärt.", "No support has been asked for."],
  notTold: ["Okänt om stöd är begärt: servern har inte svarat än.", "Unknown whether support has been asked for: the server has not answered yet."],
  live: {
    open: ["Begär stöd", "Ask for support"],
    check: ["Begär stöd av andra regioner?", "Ask other regions for support?"],
    world: ["Skarpt läge. Begäran går till människor i tjänst.", "Live. The request goes to people on duty."],
    send: ["Begär stöd av {n} regioner nu", "Ask {n} regions for support now"],
    sent: ["Stöd är begärt", "Support has been asked for"],
  },
  exercise: {
    open: ["Begär övningsstöd", "Ask for exercise support"],
    check: ["Begär övningsstöd av andra regioner?", "Ask other regions for exercise support?"],
    world: ["Övning. Begäran går bara till övningens deltagare.", "Exercise. The request goes to the exercise's participants only."],
    send: ["Begär övningsstöd av {n} regioner", "Ask {n} regions for exercise support"],
    sent: ["Övningsstöd är begärt", "Exercise support has been asked for"],
  },
  onlyRegions: ["Stöd begärs och erbjuds av regionernas TiB.", "Support is asked for and offered by the regions' duty officers."],
  lead: ["Skriv rad för rad vad som behövs. Inget skickas förrän i sista steget. Inga patientuppgifter.", "Write line by line what is needed. Nothing is sent before the last step. No patient data."],
  line: ["Rad {n}", "Line {n}"],
  kind: ["Slag av stöd", "Kind of support"],
  what: ["Vad", "What"],
  whatHint: ["till exempel infusionspumpar, traumateam med kirurg", "for example infusion pumps, trauma team with a surgeon"],
  quantity: ["Antal", "Number"],
  neededIn: ["Behövs om, minuter", "Needed in, minutes"],
  place: ["Var", "Where"],
  addLine: ["Lägg till en rad", "Add a line"],
  removeLine: ["Ta bort rad {n}", "Remove line {n}"],
  ask: ["Regioner som frågas", "Regions that are asked"],
  noteHint: ["kan lämnas tomt", "may be left empty"],
  whatMissing: ["Skriv vad som behövs på varje rad.", "Write what is needed on each line."],
  regionMissing: ["Välj minst en region.", "Choose at least one region."],
  toCheck: ["Granska", "Check"],
  chased: ["Den som inte svarar på varje rad jagas vidare. Ni ser här vem som har svarat.", "Whoever does not answer each line is chased on. You see here who has answered."],

  title: ["{id}: {region} begär stöd", "{id}: {region} asks for support"],
  askedAt: ["begärt {at} av {who}", "asked {at} by {who}"],
  lineTitle: ["Rad {line}: {n} {words}", "Line {line}: {n} {words}"],
  neededAt: ["behövs {at}", "needed {at}"],
  at: ["till {place}", "at {place}"],
  asked: ["Begärt", "Asked"],
  lacks: ["Saknas", "Missing"],
  offered: ["Erbjudet", "Offered"],
  accepted: ["Antaget", "Accepted"],
  silent: ["Har inte svarat: {who}", "Have not answered: {who}"],
  nobodySilent: ["Alla som frågats har svarat.", "All who were asked have answered."],
  said: ["{region} avböjde {at}: {reason}", "{region} declined {at}: {reason}"],
  yourAnswer: ["Ert svar väntas", "Your answer is awaited"],
  offerMore: ["Erbjud mer", "Offer more"],
  offerTitle: ["{region}: {n}", "{region}: {n}"],
  provisional: ["Preliminärt: inte bemannat eller inte beslutat", "Provisional: not manned, or not decided"],
  offeredAt: ["erbjudet {at}", "offered {at}"],
  readyAt: ["klart {at}", "ready {at}"],
  conditions: ["Villkor", "Conditions"],
  returnAsked: ["{region} behöver hem det", "{region} needs it back"],
  canGive: ["Så många kan {who} ge", "How many {who} can give"],
  readyIn: ["Kan lämna om, minuter", "Can leave in, minutes"],
  send: ["Erbjud {n}", "Offer {n}"],
  sendProvisional: ["Erbjud {n} preliminärt", "Offer {n} provisionally"],
  enter: ["Lägg in {n} från {who}", "Enter {n} from {who}"],
  no: ["Nej, kan inte", "No, cannot"],
  noTitle: ["Avböj raden", "Decline the line"],
  noAll: ["Avböj alla {n} rader i {id}", "Decline all {n} lines of {id}"],
  reasonOwn: ["Behövs i egen region", "Needed in our own region"],
  reasonNone: ["Har inget sådant", "Have none"],
  enterVoice: ["Lägg in svar per telefon eller Rakel", "Enter an answer by telephone or Rakel"],
  forWhom: ["Vem har svarat", "Who has answered"],
  whole: ["Ta emot alla {n}", "Accept all {n}"],
  howMany: ["Hur många", "How many"],
  cancelLine: ["Begär inte längre rad {n}", "Ask for line {n} no longer"],
  cancelAll: ["Begär inte längre något av {id}", "Ask for nothing of {id} any longer"],
  cancelLead: ["Det som är antaget står kvar tills ni släpper det. De som frågats får veta.", "What is accepted stands until you release it. Those asked are told."],
  reasonFilled: ["Behovet är löst på annat sätt", "The need is met in another way"],
  reasonOver: ["Behovet har upphört", "The need is over"],
  reasonBusy: ["Behövs hos oss", "Needed here"],
  reasonBroken: ["Kan inte skickas i tid", "Cannot be sent in time"],
  log: ["Allt som har hänt med {id} ({n})", "All that has happened with {id} ({n})"],
  csv: ["Stöd, CSV", "Support, CSV"],
  rm: ["EDXL-RM 1.0", "EDXL-RM 1.0"],
  ofAll: ["{n} av {m}", "{n} of {m}"],
} as const;
