// Keyboard shortcuts (single keys; they move focus or switch what is shown, and never send anything).

export interface KeyActions {
  focus(id: string): void;
  region(number: number): void;
  moveIncident(step: 1 | -1): void;
  silence(): void;
  theme(): void;
  help(): void;
  back(): void;
}

export const keyOf = {
  incidents: "L",
  next: "J / K",
  matrix: "M",
  region: "1–7",
  chase: "C",
  decisions: "B",
  timeline: "T",
  search: "/",
  silence: "S",
  theme: "D",
  pause: "Space",
  pace: "[ ]",
  inject: "I",
  help: "?",
  back: "Esc",
} as const;

const panels: Record<string, string> = {
  l: "incidents-title",
  m: "matrix-title",
  c: "chases-title",
  b: "national-title",
  t: "timeline-title",
  "/": "timeline-search",
};

/** True where the key was one of ours. */
export function onKey(event: KeyboardEvent, isOn: boolean, act: KeyActions): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
    return false;
  }
  if (event.key === "Escape") {
    act.back();
    return true;
  }
  if (!isOn || document.querySelector("dialog[open]")) {
    return false;
  }
  const key = event.key.toLowerCase();
  const panel = panels[key];
  if (panel) {
    act.focus(panel);
  } else if (/^[1-7]$/.test(key)) {
    act.region(Number(key));
  } else if (key === "j" || key === "k") {
    act.moveIncident(key === "j" ? 1 : -1);
  } else if (key === "s") {
    act.silence();
  } else if (key === "d") {
    act.theme();
  } else if (key === "?") {
    act.help();
  } else {
    return false;
  }
  return true;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
