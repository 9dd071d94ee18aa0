// A live alarm in the middle of an exercise.
export const breakIn = {
  title: ["SKARPT LARM. Lämna övningen", "LIVE ALARM. Leave the exercise"],
  pressedTitle: ["Meddelande från skarpt läge", "Message from the live world"],
  lead: ["Svarssidan är skarp. Öppna sedan din skarpa inloggningslänk.", "The answer page is live. Then open your live sign-in link."],
  answer: ["Kvittera det skarpa larmet", "Acknowledge the live alarm"],
  done: ["Jag har kvitterat på svarssidan", "I have acknowledged on the answer page"],
  later: ["Tillbaka till övningen, larmet är inte kvitterat", "Back to the exercise, the alarm is not acknowledged"],
  back: ["Tillbaka till övningen", "Back to the exercise"],
} as const;
