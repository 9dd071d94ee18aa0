// Where this device stands with push, from facts, in one pure function.

export type PushState =
  | "unknown"
  | "insecure"
  | "needs_install"
  | "missing"
  | "blocked"
  | "no_server"
  | "server_unknown"
  | "off"
  | "on"
  | "not_known";

export interface PushFacts {
  /** Everything below has been looked at. */
  readonly isLookedAt: boolean;
  readonly isSecure: boolean;
  readonly hasPushManager: boolean;
  readonly isApple: boolean;
  readonly isInstalled: boolean;
  readonly permission: NotificationPermission | undefined;
  readonly server: "has" | "has_not" | "unknown";
  readonly isSubscribed: boolean;
  /** Whether the daemon has taken the subscription; undefined: not asked, or no answer. */
  readonly isKnown: boolean | undefined;
}

export function pushStateOf(facts: PushFacts): PushState {
  if (!facts.isLookedAt) {
    return "unknown";
  }
  if (!facts.isSecure) {
    return "insecure";
  }
  if (!facts.hasPushManager) {
    // In a tab on an iPhone there is no push at all; in the same app on the home screen there is.
    return facts.isApple && !facts.isInstalled ? "needs_install" : "missing";
  }
  if (facts.permission === "denied") {
    return "blocked";
  }
  if (facts.isSubscribed && facts.permission === "granted") {
    return facts.isKnown === false ? "not_known" : "on";
  }
  switch (facts.server) {
    case "has":
      return "off";
    case "has_not":
      return "no_server";
    case "unknown":
      return "server_unknown";
  }
}

/** iPadOS calls itself a Mac, and is one with a touch screen. */
export function isApple(userAgent: string, touchPoints: number): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1);
}

export function isPhone(userAgent: string, touchPoints: number): boolean {
  return /Android|Mobile/.test(userAgent) || isApple(userAgent, touchPoints);
}

/** The daemon's key as pushManager.subscribe() wants it; undefined where it is none. */
export function keyBytes(base64url: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (each) => each.charCodeAt(0));
    return bytes.length === 65 && bytes[0] === 4 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a subscription was made for that key: with another, the daemon's pushes would be refused. */
export function isForKey(key: ArrayBuffer | null | undefined, wanted: Uint8Array): boolean {
  if (!key) {
    return false;
  }
  const bytes = new Uint8Array(key);
  return bytes.length === wanted.length && bytes.every((byte, i) => byte === wanted[i]);
}

/** Whose alarms may come here, likeliest first: on duty, asked to take over, planned, and whoever has a device. */
export function officersOf(
  duty: { readonly officerId: string; readonly offeredTo: string } | undefined,
  planned: readonly string[],
  devices: readonly string[],
): string[] {
  return [...new Set([duty?.officerId ?? "", duty?.offeredTo ?? "", ...planned, ...devices])].filter(Boolean);
}
