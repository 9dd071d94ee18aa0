// What is said while a command is on its way, and when it is refused.
import { Code } from "@connectrpc/connect";
import { Durability } from "../gen/larm/v1/domain_pb";
import type { Fault } from "../api/fault";
import { partyName } from "./names";
import type { Pair } from "./say.svelte";

export const command = {
  sending: ["Skickar ...", "Sending ..."],
  sendingAgain: ["Skickar igen, försök {n} ...", "Sending again, attempt {n} ..."],
  received: ["Mottaget av servern {at}", "Received by the server {at}"],
  serverSays: ["Servern säger", "The server says (in Swedish)"],
  writeDown: ["Skriv ner detta", "Write this down"],
  writeDownSpill: ["Servern kunde bara spara i reservjournalen. Skriv ner vad du gjort och klockslaget.", "The server could save to its reserve journal only. Write down what you did and the time."],
  writeDownNone: ["Servern kunde inte spara: uppgiften finns bara i minnet. Skriv ner vad du gjort och klockslaget.", "The server could not save: this is in memory only. Write down what you did and the time."],
  again: ["Skicka samma igen", "Send the same again"],
  outcomeUnknown: ["Okänt om servern tog emot. Att skicka samma igen larmar inte två gånger.", "Unknown whether the server took it. Sending the same again does not alarm twice."],
  field: ["Fält: {field}", "Field: {field}"],
  details: ["Serverns svar: {message}", "The server's answer: {message}"],
  disabledOffline: ["Frånkopplad: går inte att skicka", "Disconnected: cannot send"],
  duplicates: ["Kan vara samma händelse som en som redan pågår ({n}). Jämför dem under Läge.", "May be the same incident as one already under way ({n}). Compare them under Situation."],
} as const;

export const faultWord: Record<Code, Pair> = {
  [Code.Canceled]: ["Anropet avbröts.", "The call was broken off."],
  [Code.Unknown]: ["Servern nåddes inte.", "The server was not reached."],
  [Code.InvalidArgument]: ["En uppgift godtogs inte.", "Something that was entered was not accepted."],
  [Code.DeadlineExceeded]: ["Servern svarade inte i tid.", "The server did not answer in time."],
  [Code.NotFound]: ["Det finns inte, eller inte längre.", "It does not exist, or no longer."],
  [Code.AlreadyExists]: ["Samma kommando har redan skickats med annat innehåll. Se tidslinjen.", "The same command has been sent with another content. See the timeline."],
  [Code.PermissionDenied]: ["Din inloggning får inte göra detta.", "Your sign-in may not do this."],
  [Code.ResourceExhausted]: ["Servern tar inte emot mer just nu.", "The server takes no more right now."],
  [Code.FailedPrecondition]: ["Läget tillåter inte detta just nu.", "The situation does not allow this now."],
  [Code.Aborted]: ["Läget har ändrats sedan du såg det. Titta igen och bestäm på nytt.", "The situation has changed since you saw it. Look again and decide anew."],
  [Code.OutOfRange]: ["Ett tal är utanför sina gränser.", "A number is out of its range."],
  [Code.Unimplemented]: ["Servern kan inte detta.", "The server cannot do this."],
  [Code.Internal]: ["Fel i servern.", "A fault in the server."],
  [Code.Unavailable]: ["Servern kan inte ta emot detta just nu.", "The server cannot take this right now."],
  [Code.DataLoss]: ["Servern har förlorat data.", "The server has lost data."],
  [Code.Unauthenticated]: ["Du är inte inloggad längre. Öppna din inloggningslänk igen.", "You are no longer signed in. Open your sign-in link again."],
};

/** What a human has to do about a refusal, by how the server's sentence reads; the first that fits. */
const refusals: readonly (readonly [RegExp, Pair])[] = [
  [/\b1 patients are [a-z ]+ \(([^)]*)\)/, ["1 patient är på väg eller mottagen ({0}). Säg att den är framme, eller ställ in den om den inte har åkt, och avsluta sedan: efteråt kan ingen säga det.", "1 patient is under way or accepted ({0}). Say that it has arrived, or call it off if it has not left, and close then: afterwards nobody can."]],
  [/(\d+) patients are [a-z ]+ \(([^)]*)\)/, ["{0} patienter är på väg eller mottagna ({1}). Säg att de är framme, eller ställ in dem som inte har åkt, och avsluta sedan: efteråt kan ingen säga det.", "{0} patients are under way or accepted ({1}). Say that they have arrived, or call off those who have not left, and close then: afterwards nobody can."]],
  [/only (\d+) promised transports can be revoked: (\d+) carry patients/, ["I {1} av fordonen ligger patienter: de är utlovade tills patienterna är framme. {0} kan tas tillbaka nu.", "{1} of the vehicles have patients in them: they stay promised until these have arrived. {0} can be taken back now."]],
  [/a later proposal has taken its place/, ["Ett nyare förslag gäller. Läs det och svara på det som står där.", "A newer proposal stands. Read it and answer what it says."]],
];

/** What is wrong, and what to do: as it is put here, else as the server puts it, else by its code alone. */
export function refusalWord({ code, message, swedish }: Fault): Pair {
  for (const [pattern, [inSwedish, english]] of refusals) {
    const found = pattern.exec(message);
    if (found) {
      const filled = (text: string) => text.replace(/\{(\d)\}/g, (_, place: string) => found[Number(place) + 1] ?? "");
      return [filled(inSwedish), filled(english)];
    }
  }
  const [byCode, english] = faultWord[code];
  return [swedish === "" ? byCode : swedish.replace(/[a-z]+@[\w-]+/g, partyName), english];
}

export const durabilityWord: Record<Durability, Pair> = {
  [Durability.UNSPECIFIED]: ["Okänt", "Unknown"],
  [Durability.REPLICATED]: ["På flera platser", "At several sites"],
  [Durability.LOCAL]: ["På disk", "On disk"],
  [Durability.SPILL]: ["Reservjournal", "Reserve journal"],
  [Durability.NONE]: ["Endast i minnet", "In memory only"],
};
