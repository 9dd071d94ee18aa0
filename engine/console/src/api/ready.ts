// GET /readyz: whether the daemon takes alarms, and what troubles it.
import { Durability } from "../gen/larm/v1/domain_pb";

export interface Trouble {
  readonly area: string;
  /** In English, for those who mend it. */
  readonly message: string;
  /** Since when, ms since the epoch; undefined where the daemon does not say. */
  readonly since_ms: number | undefined;
}

export interface Ready {
  readonly isReady: boolean;
  readonly isDraining: boolean;
  readonly durability: Durability;
  readonly troubles: readonly Trouble[];
}

/** A daemon that is not ready answers 503 with the same body. Throws where there is no such answer. */
export async function readReady(get: typeof fetch = fetch): Promise<Ready> {
  const response = await get("/readyz", { headers: { accept: "application/json" }, cache: "no-store" });
  const ready = readyOf(await response.json());
  if (!ready) {
    throw new Error("no answer of the daemon's");
  }
  return ready;
}

export function readyOf(read: unknown): Ready | undefined {
  if (typeof read !== "object" || read === null) {
    return undefined;
  }
  const { ready, draining, durability, troubles } = read as Record<string, unknown>;
  if (typeof ready !== "boolean" || !Array.isArray(troubles)) {
    return undefined;
  }
  const word = String(durability).replace(/^DURABILITY_/, "") as keyof typeof Durability;
  return {
    isReady: ready,
    isDraining: draining === true,
    durability: Durability[word] ?? Durability.UNSPECIFIED,
    troubles: troubles.flatMap((each: unknown) => {
      const { area, message, since } = (each ?? {}) as Record<string, unknown>;
      const micros = Number(since);
      return typeof area === "string" && typeof message === "string"
        ? [{ area, message, since_ms: micros > 0 ? micros / 1_000 : undefined }]
        : [];
    }),
  };
}

/** Since when this console has seen each trouble, by area and message without its figures; those that are gone are forgotten. */
export function seenSince(before: ReadonlyMap<string, number>, troubles: readonly Trouble[], now_ms: number): ReadonlyMap<string, number> {
  return new Map(troubles.map((each) => [keyOf(each), before.get(keyOf(each)) ?? now_ms]));
}

export function keyOf({ area, message }: Trouble): string {
  return `${area} ${message.replace(/\d+/g, "#")}`;
}
