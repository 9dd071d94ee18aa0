// The keys of the playback. None of them sends anything, and none works on what lies above it: an alarm's button that has
// the focus keeps its keys.
import { isTyping } from "../../app/keys";

export type Wish = "former" | "next" | "minuteBack" | "minuteOn" | "toggle" | "back";

const wishes: Record<string, Wish> = {
  ArrowLeft: "former",
  ArrowRight: "next",
  PageDown: "minuteBack",
  PageUp: "minuteOn",
  " ": "toggle",
  Escape: "back",
};
const isPressable = (target: EventTarget | null) => target instanceof Element && target.closest("button, a, summary, input, select, textarea") !== null;
const isSlider = (target: EventTarget | null) => target instanceof HTMLInputElement && target.type === "range";

/** `isOn`: single keys are switched on. Undefined: the key is not the playback's. */
export function wishOf(event: KeyboardEvent, isOn: boolean): Wish | undefined {
  const isMine = isSlider(event.target) || !isTyping(event.target);
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !isMine || document.querySelector("dialog[open]")) {
    return undefined;
  }
  const wish = wishes[event.key];
  if (wish === "toggle" && (!isOn || (isPressable(event.target) && !isSlider(event.target)))) {
    return undefined; // it presses what has the focus
  }
  return wish;
}
