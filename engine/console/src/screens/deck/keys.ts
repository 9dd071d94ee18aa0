// The controller's keys. They move the focus to what is then pressed; none of them sends anything.
import { isTyping } from "../../app/keys";

export const ids = { play: "deck-play", pace: "deck-pace", inject: "deck-inject" } as const;

const isPressable = (target: EventTarget | null) => target instanceof Element && target.closest("button, a, summary, input, select, textarea, [role='button']") !== null;

/** What is to be focused, or undefined where the key is not the controller's. */
export function focusFor(event: KeyboardEvent, isOn: boolean): keyof typeof ids | "slower" | "faster" | undefined {
  if (!isOn || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || document.querySelector("dialog[open]")) {
    return undefined;
  }
  switch (event.key) {
    case " ":
      return isPressable(event.target) ? undefined : "play"; // it presses what has the focus
    case "[":
      return "slower";
    case "]":
      return "faster";
    case "i":
    case "I":
      return "inject";
    default:
      return undefined;
  }
}
