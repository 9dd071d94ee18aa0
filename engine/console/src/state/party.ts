// role@organisation.
import { Role } from "../gen/larm/v1/domain_pb";

const words: Partial<Record<Role, string>> = {
  [Role.TIB]: "tib",
  [Role.DEPUTY]: "deputy",
  [Role.BLOOD]: "blood",
  [Role.HOSPITAL]: "hospital",
  [Role.NATIONAL]: "national",
};

export function partyFor(role: Role, organisation: string): string {
  return `${words[role] ?? Role[role]?.toLowerCase() ?? role}@${organisation}`;
}

export function organisationOf(party: string): string {
  return party.slice(party.indexOf("@") + 1);
}

export function roleWordOf(party: string): string {
  const at = party.indexOf("@");
  return at < 0 ? party : party.slice(0, at);
}
