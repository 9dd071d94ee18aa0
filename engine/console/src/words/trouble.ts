// What troubles the server, and what to do about it.
import type { TroubleKind } from "../state/derive/health";
import type { Pair } from "./say.svelte";

interface TroubleWords {
  readonly what: Pair;
  readonly todo: Pair;
}

export const troubleWord: Record<TroubleKind, TroubleWords> = {
  delivery: {
    what: ["Meddelanden når ingen människa", "Messages reach no human"],
    todo: ["Ring själv till dem som ska larmas. Driften läser serverns ord nedan.", "Call those who are to be alarmed. Operations read the server's words below."],
  },
  nothing_set_up: {
    what: ["Meddelanden når ingen människa: ingen kanal är inkopplad", "Messages reach no human: no channel is set up"],
    todo: ["Ring själv till dem som ska larmas. Driften startar servern med sin inställningsfil (--config) och kopplar in SMS, uppringning, push och Rakel där.", "Call those who are to be alarmed. Operations start the server with its settings file (--config) and set up SMS, voice calls, push and Rakel there."],
  },
  not_adopted: {
    what: ["Meddelanden når ingen människa: servern kör på en kopia eller en återläst säkerhetskopia", "Messages reach no human: the server runs on a copy or a restored backup"],
    todo: ["Ring själv till dem som ska larmas. Kontrollera först att ingen annan server larmar från samma journal. Är det den här som ska larma: driften startar om den med --adopt.", "Call those who are to be alarmed. First see that no other server alarms from the same journal. If this is the one that shall alarm: operations start it anew with --adopt."],
  },
  left_out: {
    what: ["En kanal kunde inte kopplas in. Övriga kanaler används", "A channel could not be set up. The other channels are used"],
    todo: ["Driften rättar kanalens inställningar och startar om servern. Se Nåbarhet: några kan ha bara den kanalen.", "Operations correct the channel's settings and start the server anew. See Reach: some may have only that channel."],
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
  same_version: {
    what: ["Larmreglerna har ändrats men heter likadant", "The alarm rules have changed and are called the same"],
    todo: ["De nya gäller. Driften höjer versionen, så att man ser vilka som används.", "The new ones hold. Operations raise the version, so that one sees which are used."],
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
    what: ["Kontaktfilen gäller kanske inte för alla", "The contacts file may not hold for everyone"],
    todo: ["Det som människor har godkänt används. Se Kontakter och serverns ord nedan.", "What people have approved is in use. See Contacts, and the server's words below."],
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
    todo: ["Hindrar inga larm. Kontakta driften.", "Stops no alarm. Contact operations."],
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
    todo: ["Ring den som bara har den vägen. Driften ser till terminalen.", "Call whoever has only that way. Operations see to the terminal."],
  },
  fallback: {
    what: ["Reservpärmens utskrift är inte aktuell", "The fallback pack's print is not current"],
    todo: ["Använd den senaste utskriften och kontrollera telefonnumren.", "Use the latest print and check the telephone numbers."],
  },
  heartbeat: {
    what: ["Livstecknet till övervakningen kommer inte fram, eller hålls inne", "The sign of life does not reach the monitoring, or is held back"],
    todo: ["Läs serverns ord nedan. Hålls det inne (no sign of life is sent) kan servern kanske inte larma: ring själv. Annars hindras inga larm. Driften kontrollerar.", "Read the server's words below. Where it is held back the server may not alarm: call yourself. Else no alarm is stopped. Operations check."],
  },
  webhook: {
    what: ["Ett annat system tar inte emot det som skickas till det", "Another system does not take what is sent to it"],
    todo: ["Ring den som bara nås genom det. Driften kontaktar den som har det systemet.", "Call whoever is reached through it alone. Operations contact whoever runs that system."],
  },
  cap: {
    what: ["Ett annat system tar inte emot larmen i CAP-format", "Another system does not take the alarms in CAP form"],
    todo: ["Ring den som bara nås genom det. Driften kontaktar den som har det systemet.", "Call whoever is reached through it alone. Operations contact whoever runs that system."],
  },
  other: {
    what: ["Ett fel i servern", "A fault in the server"],
    todo: ["Kontakta driften.", "Contact operations."],
  },
};
