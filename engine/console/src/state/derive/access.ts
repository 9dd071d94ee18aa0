// Tokens as an administrator reads them: what holds, what has ended, and how.
import type { TokenView } from "../../gen/larm/v1/session_pb";

export type TokenState = "valid" | "revoked" | "expired";

export function tokenState(token: TokenView, nowUs: bigint): TokenState {
  if (token.revokedAt !== 0n) {
    return "revoked";
  }
  return token.expiresAt !== 0n && token.expiresAt <= nowUs ? "expired" : "valid";
}

/** `wordsOf`: everything that is shown of one. Those that hold first, then by organisation. */
export function tokensFor(
  tokens: readonly TokenView[],
  search: string,
  isOnlyValid: boolean,
  nowUs: bigint,
  wordsOf: (token: TokenView) => string,
): TokenView[] {
  const sought = search.trim().toLocaleLowerCase();
  const isValid = (token: TokenView) => tokenState(token, nowUs) === "valid";
  return tokens
    .filter((each) => (!isOnlyValid || isValid(each)) && (sought === "" || wordsOf(each).toLocaleLowerCase().includes(sought)))
    .sort(
      (a, b) =>
        Number(isValid(b)) - Number(isValid(a)) ||
        a.role - b.role ||
        a.organisation.localeCompare(b.organisation) ||
        (a.tokenId < b.tokenId ? -1 : 1),
    );
}
