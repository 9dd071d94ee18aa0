// Which requests the worker answers from what it has kept: the files of its own build, and nothing else. Calls, the
// session, the feed and the pages behind answer links always go to the daemon.

const prefix = "larm.shell.";

export function cacheName(version: string): string {
  return prefix + version;
}

/** What is to be removed once `version` is in use: all shells but its own and the one before, which open tabs may need. */
export function outdated(names: readonly string[], version: string): string[] {
  const others = names.filter((name) => name.startsWith(prefix) && name !== cacheName(version));
  return others.slice(0, -1);
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly mode: string;
}

/** The path under which the answer is kept; undefined: not ours. */
export function keptPath(asked: Asked, origin: string, files: ReadonlySet<string>): string | undefined {
  const url = new URL(asked.url);
  if (asked.method !== "GET" || url.origin !== origin) {
    return undefined;
  }
  if (url.pathname === "/" || url.pathname === "/index.html") {
    return asked.mode === "navigate" ? "/" : undefined;
  }
  // Of another build too: hashed names hold the same under every version.
  const isHashed = url.pathname.startsWith("/assets/");
  return asked.mode !== "navigate" && (isHashed || files.has(url.pathname)) ? url.pathname : undefined;
}
