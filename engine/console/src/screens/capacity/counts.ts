// Persons by severity, in a form.
import type { SeverityCounts } from "../../gen/larm/v1/capacity_pb";

export interface Counts {
  readonly severe: number;
  readonly moderate: number;
  readonly minor: number;
}

export function countsFrom(of: SeverityCounts | undefined): Counts {
  return { severe: of?.severe ?? 0, moderate: of?.moderate ?? 0, minor: of?.minor ?? 0 };
}

/** Fewer than had been said: only a correction may. */
export function isLess(now: Counts, before: SeverityCounts | undefined): boolean {
  return before !== undefined && (now.severe < before.severe || now.moderate < before.moderate || now.minor < before.minor);
}

/** "59,8586" and "59.8586", within a coordinate's bounds; in hundred-thousandths of a degree. */
export function degreesE5(text: string, most: number): number | undefined {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) || Math.abs(value) > most ? undefined : Math.round(value * 1e5);
}
