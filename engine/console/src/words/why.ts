// Why a message did not get through, in words for who must call instead. The daemon says it in English, for those who
// mend it: that stands beside it. What is not known here is left to the daemon's own words.
import type { Pair } from "./say.svelte";

/** By how the daemon's sentence reads (engine/delivery); the first that fits. */
const known: readonly (readonly [RegExp, Pair])[] = [
  [/^refused at the wire/, ["stoppat: fel märkning för övning eller skarpt", "stopped: wrongly marked for exercise or live"]],
  [/^not tried: nothing gets through/, ["kanalen fungerar inte just nu: inte försökt", "the channel does not work now: not tried"]],
  [/^nobody is on duty/, ["ingen är i tjänst", "nobody is on duty"]],
  [/^no device has subscribed/, ["ingen enhet har push påslagen", "no device has push switched on"]],
  [/^the address book has no mail address/, ["e-postadress saknas i adressboken", "no mail address in the address book"]],
  [/^the address book has no Rakel number/, ["Rakelnummer saknas i adressboken", "no Rakel number in the address book"]],
  [/^the address book has no/, ["adress saknas i adressboken", "no address in the address book"]],
  [/^the officer has no webhook/, ["systemadress saknas", "no address of a system"]],
  [/^there is no channel/, ["kanalen är inte inkopplad på servern", "the channel is not set up on the server"]],
  [/^the queue of channel .* is full/, ["kön till kanalen var full", "the channel's queue was full"]],
  [/^it waited \d+ s in line/, ["hann inte skickas i tid", "was not sent in time"]],
  [/did not answer within \d+ s|no answer in time|did not answer in time|^no answer/, ["inget svar i tid från den som förmedlar", "no answer in time from the carrier"]],
  [/^the terminal/, ["Rakelterminalen fungerar inte", "the Rakel terminal does not work"]],
  [/^the network did not take it/, ["Rakelnätet tog inte emot", "the Rakel network did not take it"]],
  [/^no address that is an ISSI/, ["Rakelnumret är fel", "the Rakel number is wrong"]],
  [/answered (401|403)\b/, ["servern får inte använda kanalen: nyckel eller lösenord gäller inte", "the server may not use the channel: a key or password is not valid"]],
  [/answered (404|410)\b/, ["mottagaren finns inte längre", "the recipient is no longer there"]],
  [/answered 429\b/, ["förmedlaren tar inte emot fler just nu", "the carrier takes no more right now"]],
  [/answered 5\d\d\b/, ["fel hos förmedlaren", "a fault at the carrier"]],
  [/^the provider has failed it/, ["leverantören kunde inte nå numret", "the provider could not reach the number"]],
  [/^the mail server answered/, ["e-postservern vägrade", "the mail server refused"]],
  [/answered \d+/, ["förmedlaren vägrade", "the carrier refused"]],
  [/no TLS with|certificate/i, ["säker anslutning till förmedlaren gick inte", "no safe connection to the carrier"]],
  [/refused|unreachable|resolve|not found|reset|closed/i, ["förmedlaren nås inte från servern", "the carrier cannot be reached from the server"]],
];

/** Undefined where nothing is known to say. */
export function whyWord(why: string): Pair | undefined {
  return known.find(([pattern]) => pattern.test(why))?.[1];
}
