// The keys of the playback. None of them sends anything, and none works on what lies above it: an alarm's button that has
// the focus keeps its keys.
import { isTyping } from "../../app/keys";

export type Wish = "former" | "next" | "minuteBack" | "minuteOn" | "toggle" | "back";

const wishes: Record<string, Wish> = {
  ArrowLeft: "former",
  ArrowRight: "next",
  " ": "toggle",
  Escape: "back",
};
const withShift: Record<string, Wish> = { ArrowLeft: "minuteBack", ArrowRight: "minuteOn" };
const isPressable = (target: EventTarget | null) => target instanceof Element && target.closest("button, a, summary, input, select, textarea") !== null;
const isSlider = (target: EventTarget | null) => target instanceof HTMLInputElement && target.type === "range";

/** Pages are the reader's to turn, also where the slider has the focus and would take them: how far; 0: not that key. */
export function pagesOf(event: KeyboardEvent): -1 | 0 | 1 {
  const hasModifier = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
  return hasModifier || !isSlider(event.target) ? 0 : event.key === "PageDown" ? 1 : event.key === "PageUp" ? -1 : 0;
}

/** `isOn`: single keys are switched on. Undefined: the key is not the playback's. */
export function wishOf(event: KeyboardEvent, isOn: boolean): Wish | undefined {
  const isMine = isSlider(event.target) || !isTyping(event.target);
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || !isMine || document.querySelector("dialog[open]")) {
    return undefined;
  }
  if (event.shiftKey) {
    return withShift[event.key];
  }
  const wish = wishes[event.key];
  if (wish === "toggle" && (!isOn || (isPressable(event.target) && !isSlider(event.target)))) {
    return undefined; // it presses what has the focus
  }
  return wish;
}
