// What is said about the connection. Derived from facts in one pure function, so that no event can be forgotten.

export const delayed_after_ms = 3_000;
export const lost_after_ms = 10_000;

export type LinkWord = "connecting" | "connected" | "delayed" | "disconnected" | "signed_out";

export interface LinkFacts {
  /** A frame has come over the socket that is open now. */
  readonly hasFrames: boolean;
  /** Since the last frame of any socket; undefined: there never was one. */
  readonly age_ms: number | undefined;
  /** Tries that failed since the last frame. */
  readonly failures: number;
  readonly isOnline: boolean;
  readonly isSignedOut: boolean;
}

export interface Link {
  readonly word: LinkWord;
  /** Since the last frame, in ms; undefined: there never was one. */
  readonly age_ms: number | undefined;
}

/** A socket that is closed is said at once; silence, after 3 and 10 seconds. */
export function linkOf(facts: LinkFacts): Link {
  return { word: wordOf(facts), age_ms: facts.age_ms };
}

function wordOf({ hasFrames, age_ms, failures, isOnline, isSignedOut }: LinkFacts): LinkWord {
  if (isSignedOut) {
    return "signed_out";
  }
  if (age_ms === undefined) {
    return failures > 0 || !isOnline ? "disconnected" : "connecting";
  }
  if (!isOnline || age_ms >= lost_after_ms || (!hasFrames && failures > 0)) {
    return "disconnected";
  }
  return !hasFrames || age_ms >= delayed_after_ms ? "delayed" : "connected";
}

/** Whether commands may be sent: the server answers, or was just here. */
export function mayAct(link: Link): boolean {
  return link.word === "connected" || link.word === "delayed";
}
