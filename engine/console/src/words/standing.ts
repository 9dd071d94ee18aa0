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
