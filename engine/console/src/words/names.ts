// Names of regions, organisations and steps, as the rule pack has them. What it does not have is shown by its id.
import { type Channel, Role } from "../gen/larm/v1/domain_pb";
import type { Text } from "../gen/larm/v1/domain_pb";
import { organisationOf, roleWordOf } from "../state/party";
import type { Rules } from "../state/rules";
import { channelWord, partyRoles, roleWord } from "./domain";
import { say } from "./say.svelte";
import { spokenRules } from "./spoken_rules.svelte";

const unnamedSite = ["skadeplats {id}", "scene {id}"] as const;

function first<Found>(look: (rules: Rules) => Found | undefined): Found | undefined {
  for (const rules of spokenRules.now) {
    const found = look(rules);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** A text of the pack; Swedish where it has no English. */
export function textOf(text: Text | undefined): string {
  return text ? say([text.sv, text.en || text.sv]) : "";
}

/** "Dalarna"; also of hospitals and other organisations. */
export function regionName(id: string): string {
  return first((rules) => rules.names.get(id)) ?? id;
}

/** As on maps and keyboards; 0 for what has no number. */
export function regionNumber(id: string): number {
  return first((rules) => rules.numbers.get(id)) ?? 0;
}

/** "Folkets park"; "skadeplats 1" where nobody has given it a name. */
export function nameOfSite({ siteId, name }: { readonly siteId: string; readonly name: string }): string {
  return name || say(unnamedSite, { id: siteId });
}

export function stepName(id: string): string {
  return textOf(first((rules) => rules.steps.get(id))?.title) || id;
}

/** "Push, SMS" */
export function channelNames(channels: readonly Channel[]): string {
  return channels.map((each) => say(channelWord[each] ?? channelWord[0])).join(", ");
}

export function roleOf(party: string): Role {
  return partyRoles[roleWordOf(party)] ?? Role.UNSPECIFIED;
}

interface Holder {
  readonly role: Role;
  readonly organisation: string;
  readonly name: string;
}

/** "A. Lind, TiB Dalarna"; a token that is named after its role alone is not said twice, nor in another language. */
export function holderName({ role, organisation, name }: Holder): string {
  const where = regionName(organisation);
  const party = roleAt(role, organisation);
  const given = name.trim().toLowerCase();
  const words = [...(roleWord[role] ?? roleWord[0]), Role[role] ?? ""].map((each) => each.toLowerCase());
  const isRole = words.some((word) => given.startsWith(word)) && [where, organisation].some((each) => given.endsWith(each.toLowerCase()));
  return given === "" || isRole ? party : `${name}, ${party}`;
}

/** "TiB Dalarna". A hospital's name says itself what it is: not "Sjukhus Gävle sjukhus". */
export function partyName(party: string): string {
  const role = roleOf(party);
  if (role === Role.UNSPECIFIED) {
    return party;
  }
  return role === Role.NATIONAL ? say(roleWord[role]) : roleAt(role, organisationOf(party));
}

/** "TiB Dalarna", "Falu lasarett" */
export function roleAt(role: Role, organisation: string): string {
  const where = regionName(organisation);
  return role === Role.HOSPITAL && where !== organisation ? where : `${say(roleWord[role] ?? roleWord[0])} ${where}`.trim();
}

/** How kinds of vehicles end in the plural; the words themselves are whoever's who promises. */
const plurals: readonly (readonly [RegExp, string])[] = [
  [/(ambulans|transport)$/i, "$1er"],
  [/helikopter$/i, "helikoptrar"],
  [/buss$/i, "bussar"],
  [/(ambulance|helicopter)$/i, "$1s"],
];

/** "1 ambulans", "2 ambulanser"; a word that nobody has foreseen stays as it is. */
export function vehiclesWord(count: number, kind: string): string {
  const found = count === 1 ? undefined : plurals.find(([end]) => end.test(kind));
  return found ? kind.replace(...found) : kind;
}
