// The system's own screens: status, preflight, roll-calls, rules, contacts, tokens and sessions.
import { ProposalState } from "../gen/larm/v1/contact_pb";
import type { Pair } from "./say.svelte";

export const admin = {
  title: ["System", "System"],
  parts: ["Delar av System", "Parts of System"],
  status: ["Status", "Status"],
  reach: ["Nåbarhet", "Reach"],
  rollCall: ["Provlarm", "Roll-call"],
  rules: ["Larmregler", "Alarm rules"],
  contacts: ["Kontakter", "Contacts"],
  access: ["Inloggningar", "Sign-ins"],
  roster: ["Jour och vaktlista", "Duty and roster"],
  notForYou: ["Din inloggning kan inte se detta.", "Your sign-in cannot see this."],
} as const;

export const status = {
  title: ["Systemets status", "System status"],
  ready: ["Servern tar emot larm", "The server takes alarms"],
  notReady: ["Servern tar inte emot larm", "The server takes no alarms"],
  draining: ["Servern stängs av just nu", "The server is being shut down"],
  degraded: ["Nedsatt drift: {n} fel, se nedan", "Reduced operation: {n} troubles, see below"],
  allWell: ["Inga fel", "No troubles"],
  durability: ["Det som skickas sparas", "What is sent is saved"],
  feed: ["Konsolens anslutning", "The console's connection"],
  version: ["Serverns version", "The server's version"],
  unknown: ["okänt", "unknown"],
  troubles: ["Fel", "Troubles"],
  area: ["Del", "Part"],
  since: ["sedan {at}", "since {at}"],
  sinceSeen: ["sett härifrån sedan {at}", "seen from here since {at}"],
  todo: ["Gör så här", "Do this"],
  server: ["Serverns ord: {message}", "The server's words: {message}"],
  offline: ["Servern svarar inte. Larma per telefon eller Rakel enligt reservpärmen.", "The server does not answer. Alarm by telephone or Rakel by the fallback pack."],
} as const;

/** Troubles under which an alarm may reach nobody, or be lost. */
export const graveAreas: readonly string[] = ["delivery", "journal", "chases"];

/** What a trouble means, and what to do; by the area that the server names. */
export const troubleWord: Record<string, { readonly what: Pair; readonly todo: Pair }> = {
  delivery: {
    what: ["Meddelanden når ingen människa", "Messages reach no human"],
    todo: ["Ring själv till dem som ska larmas. Driften kopplar in kanalerna i serverns inställningar.", "Call those who are to be alarmed. Operations set up the channels in the server's settings."],
  },
  channels: {
    what: ["En kanal fungerar inte. Jagandet tar andra kanaler", "A channel does not work. Chases take other channels"],
    todo: ["Kontrollera att de viktigaste mottagarna har svarat; ring annars. Driften kontaktar leverantören.", "See that the most important recipients have answered; else call. Operations contact the provider."],
  },
  preflight: {
    what: ["Alla kan inte nås om larmet går nu", "Not everyone can be reached if the alarm goes now"],
    todo: ["Se Nåbarhet. Rätta kontakter, jour och enheter för push.", "See Reach. Correct contacts, duties and devices for push."],
  },
  rules: {
    what: ["Nya larmregler kunde inte läsas in: de tidigare gäller", "New alarm rules could not be read: the former ones hold"],
    todo: ["Driften rättar regelpaketet.", "Operations correct the rule pack."],
  },
  contacts: {
    what: ["Alla kontakter kunde inte läsas in", "Not all contacts could be read"],
    todo: ["Se Kontakter, rätta filen.", "See Contacts, correct the file."],
  },
  book: {
    what: ["Adressboken kan inte användas", "The address book cannot be used"],
    todo: ["Människor nås enligt kontaktfilen. Driften ser till databasen.", "People are reached by the contacts file. Operations see to the database."],
  },
  "contacts.db": {
    what: ["Adressboken kan inte användas", "The address book cannot be used"],
    todo: ["Människor nås enligt kontaktfilen. Driften ser till databasen.", "People are reached by the contacts file. Operations see to the database."],
  },
  journal: {
    what: ["Journalen har fel", "The journal has a fault"],
    todo: ["Skriv ner det som larmas och svaras, med klockslag. Kontakta driften.", "Write down what is alarmed and answered, with the time. Contact operations."],
  },
  tokens: {
    what: ["Inloggningar kan inte läsas", "Sign-ins cannot be read"],
    todo: ["Logga inte ut. Kontakta driften.", "Do not sign out. Contact operations."],
  },
  audit: {
    what: ["Åtkomster kan inte antecknas", "Accesses cannot be noted"],
    todo: ["Larm fungerar. Kontakta driften.", "Alarms work. Contact operations."],
  },
  clock: {
    what: ["Serverns klocka går fel", "The server's clock is wrong"],
    todo: ["Frister räknas rätt ändå. Driften ställer klockan före nästa start.", "Deadlines are counted right all the same. Operations set the clock before the next start."],
  },
  chases: {
    what: ["Jagandet står still eller övervakas inte", "Chases stand still or are not watched"],
    todo: ["Se läget. Den drabbade regionens TiB låter jagandet fortsätta under Beslut.", "See the situation. The stricken region's duty officer lets chasing go on under Decisions."],
  },
  rakel: {
    what: ["Rakelterminalen fungerar inte", "The Rakel terminal does not work"],
    todo: ["Andra kanaler används. Driften ser till terminalen.", "Other channels are used. Operations see to the terminal."],
  },
  fallback: {
    what: ["Reservpärmens utskrift är inte aktuell", "The fallback pack's print is not current"],
    todo: ["Använd den senaste utskriften och kontrollera telefonnumren.", "Use the latest print and check the telephone numbers."],
  },
  heartbeat: {
    what: ["Livstecknet når inte ut till övervakningen", "The sign of life does not reach the monitoring"],
    todo: ["Larm fungerar. Driften kontrollerar övervakningen.", "Alarms work. Operations check the monitoring."],
  },
};

