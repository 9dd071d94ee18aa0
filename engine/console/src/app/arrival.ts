// A sign-in link's code, taken out of the address before anything else runs: it must not be left in the history, and no
// other part of the console gets to see it. Imported first by main.ts.
import { unescaped } from "../api/session";

let taken: string | undefined;
let listener: (() => void) | undefined;

/** "CODE" of "#/in/CODE"; undefined for every other address. */
export function codeIn(hash: string): string | undefined {
  const code = /^#\/?in\/([^/]+)/.exec(hash)?.[1];
  return code === undefined ? undefined : unescaped(code);
}

function take(): void {
  const code = codeIn(location.hash);
  if (code !== undefined) {
    history.replaceState(null, "", `${location.pathname}${location.search}#/`);
    taken = code;
    listener?.();
  }
}

/** The code, once. */
export function takeCode(): string | undefined {
  const code = taken;
  taken = undefined;
  return code;
}

/** Calls when a link is opened in a tab that is open already. */
export function onCode(call: () => void): void {
  listener = call;
}

if (typeof window !== "undefined") {
  take();
  window.addEventListener("hashchange", take);
}
