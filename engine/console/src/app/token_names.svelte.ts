// Asks whose tokens those are that events and views name, where the caller may know it; each once. Who may not, or where
// the server does not say, is shown the role and the organisation.
import { services } from "../api/services";
import { Role } from "../gen/larm/v1/domain_pb";
import type { Entry } from "../state/world";
import { spokenNames } from "../words/spoken_names.svelte";
import { app } from "./console.svelte";

const at_once_max = 200;
const may: readonly Role[] = [Role.TIB, Role.DEPUTY, Role.NATIONAL, Role.ADMIN];

const asked = new Set<string>();

export function tokensOf(entries: readonly Entry[]): string[] {
  const ids = entries.flatMap(({ event }) => {
    const value = event.kind.value;
    return [event.cause?.actor?.tokenId ?? "", value && "takenBy" in value ? value.takenBy : ""];
  });
  return [...new Set(ids)].filter((id) => id !== "");
}

/** Ends when all are known, or are known not to be. */
export async function nameTokens(tokenIds: readonly string[]): Promise<void> {
  const session = app.session.is === "in" ? app.session.session : undefined;
  const fresh = tokenIds.filter((id) => !asked.has(id));
  if (!session || !may.includes(session.role) || fresh.length === 0) {
    return;
  }
  for (let at = 0; at < fresh.length; at += at_once_max) {
    const some = fresh.slice(at, at + at_once_max);
    for (const id of some) {
      asked.add(id);
    }
    try {
      const { tokens } = await services.console.nameTokens({ tokenIds: some });
      const known = new Map(spokenNames.now);
      for (const { tokenId, name } of tokens) {
        if (name) {
          known.set(tokenId, name);
        }
      }
      spokenNames.now = known;
    } catch {
      for (const id of some) {
        asked.delete(id); // a later line asks again
      }
      return;
    }
  }
}

/** Somebody else is signed in. */
export function forgetNames(): void {
  asked.clear();
  spokenNames.now = new Map();
}
