// role@organisation.

export function organisationOf(party: string): string {
  return party.slice(party.indexOf("@") + 1);
}

export function roleWordOf(party: string): string {
  const at = party.indexOf("@");
  return at < 0 ? party : party.slice(0, at);
}
