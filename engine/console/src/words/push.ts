// Push on this device: setting it up, and how it stands.
import type { PushState } from "../app/push_state";
import { PushDeviceDoubt } from "../gen/larm/v1/contact_pb";
import type { Pair } from "./say.svelte";

export const push = {
  title: ["Larm med push", "Alarms by push"],
  exerciseTitle: ["Övningens larm med push", "The exercise's alarms by push"],
  exercise: ["Anmäler enheten till den här övningen och inget annat. Allt märks ÖVNING. När övningen stängs glöms enheten. Skarpa larm påverkas inte.", "Enrols the device for this exercise and nothing else. Everything is marked ÖVNING. When the exercise is closed the device is forgotten. Live alarms are not affected."],
  lead: ["Push är en kanal bland flera. Den ensam räcker inte för att väcka någon: se till att telefon och SMS också är inlagda.", "Push is one channel of several. It alone is not enough to wake somebody: see that telephone and SMS are entered too."],
  whose: ["Vem larmas på den här enheten?", "Who is alarmed on this device?"],
  officerOther: ["Annan person i adressboken", "Another person in the address book"],
  officerId: ["Personens namn i adressboken", "The person's id in the address book"],
  officerHint: ["till exempel {example}", "for example {example}"],
  officerMissing: ["Välj vem som larmas.", "Choose who is alarmed."],
  device: ["Vad kallas enheten?", "What is the device called?"],
  deviceHint: ["till exempel Majas mobil", "for example Maja's phone"],
  deviceMissing: ["Ge enheten ett namn.", "Give the device a name."],
  switchOn: ["Slå på push här", "Switch push on here"],
  switchOff: ["Stäng av push här", "Switch push off here"],
  working: ["Slår på ...", "Switching on ..."],
  onFor: ["Push till {who} på den här enheten", "Push to {who} on this device"],
  subscribeFailed: ["Webbläsaren kunde inte ordna push.", "The browser could not arrange push."],
  browserSays: ["Webbläsarens ord", "The browser's words"],
  testHere: ["Visa en provnotis här", "Show a test notification here"],
  testHereHint: ["Prövar bara att enheten visar notiser.", "Tries only whether the device shows notifications."],
  testWhole: ["Skicka ett provlarm med push till {who}", "Send a roll-call by push to {who}"],
  testWholeHint: ["Prövar hela vägen från servern. Märkt PROV, ska besvaras.", "Tries the whole way from the server. Marked PROV, to be answered."],
  testElse: ["Hela vägen prövas vid nästa provlarm.", "The whole way is tried at the next roll-call."],
  devices: ["Enheter som får larm", "Devices that get alarms"],
  devicesNone: ["Inga enheter får push.", "No device gets push."],
  devicesUnknown: ["Okänt vilka enheter som får push: servern har inte svarat.", "Unknown which devices get push: the server has not answered."],
  subscribed: ["tillagd {at}", "added {at}"],
  received: ["gav livstecken {at}", "gave a sign of life {at}"],
  neverReceived: ["har aldrig visat något", "has never shown anything"],
  dropped: ["Borttagen av pushtjänsten {at}", "Removed by the push service {at}"],
  remove: ["Ta bort", "Remove"],
  removeWhich: ["Ta bort {name}", "Remove {name}"],
  phone: ["Mobil", "Phone"],
  computer: ["Dator", "Computer"],
} as const;

/** What a browser says in English, by how it reads; the first that fits. */
const browserFaults: readonly (readonly [RegExp, Pair])[] = [
  [/no answer in time/i, ["Webbläsarens pushtjänst svarade inte. Kontrollera nätet (ett slutet nät kan stoppa den) och försök igen.", "The browser's push service did not answer. Check the network (a closed one may stop it) and try again."]],
  [/push service (error|not available)|AbortError|registration failed/i, ["Webbläsarens pushtjänst kan inte nås. Kontrollera nätet, eller använd en annan webbläsare.", "The browser's push service cannot be reached. Check the network, or use another browser."]],
  [/NotAllowedError|permission/i, ["Notiser är inte tillåtna för den här sidan. Tillåt dem i webbläsarens inställningar.", "Notifications are not allowed for this page. Allow them in the browser's settings."]],
  [/InvalidStateError|different application server ?key/i, ["En äldre push ligger kvar i webbläsaren. Stäng av push här, ladda om sidan och slå på igen.", "An older push is left in the browser. Switch push off here, load the page again and switch it on."]],
  [/QuotaExceeded|storage/i, ["Enheten har inte plats kvar.", "The device has no room left."]],
  [/NotSupportedError|private|incognito/i, ["Webbläsaren tillåter inte push i det här läget, till exempel i ett privat fönster.", "The browser does not allow push in this mode, a private window for instance."]],
];

export function browserFault(message: string): Pair {
  return browserFaults.find(([pattern]) => pattern.test(message))?.[1] ?? push.subscribeFailed;
}

export const pushStateWord: Record<PushState, Pair> = {
  unknown: ["Undersöker ...", "Looking ..."],
  insecure: ["Push kräver en säker adress (https).", "Push needs a secure address (https)."],
  needs_install: ["Push på iPhone och iPad fungerar först när appen ligger på hemskärmen. Se nedan.", "Push on iPhone and iPad works only once the app is on the home screen. See below."],
  missing: ["Den här webbläsaren kan inte ta emot push. Här går bara de andra kanalerna.", "This browser cannot receive push. Here only the other channels go."],
  blocked: ["Notiser är blockerade för den här sidan. Tillåt dem i webbläsarens eller telefonens inställningar (hänglåset vid adressen, eller Inställningar, Notiser) och ladda om.", "Notifications are blocked for this page. Allow them in the browser's or the phone's settings (the padlock by the address, or Settings, Notifications) and load the page again."],
  no_server: ["Servern har inte push uppsatt. Bara andra kanaler kan nå dig.", "The server has no push set up. Only other channels can reach you."],
  server_unknown: ["Okänt om servern har push: den har inte svarat.", "Unknown whether the server has push: it has not answered."],
  off: ["Den här enheten tar inte emot push.", "This device does not receive push."],
  on: ["Den här enheten tar emot push.", "This device receives push."],
  not_known: ["Enheten har push, men servern känner inte till den. Slå på igen.", "The device has push, but the server does not know it. Switch it on again."],
};

export const pushDoubtWord: Record<PushDeviceDoubt, Pair> = {
  [PushDeviceDoubt.UNSPECIFIED]: ["Tar emot", "Receives"],
  [PushDeviceDoubt.NOT_ACCEPTED]: ["Troligen död: pushtjänsten tar inte emot", "Probably dead: the push service takes nothing"],
  [PushDeviceDoubt.SILENT]: ["Troligen död: enheten ger inget livstecken", "Probably dead: the device gives no sign"],
};
