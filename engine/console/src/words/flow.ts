// What the flows have in common: forms, steps, choices.
export const flow = {
  next: ["Fortsätt", "Continue"],
  back: ["Tillbaka", "Back"],
  change: ["Ändra", "Change"],
  optional: ["kan lämnas tomt", "may be left empty"],
  required: ["Behövs", "Needed"],
  more: ["Öka", "More"],
  less: ["Minska", "Less"],
  notAllowed: ["Din inloggning kan inte göra detta.", "Your sign-in cannot do this."],
  onlyStricken: ["Bara den drabbade regionens TiB kan göra detta.", "Only the stricken region's duty officer can do this."],
  noIncident: ["Ingen händelse pågår.", "No incident is under way."],
  reason: ["Skäl", "Reason"],
  reasonMissing: ["Skriv ett skäl, det följer med.", "Write a reason, it goes along."],
  note: ["Anteckning", "Note"],
  other: ["Gör en till", "Do another"],
  draftKept: ["Utkastet är sparat i den här enheten, inte skickat.", "The draft is kept in this device, not sent."],
} as const;
