// Whose a token is, where the server has said so. Written by app/token_names.svelte.ts alone.
let known = $state.raw<ReadonlyMap<string, string>>(new Map());

export const spokenNames = {
  get now(): ReadonlyMap<string, string> {
    return known;
  },
  set now(next: ReadonlyMap<string, string>) {
    known = next;
  },
};

/** Empty where it is not known. */
export function tokenName(tokenId: string): string {
  return known.get(tokenId) ?? "";
}
