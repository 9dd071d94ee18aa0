// Names of screens that are loaded later, so that their other words are loaded with them.
export const nav = {
  calls: ["Ring", "Call"],
  duty: ["Jour", "On duty"],
  admin: ["System", "System"],
  settings: ["Inställningar", "Settings"],
  more: ["Mer", "More"],
} as const;