export const otherTrouble = {
  what: ["Ett fel i servern", "A fault in the server"],
  todo: ["Kontakta driften.", "Contact operations."],
} as const;

export const rollCall = {
  title: ["Provlarm", "Roll-call"],
  lead: ["Ett märkt prov över de riktiga kanalerna. Den som larmas på riktigt lämnas utanför.", "A marked test over the live channels. Whoever is being alarmed is left out."],
  none: ["Inget provlarm har hållits.", "No roll-call has been held."],
  running: ["Pågår sedan {at}, svar räknas till {until}", "Under way since {at}, answers count until {until}"],
  ended: ["Hölls {at}, avslutat {until}", "Held {at}, ended {until}"],
  scheduled: ["enligt schema", "by schedule"],
  answered: ["{n} av {m} har svarat", "{n} of {m} have answered"],
  nobody: ["{n} har inte svarat", "{n} have not answered"],
  putOff: ["Lämnades utanför, larmas på riktigt: {who}", "Left out, being alarmed: {who}"],
  channel: ["Kanal", "Channel"],
  outcome: ["Leverans", "Delivery"],
  answer: ["Svar", "Answer"],
  answeredIn: ["svarade efter {time}", "answered after {time}"],
  answeredWord: ["svarade", "answered"],
  waiting: ["väntar på svar", "waits for an answer"],
  notAnswered: ["svarade inte", "did not answer"],
  start: ["Håll provlarm nu", "Hold a roll-call now"],
  startFor: ["Provlarma {n} funktioner nu", "Roll-call {n} functions now"],
  startAll: ["Provlarma alla nu", "Roll-call everyone now"],
  choose: ["Vilka som tillfrågas", "Who is asked"],
  chooseAll: ["Alla", "Everyone"],
  chooseSome: ["Bara de valda", "Only the chosen"],
  chooseNone: ["Välj minst en.", "Choose at least one."],
  channels: ["Kanaler", "Channels"],
  channelsAll: ["Alla som var och en har", "All that each has"],
  isRunning: ["Ett provlarm pågår. Det tar slut av sig självt {until}.", "A roll-call is under way. It ends by itself {until}."],
  reach: ["Vad provlarmen har visat", "What roll-calls have shown"],
  ofLast: ["{n} av {m} senaste", "{n} of the last {m}"],
  neverAsked: ["aldrig tillfrågad", "never asked"],
  proven: ["senast prövad {at}", "last proven {at}"],
  neverProven: ["aldrig prövad", "never proven"],
} as const;

