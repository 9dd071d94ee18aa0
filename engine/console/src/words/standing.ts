// What a standing is called.
import type { StandingWord } from "../state/derive/standing";
import type { Pair } from "./say.svelte";

export const standingWord: Record<StandingWord, Pair> = {
  notStarted: ["Ej startat", "Not started"],
  notAsked: ["Ej aktuellt", "Not applicable"],
  waiting: ["Väntar", "Waiting"],
  sent: ["Skickat", "Sent"],
  delivered: ["Levererat", "Delivered"],
  acknowledged: ["Kvitterat", "Acknowledged"],
  answerMissing: ["Svar saknas", "Answer missing"],
  done: ["Klart", "Done"],
  partly: ["Delvis", "In part"],
  provisional: ["Preliminärt", "Provisional"],
  declined: ["Avböjt", "Declined"],
  accepted: ["Brist godtagen", "Shortfall accepted"],
  reminded: ["Påmint", "Reminded"],
  late: ["Svarar inte", "Not answering"],
  overdue: ["Försenat", "Overdue"],
  notReached: ["Ej nådd", "Not reached"],
  reachesNobody: ["Når ingen", "Reaches nobody"],
  notSeen: ["Blev inte kvitterat", "Was not acknowledged"],
  unanswered: ["Blev obesvarat", "Was not answered"],
};

/** While the server tells nobody: what it notes as sent has left by no way. */
export function standingText(word: StandingWord, isUntold: boolean): Pair {
  return (isUntold ? untold[word] : undefined) ?? standingWord[word];
}

const untold: Partial<Record<StandingWord, Pair>> = {
  waiting: ["Ingen väg ut", "No way out"],
  sent: ["Ingen väg ut", "No way out"],
  reminded: ["Ingen väg ut", "No way out"],
};
