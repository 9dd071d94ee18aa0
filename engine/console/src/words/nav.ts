// Names of screens that are loaded later, so that their other words are loaded with them.
export const nav = {
  blood: ["Blod", "Blood"],
  decide: ["Beslut", "Decisions"],
  deck: ["Övningsledning", "Exercise control"],
  cooperation: ["Samverkan", "Cooperation"],
  capacity: ["Kapacitet", "Capacity"],
  calls: ["Ring", "Call"],
  playback: ["Uppspelning", "Playback"],
  ready: ["Gå på vakt", "Go on duty"],
  duty: ["Jour", "On duty"],
  admin: ["System", "System"],
  settings: ["Inställningar", "Settings"],
  more: ["Mer", "More"],
} as const;
