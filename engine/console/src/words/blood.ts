// The blood centre's own screen.
import type { National } from "../screens/blood/draft";
import type { Said } from "../state/derive/blood";
import type { Pair } from "./say.svelte";

export const blood = {
  nav: ["Blod", "Blood"],
  title: ["Blodcentral", "Blood centre"],
  none: ["Inget larm till er just nu.", "No alarm for you right now."],
  noneAsOf: ["Uppgiften är från servern kl {at}.", "As the server said at {at}."],
  unknown: ["Okänt om något larm pågår: servern har inte svarat än.", "Unknown whether an alarm is under way: the server has not answered yet."],
  notAsked: ["Er blodcentral är inte larmad i den här händelsen.", "Your blood centre is not alarmed in this incident."],
  others: ["Andra händelser som gäller er", "Other incidents that concern you"],
  forParty: ["Du svarar för {who}", "You answer for {who}"],
  standing: ["Ert läge", "Where you stand"],
  sinceAt: ["sedan {at}", "since {at}"],

  need: ["Vad som behövs", "What is needed"],
  needGroups: ["Per blodgrupp", "By blood group"],
  needBy: ["Till när", "By when"],
  inbound: ["Patienter på väg till er", "Patients inbound to you"],
  needUnknown: ["Okänt", "Unknown"],
  needNotSaid: ["Larmet säger inte vad som behövs. Fråga den drabbade regionens TiB.", "The alarm does not say what is needed. Ask the stricken region's duty officer."],
  casualties: ["Skadeutfall", "Casualties"],
  casualtiesNone: ["Inte rapporterat", "Not reported"],
  casualtiesAge: ["rapport {age}", "report {age}"],

  answer: ["Svara", "Answer"],
  canGive: ["Kan ni bidra med blod?", "Can you contribute blood?"],
  yes: ["Ja, vi kan bidra", "Yes, we can contribute"],
  no: ["Nej, vi kan inte", "No, we cannot"],
  noHint: ["Den drabbade regionens TiB får veta det direkt.", "The stricken region's duty officer is told at once."],
  stock: ["Lager nu", "Stock now"],
  stockHint: ["till exempel O neg 12, erytrocyter 80, plasma 40, trombocyter 6", "for example O neg 12, red cells 80, plasma 40, platelets 6"],
  production: ["Vad ni kan göra och till när", "What you can do and by when"],
  productionHint: ["till exempel öppnar tappning 05, 10 O neg kan skickas 04:30", "for example opens donation at 05, 10 O neg can be sent at 04:30"],
  reason: ["Varför inte?", "Why not?"],
  choiceMissing: ["Välj ja eller nej.", "Choose yes or no."],
  send: ["Skicka svaret", "Send the answer"],
  sendAgain: ["Skicka ett nytt svar", "Send a new answer"],
  change: ["Ändra svaret", "Change the answer"],
  said: ["Ert svar", "Your answer"],
  saidAt: ["Skickat {at}", "Sent {at}"],

  national: ["Landets blodcentraler", "The country's blood centres"],
  nationalLead: ["Ni avgör själva om de ska larmas. Larmkedja larmar dem inte: larma på ert vanliga sätt och skriv det här.", "Whether they are alarmed is for you to decide. Larmkedja does not alarm them: alarm in your usual way and note it here."],

  keep: ["Spara, skicka senare", "Keep it, send later"],
  keptNotSent: ["Sparat i telefonen, inte skickat", "Kept in the phone, not sent"],
  keptAt: ["Sparat {at}.", "Kept at {at}."],
  keptOffer: ["Du är ansluten igen. Läs igenom och skicka om det fortfarande stämmer.", "You are connected again. Read it through and send it if it still holds."],
  keptOver: ["Händelsen är över: svaret behövs inte längre.", "The incident is over: the answer is no longer needed."],
  drop: ["Kasta utkastet", "Throw the draft away"],
  notKept: ["Enheten kan inte spara. Skriv ner ditt svar.", "The device cannot keep it. Write your answer down."],

  otherCentres: ["Övriga blodcentraler", "The other blood centres"],
} as const;

export const nationalChoice: Record<National, Pair> = {
  "": ["Ingen uppgift", "Nothing to say"],
  called: ["Vi har larmat dem", "We have alarmed them"],
  waits: ["Vi väntar med det", "We wait with it"],
  not: ["Behövs inte", "Not needed"],
};

export const saidWord: Record<Said, Pair> = {
  yes: ["Kan bidra", "Can contribute"],
  no: ["Kan inte", "Cannot"],
  nothing: ["Inget svar än", "No answer yet"],
};

/** How the answer's free words are put together; always in Swedish, as the log is. */
export const noteLine = {
  stock: ["Lager: {text}", "Stock: {text}"],
  production: ["Kan göra: {text}", "Can do: {text}"],
  national: ["Landets blodcentraler: {text}", "The country's blood centres: {text}"],
} as const;
