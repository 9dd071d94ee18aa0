// Names of screens that are loaded later, so that their other words are loaded with them.
export const nav = {
  blood: ["Blod", "Blood"],
  capacity: ["Kapacitet", "Capacity"],
  calls: ["Ring", "Call"],
  duty: ["Jour", "On duty"],
  admin: ["System", "System"],
  settings: ["Inställningar", "Settings"],
  more: ["Mer", "More"],
} as const;
