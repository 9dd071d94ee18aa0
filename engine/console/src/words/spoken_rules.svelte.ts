// The rule packs that names are taken from: the one of the incident on screen first, then the one in force, then others.
// Written by app/packs.svelte.ts alone; here, because every word that names a region or a step depends on it.
import type { Rules } from "../state/rules";

let known = $state.raw<readonly Rules[]>([]);

export const spokenRules = {
  get now(): readonly Rules[] {
    return known;
  },
  set now(next: readonly Rules[]) {
    known = next;
  },
};
