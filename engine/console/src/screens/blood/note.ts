// The draft as the answer's note: the daemon has no fields for stock yet, so it goes as the words it is, in Swedish, which
// is what the others read.
import { nationalChoice, noteLine } from "../../words/blood";
import type { BloodDraft } from "./draft";

const swedish = 0;

export function noteOf(draft: BloodDraft): string {
  const line = (which: keyof typeof noteLine, text: string) =>
    text.trim() === "" ? [] : [noteLine[which][swedish].replace("{text}", () => text.trim().replace(/\s+/g, " "))];
  return [
    ...line("stock", draft.stock),
    ...line("production", draft.production),
    ...line("national", draft.national === "" ? "" : nationalChoice[draft.national][swedish]),
  ].join(". ");
}
