// Which regions the screens show: those of the pack in their order; before it is there, those that are known to have
// duty officers, by their ids.
import { organisationOf, roleWordOf } from "../state/party";
import { app } from "./console.svelte";
import { packs } from "./packs.svelte";

export function regionsOf(view?: { readonly rulesHash: string }): readonly string[] {
  return (
    packs.of(view)?.regions ??
    [...app.world.duties.keys()].filter((party) => roleWordOf(party) === "tib").map(organisationOf).sort()
  );
}
