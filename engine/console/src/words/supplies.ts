// Supplies: medicines and devices, and for how many days they last.
import type { SupplyState } from "../state/derive/supplies";
import type { Pair } from "./say.svelte";

export const supplyStateWord: Record<SupplyState, Pair> = {
  short: ["Brist", "Short"],
  unknown: ["Okänt, för gammal uppgift", "Unknown, the figure is too old"],
  enough: ["Räcker", "Enough"],
};

export const supplies = {
  title: ["Läkemedel och materiel", "Medicines and materiel"],
  none: ["Ingen har rapporterat något. Det är okänt hur länge något räcker.", "Nobody has reported anything. It is unknown how long anything lasts."],
  notTold: ["Okänt: servern har inte svarat än.", "Unknown: the server has not answered yet."],
  where: ["Visa", "Show"],
  mine: ["{region} och dess sjukhus", "{region} and its hospitals"],
  all: ["Alla regioner", "All regions"],
  item: ["Artikel", "Item"],
  at: ["Var", "Where"],
  cover: ["Räcker", "Lasts"],
  state: ["Läge", "State"],
  seen: ["Sett", "Seen"],
  days: ["{n} dygn", "{n} days"],
  was: ["var {n} dygn", "was {n} days"],
  below: ["brist under {n} dygn", "short below {n} days"],
  report: ["Rapportera hur länge något räcker", "Report how long something lasts"],
  who: ["Vem", "Who"],
  byVoice: ["{who}, har sagt det till dig", "{who}, has said it to you"],
  other: ["Annat", "Other"],
  otherWhat: ["Vad", "What"],
  coverDays: ["Räcker så många dygn i nuvarande takt", "Lasts this many days at the present rate"],
  coverHint: ["0: slut. Halva dygn skrivs 2,5.", "0: none left. Half days are written 2.5."],
  observed: ["Sett för så många minuter sedan", "Seen this many minutes ago"],
  itemMissing: ["Välj vad det gäller.", "Choose what it is about."],
  daysMissing: ["Skriv ett antal dygn.", "Write a number of days."],
  send: ["Rapportera", "Report"],
  csv: ["Försörjning, CSV", "Supplies, CSV"],
  notForYou: ["Din inloggning rapporterar inte försörjning.", "Your sign-in does not report supplies."],
  assumptions: ["Gränserna är regelpaketets: {source}", "The limits are the rule pack's: {source}"],
} as const;
