// The shortcuts, and what they do.
export const keysHelp = {
  title: ["Hjälp och kortkommandon", "Help and shortcuts"],
  lead: ["Ingen tangent skickar något. De flyttar bara fokus.", "No key sends anything. They only move focus."],
  toggle: ["Kortkommandon på", "Shortcuts on"],
  incidents: ["Händelser", "Incidents"],
  next: ["Nästa eller föregående händelse", "Next or previous incident"],
  matrix: ["Larmkedja, flytta med piltangenter", "Alarm chain, move with arrow keys"],
  region: ["Region 1 till 7", "Region 1 to 7"],
  chase: ["Jagas nu", "Being chased now"],
  timeline: ["Tidslinje", "Timeline"],
  search: ["Sök i tidslinjen", "Search the timeline"],
  silence: ["Tysta ljud 60 s", "Silence sound 60 s"],
  theme: ["Mörkt eller ljust tema", "Dark or light theme"],
  help: ["Den här hjälpen", "This help"],
  back: ["Tillbaka", "Back"],
} as const;
