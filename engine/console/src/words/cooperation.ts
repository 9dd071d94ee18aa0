// The screen for what regions do together, and what of it waits for whoever looks.
import type { Tab, Todo } from "../state/derive/cooperation";
import type { Pair } from "./say.svelte";

export const cooperation = {
  tabs: ["Samverkan, delar", "Cooperation, parts"],
  todo: ["Väntar på dig", "Waits for you"],
  nothing: ["Inget väntar på dig här.", "Nothing waits for you here."],
  notTold: ["Okänt om något väntar på dig: servern har inte svarat än.", "Unknown whether something waits for you: the server has not answered yet."],
  waiting: ["{n} väntar", "{n} waiting"],
  shortOf: ["{n} i brist", "{n} short"],
  since: ["sedan", "since"],
  others: ["Andra händelser", "Other incidents"],
  voice: ["Svaret kom över", "The answer came over"],
  enterFor: ["Lägg in vad {who} har sagt", "Enter what {who} has said"],
  byVoice: ["inlagt över {via}", "entered over {via}"],
  files: ["Spara som fil", "Save as a file"],
  fileFailed: ["Filen kunde inte hämtas. Inget är sparat.", "The file could not be fetched. Nothing has been saved."],
  fileSaved: ["Sparat: {name}", "Saved: {name}"],
  follow: ["Följ svaren", "Follow the answers"],
  recipients: ["Mottagare", "Recipients"],
} as const;

export const tabWord: Record<Tab, Pair> = {
  support: ["Stöd", "Support"],
  supplies: ["Försörjning", "Supplies"],
  situation: ["Lägesbild", "Situation report"],
  conference: ["Konferens", "Conference"],
};

export const todoWord = {
  answer: ["{region} begär stöd, {id}. Rader utan svar från er: {n}", "{region} asks for support, {id}. Lines without your answer: {n}"],
  report: ["Lägesbilden ska skickas", "The situation report is due"],
  accept: ["Erbjudanden på {id} som väntar på ert ja: {n}", "Offers on {id} that wait for your yes: {n}"],
  goHome: ["{region} behöver hem sitt stöd, {id}", "{region} needs its support back, {id}"],
  rollCall: ["Konferens {id} har börjat: gör upprop. Saknas: {n}", "Conference {id} has begun: call the roll. Missing: {n}"],
  position: ["Konferens {id}: ta ställning till beslut {n}", "Conference {id}: take a position on decision {n}"],
} as const satisfies Record<Todo["kind"], Pair>;
