// How something was said, and when it was seen: what forms of this screen have in common.
import { Via } from "../../gen/larm/v1/domain_pb";

export type Voice = "phone" | "rakel";

/** One's own: by the console. Somebody else's: as it came. */
export function viaOf(by: "own" | "voice" | "no", voice: Voice): Via {
  return by !== "voice" ? Via.CONSOLE : voice === "phone" ? Via.PHONE : Via.RAKEL;
}

/** 0: now, as the server has it. */
export function observedUs(agoMinutes: number, now_ms: number): bigint {
  return agoMinutes === 0 ? 0n : BigInt(Math.floor(now_ms - agoMinutes * 60_000)) * 1000n;
}