export const contacts = {
  title: ["Kontakter", "Contacts"],
  book: ["Boken nu", "The book now"],
  bookOwn: ["Bara din egen organisation visas.", "Only your own organisation is shown."],
  officers: ["{n} personer", "{n} people"],
  onDuty: ["i tjänst när journalen är ny", "on duty when the journal is new"],
  noAddress: ["inga adresser", "no addresses"],
  importTitle: ["Läs in ändringar", "Import changes"],
  importLead: ["Välj en kontaktfil eller klistra in dess text. Inget ändras förrän ett förslag är godkänt.", "Choose a contacts file or paste its text. Nothing changes until a proposal is approved."],
  file: ["Kontaktfil", "Contacts file"],
  fileFailed: ["Filen kunde inte läsas.", "The file could not be read."],
  text: ["Kontakter som text", "Contacts as text"],
  removeMissing: ["Ta bort dem som inte finns i texten", "Remove those who are not in the text"],
  compare: ["Visa skillnaden", "Show the difference"],
  empty: ["Välj en fil eller klistra in text först.", "Choose a file or paste text first."],
  difference: ["Detta skulle ändras", "This would change"],
  same: ["Ingen skillnad mot boken.", "No difference from the book."],
  needsSecond: ["Ändrar hur en TiB eller ställföreträdare nås: en annan person måste godkänna.", "Changes how a duty officer or deputy is reached: another person must approve."],
  propose: ["Lägg förslaget, {n} ändringar", "Make the proposal, {n} changes"],
  changed: ["Texten har ändrats sedan skillnaden visades. Visa den på nytt.", "The text has changed since the difference was shown. Show it again."],
  proposals: ["Förslag", "Proposals"],
  proposal: ["Förslag {n}", "Proposal {n}"],
  noProposals: ["Inga förslag.", "No proposals."],
  by: ["av {who} {at}", "by {who} {at}"],
  decided: ["beslutat av {who} {at}", "decided by {who} {at}"],
  file_: ["kontaktfilen", "the contacts file"],
  approve: ["Godkänn förslag {n}", "Approve proposal {n}"],
  approveOwn: ["Du har själv lagt förslaget. En annan person måste godkänna det.", "You made the proposal yourself. Another person must approve it."],
  rollBack: ["Återta förslag {n}", "Roll proposal {n} back"],
  rollBackLead: ["Det som förslaget ändrade blir som förut.", "What the proposal changed becomes as before."],
  changes: ["{n} ändringar", "{n} changes"],
  added: ["Ny: {who}, {party}", "New: {who}, {party}"],
  removed: ["Tas bort: {who}, {party}", "Removed: {who}, {party}"],
  erased: ["{id}: personuppgifterna är raderade", "{id}: the personal data has been erased"],
  edited: ["Ändras: {who}", "Changed: {who}"],
  name: ["namn: {before} blir {after}", "name: {before} becomes {after}"],
  party: ["funktion: {before} blir {after}", "function: {before} becomes {after}"],
  addressAdded: ["{channel}: {value} tillkommer", "{channel}: {value} is added"],
  addressRemoved: ["{channel}: {value} tas bort", "{channel}: {value} is removed"],
  dutyOn: ["i tjänst från början", "on duty from the beginning"],
  dutyOff: ["inte i tjänst från början", "not on duty from the beginning"],
  orderChanged: ["ordningen på adresserna ändras", "the order of the addresses changes"],
  history: ["Historik", "History"],
  noHistory: ["Ingen historik.", "No history."],
  historyErased: ["raderat", "erased"],
  bySystem: ["leverantören sade att adressen är död", "the provider said that the address is dead"],
} as const;

export const proposalWord: Record<ProposalState, Pair> = {
  [ProposalState.UNSPECIFIED]: ["Inte föreslaget", "Not proposed"],
  [ProposalState.OPEN]: ["Väntar på godkännande", "Waits for approval"],
  [ProposalState.APPLIED]: ["Infört", "Applied"],
  [ProposalState.ROLLED_BACK]: ["Återtaget", "Rolled back"],
};

export const access = {
  title: ["Inloggningar", "Sign-ins"],
  lead: ["Hemligheter visas aldrig här, utom en ny inloggningslänk, en gång.", "Secrets are never shown here, but for a new sign-in link, once."],
  tokens: ["{n} inloggningar, {m} gäller", "{n} sign-ins, {m} valid"],
  none: ["Inga inloggningar.", "No sign-ins."],
  noName: ["utan namn", "without a name"],
  world: ["övning {world}", "exercise {world}"],
  live: ["skarpt läge", "live"],
  created: ["skapad {at}", "created {at}"],
  expires: ["går ut {at}", "expires {at}"],
  expired: ["Utgången {at}", "Expired {at}"],
  never: ["går inte ut", "does not expire"],
  revoked: ["Spärrad {at}", "Revoked {at}"],
  valid: ["Gäller", "Valid"],
  own: ["din egen", "your own"],
  sessions: ["Öppna på {n} enheter", "Open on {n} devices"],
  noSessions: ["Inte öppen på någon enhet", "Open on no device"],
  session: ["inloggad {at}, senast sedd {seen}", "signed in {at}, last seen {seen}"],
  thisDevice: ["den här enheten", "this device"],
  endSession: ["Logga ut enheten", "Sign the device out"],
  link: ["Skapa inloggningslänk", "Create a sign-in link"],
  linkOnce: ["Länken visas bara nu och fungerar en gång. Den går ut {at}.", "The link is shown only now and works once. It expires {at}."],
  copy: ["Kopiera länken", "Copy the link"],
  copied: ["Kopierad", "Copied"],
  copyFailed: ["Kunde inte kopiera: markera texten och kopiera för hand.", "Could not copy: select the text and copy by hand."],
  hide: ["Klar, dölj länken", "Done, hide the link"],
  revoke: ["Spärra", "Revoke"],
  revokeAsk: ["Spärra {who} för gott? Alla dess enheter loggas ut inom en sekund. Kan inte göras ogjort.", "Revoke {who} for good? All its devices are signed out within a second. Cannot be undone."],
  revokeOwn: ["Det är din egen inloggning: du loggas ut.", "It is your own sign-in: you are signed out."],
  revokeSure: ["Ja, spärra {who}", "Yes, revoke {who}"],
  search: ["Sök namn, funktion eller beteckning", "Search name, function or id"],
  onlyValid: ["Bara de som gäller", "Only valid ones"],
} as const;
