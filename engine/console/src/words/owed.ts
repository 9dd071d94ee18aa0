// What is left to do once an alarm has been acknowledged, and once one has been reported.
import type { OwedKind } from "../state/derive/owed";
import type { Pair } from "./say.svelte";

export const owed = {
  region: ["Det som väntar på någon", "What waits for somebody"],
  title: ["Kvitterat. Ditt svar väntas", "Acknowledged. Your answer is awaited"],
  titleExercise: ["Övningslarmet kvitterat. Ditt svar väntas", "Exercise alarm acknowledged. Your answer is awaited"],
  seen: ["kvitterat {at}", "acknowledged {at}"],
  takenBy: ["inlagt av {who}", "entered by {who}"],
  transports: ["{n} av {m} sekundärtransporter utlovade, {k} saknas", "{n} of {m} secondary transports promised, {k} missing"],
  again: ["Frågas igen om", "Asked again in"],
  go: ["Svara nu", "Answer now"],
  decide: ["Besluta nu", "Decide now"],
  other: ["Ett annat larm pågår", "Another alarm is under way"],
  otherExercise: ["Ett annat övningslarm pågår", "Another exercise alarm is under way"],
  otherShow: ["Visa det", "Show it"],
  here: ["Svara här nedanför.", "Answer below."],
} as const;

export const owedWord: Record<Exclude<OwedKind, "transports">, Pair> = {
  offer: ["Kan ni ge blod? Erbjud eller avböj", "Can you give blood? Offer or decline"],
  stock: ["Räkna lagret och rapportera det", "Count the stock and report it"],
  cooperation: ["Svara under Samverkan", "Answer under Cooperation"],
  transfers: ["Patienter föreslås till er: ta emot eller avböj", "Patients are proposed to you: accept or decline"],
  triage: ["Beslut väntas om triage eller vårdstandard", "A decision on triage or the standard of care is awaited"],
  decision: ["Beslut väntas", "A decision is awaited"],
};

export const reported = {
  title: ["RAPPORT SOM INGEN HAR BEKRÄFTAT", "REPORT THAT NOBODY HAS CONFIRMED"],
  titleExercise: ["ÖVNINGSRAPPORT SOM INGEN HAR BEKRÄFTAT", "EXERCISE REPORT THAT NOBODY HAS CONFIRMED"],
  nobody: ["Ingen är larmad.", "Nobody has been alarmed."],
  by: ["Rapporterad av {who} {at}", "Reported by {who} {at}"],
  at: ["Rapporterad {at}", "Reported {at}"],
  confirm: ["Granska och bekräfta", "Check and confirm"],
  may: ["Kan bekräftas av {who} eller ställföreträdaren. Ring dit om det dröjer.", "Can be confirmed by {who} or the deputy. Call there if it takes long."],
  mayExercise: ["Kan bekräftas av {who} eller ställföreträdaren.", "Can be confirmed by {who} or the deputy."],
  tab: ["RAPPORT", "REPORT"],
} as const;
