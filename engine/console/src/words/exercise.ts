// What players are told of the exercise that they are in.
import { InjectMethod } from "../gen/larm/v1/exercise_pb";
import type { Pair } from "./say.svelte";

export const exercise = {
  region: ["Övningens gång", "How the exercise goes"],
  loaded: ["Övningen har inte börjat. Du kan läsa, inte svara.", "The exercise has not begun. You can read, not answer."],
  paused: ["Övningen är pausad sedan {at}. Du kan läsa, inte svara. Vänta på övningsledningen.", "The exercise has been paused since {at}. You can read, not answer. Wait for the exercise controller."],
  frozen: ["Övningen är avbruten sedan {at}: skarpt läge.", "The exercise has been broken off since {at}: there is a live alarm."],
  ended: ["Övningen är slut sedan {at}. Du kan läsa, inte svara.", "The exercise ended at {at}. You can read, not answer."],
  reason: ["Övningsledningen: {reason}", "The exercise controller: {reason}"],
  fast: ["Övningstiden går {n} gånger så fort som klockan. Frister följer övningstiden.", "Exercise time goes {n} times as fast as the clock. Deadlines go by exercise time."],
  slow: ["Övningstiden går långsammare än klockan ({n} gånger). Frister följer övningstiden.", "Exercise time goes slower than the clock ({n} times). Deadlines go by exercise time."],
  leapt: ["Övningstiden har hoppat fram till {at}.", "Exercise time has leapt to {at}."],

  frozenTitle: ["ÖVNINGEN ÄR AVBRUTEN: skarpt läge", "THE EXERCISE IS BROKEN OFF: there is a live alarm"],
  frozenWhy: ["Övningen är avbruten sedan {at} övningstid. Inget du gör i den når någon.", "The exercise has been broken off since {at} exercise time. Nothing that you do in it reaches anybody."],
  frozenDo: ["Gör så här", "Do this"],
  frozenStop: ["Sluta spela. Ring ingen och svara ingen för övningens skull.", "Stop playing. Call nobody and answer nobody for the sake of the exercise."],
  frozenGo: ["Är du i tjänst: gå till ditt skarpa arbete. Öppna din skarpa inloggningslänk, eller svara i larmet på telefonen.", "If you are on duty: go to your live work. Open your live sign-in link, or answer the alarm on your telephone."],
  frozenWait: ["Är du inte i tjänst: vänta. Övningsledningen säger om övningen går vidare, och då försvinner den här sidan av sig själv.", "If you are not on duty: wait. The exercise controller says whether the exercise goes on, and then this page goes away by itself."],
  frozenOut: ["Logga ut ur övningen", "Sign out of the exercise"],
  frozenOutFailed: ["Kunde inte logga ut. Försök igen, eller öppna din skarpa inloggningslänk ändå.", "Could not sign out. Try again, or open your live sign-in link all the same."],

  inject: ["Inspel från {from}, {method}", "Inject from {from}, {method}"],
  injectNobody: ["Inspel, {method}", "Inject, {method}"],
  injectAt: ["kl {at} övningstid", "{at} exercise time"],
  injectSeen: ["Jag har tagit del av inspelet", "I have taken in the inject"],
  injectsMore: ["{n} inspel väntar på dig. Det äldsta visas först.", "{n} injects wait for you. The oldest is shown first."],
} as const;

export const methodWord: Record<InjectMethod, Pair> = {
  [InjectMethod.UNSPECIFIED]: ["muntligt", "by word"],
  [InjectMethod.TELEPHONE]: ["telefon", "telephone"],
  [InjectMethod.RAKEL]: ["Rakel", "Rakel"],
  [InjectMethod.SDK]: ["SDK", "SDK"],
  [InjectMethod.EMAIL]: ["e-post", "e-mail"],
  [InjectMethod.IN_PERSON]: ["på plats", "in person"],
  [InjectMethod.MEDIA]: ["medier", "the media"],
};
