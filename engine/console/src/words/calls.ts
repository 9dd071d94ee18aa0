// Calls made by hand.
import { CallAsks } from "../gen/larm/v1/alarm_pb";
import type { Pair } from "./say.svelte";

/** What a call is about, in a few words. */
export const callAsksWord: Record<CallAsks, Pair> = {
  [CallAsks.UNSPECIFIED]: ["Fråga som det står nedan", "Ask as it says below"],
  [CallAsks.ACKNOWLEDGEMENT]: ["Fråga om de har uppfattat larmet", "Ask whether they have heard the alarm"],
  [CallAsks.TRANSPORTS]: ["Fråga hur många transporter de lovar", "Ask how many transports they promise"],
  [CallAsks.NATIONAL_DECISION]: ["Fråga om det nationella steget tas", "Ask whether the national step is taken"],
  [CallAsks.SHORTFALL_DECISION]: ["Fråga om bristen på transporter godtas", "Ask whether the shortfall of transports is accepted"],
  [CallAsks.END]: ["Säg att larmet är över", "Say that the alarm is over"],
  [CallAsks.NEEDS]: ["De har svarat nej: fråga vad de behöver och kan ge", "They have said no: ask what they need and can give"],
  [CallAsks.SUPPORT]: ["Fråga vad de kan ge av stödet som begärs", "Ask what they can give of the support that is asked for"],
  [CallAsks.SITUATION]: ["Fråga om lägesbilden skickas", "Ask whether the situation report is sent"],
  [CallAsks.RESUME]: ["Jagandet står still: fråga om det ska fortsätta", "Chasing stands still: ask whether it shall go on"],
};

export const calls = {
  title: ["Samtal att ringa", "Calls to make"],
  none: ["Inga samtal att ringa just nu.", "No calls to make right now."],
  unknown: ["Okänt om något samtal väntar: servern har inte svarat.", "Unknown whether a call waits: the server has not answered."],
  nobody: ["Ingen i tjänst", "Nobody on duty"],
  noNumber: ["Inget nummer i adressboken", "No number in the address book"],
  say: ["Säg", "Say"],
  ask: ["Fråga", "Ask"],
  made: ["{n} samtal utan svar", "{n} calls without an answer"],
  how: ["Du ringer över", "You call over"],
  call: ["Ring", "Call"],
  why: ["Därför ringer du", "Why you call"],
  whyFailed: ["{channel} till {who} gick inte fram", "{channel} to {who} did not get through"],
  lastNote: ["Sagt vid förra samtalet", "Said in the last call"],
  answer: ["Svaret: tryck på det som sades", "The answer: press what was said"],
  heard: ["Har uppfattat larmet", "Has heard the alarm"],
  heardEnd: ["Har uppfattat att larmet är över", "Has heard that the alarm is over"],
  cannot: ["Kan inte", "Cannot"],
  canAfterAll: ["Kan ändå", "Can after all"],
  takeNational: ["Tar det nationella steget", "Takes the national step"],
  takeNationalExercise: ["Tar det nationella övningssteget", "Takes the national exercise step"],
  declineNational: ["Avböjer det nationella tills vidare", "Declines the national step for now"],
  acceptShortfall: ["Godtar bristen på transporter", "Accepts the shortfall of transports"],
  resume: ["Låt jagandet fortsätta", "Let chasing go on"],
  standDown: ["Avlarma", "Stand down"],
  note: ["Anteckning från samtalet", "Note from the call"],
  noteNeeds: ["Vad de behöver och vad de kan ge", "What they need and what they can give"],
  else: ["Om det inte gav något svar", "If it gave no answer"],
  noAnswer: ["Ingen svarade", "Nobody answered"],
  done: ["Klart ändå: ta bort samtalet", "Seen to: remove the call"],
  doneNeeds: ["Klart: behoven är antecknade", "Seen to: the needs are noted"],
  handled: ["Inskrivet. Står kvar som kvitto tills du lämnar sidan.", "Entered. Stays as a receipt until you leave the page."],
  left: ["Kvar att ringa: {n}", "Left to call: {n}"],
  enter: ["Skriv in svaret", "Enter the answer"],
  anyAnswer: ["Skriv in ett svar som kommit utan samtal härifrån", "Enter an answer that came without a call from here"],
} as const;
