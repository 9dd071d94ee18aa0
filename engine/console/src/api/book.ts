// The book of contacts as it is now. No call gives it out as such: it is what an import of somebody unknown would remove.
// DiffContacts changes nothing. A duty officer gets those of the own organisation, an administrator everyone.
import type { Officer } from "../gen/larm/v1/rules_pb";
import type { ContactsProposal } from "../gen/larm/v1/contact_pb";

const nobody = "console-asks-for-the-book";

export type Difference = (question: { contacts: string; removeMissing: boolean }) => Promise<ContactsProposal>;

/** `party`: any that the caller may change. */
export async function readBook(difference: Difference, party: string): Promise<Officer[]> {
  const contacts = `officers { id: "${nobody}" party: "${party}" name: "-" addresses { channel: CHANNEL_OPERATOR value: "-" } }`;
  const { changes } = await difference({ contacts, removeMissing: true });
  return changes.flatMap((change) => (change.officerId !== nobody && change.before ? [change.before] : []));
}
