// "Gå på vakt": trying, before it matters, whether this device can wake somebody.
import type { WakeState } from "../attention/wake_lock.svelte";
import type { Pair } from "./say.svelte";

export const ready = {
  title: ["Gå på vakt", "Go on duty"],
  lead: ["Pröva enheten innan den behövs. Inget här larmar någon annan.", "Try the device before it is needed. Nothing here alarms anybody else."],

  connection: ["Kontakt med servern", "Contact with the server"],
  connected: ["Ansluten", "Connected"],
  notConnected: ["Inte ansluten", "Not connected"],

  sound: ["Larmljud", "Alarm sound"],
  soundTry: ["Spela larmljudet", "Play the alarm sound"],
  soundAsk: ["Hördes det?", "Did you hear it?"],
  heard: ["Ja, det hördes", "Yes, I heard it"],
  notHeard: ["Nej", "No"],
  soundGood: ["Larmljudet hördes {at}", "The alarm sound was heard {at}"],
  soundBad: ["Larmljudet hörs inte", "The alarm sound is not heard"],
  soundUntried: ["Inte prövat", "Not tried"],
  soundBlocked: ["Webbläsaren släpper inte fram ljud. Klicka på sidan och försök igen.", "The browser lets no sound through. Click on the page and try again."],
  soundHelp: ["Höj volymen, stäng av ljudlöst läge, kontrollera att rätt högtalare är vald. Konsolen kan inte veta om högtalaren är av.", "Raise the volume, switch silent mode off, check that the right loudspeaker is chosen. The console cannot know whether the loudspeaker is off."],
  soundPolicy: ["På en fast dator i ledningsrum kan webbläsaren ställas in så att ljud alltid är tillåtet för den här adressen.", "On a fixed computer in a command room the browser can be set to always allow sound for this address."],

  wall: ["Väggskärm", "Wall screen"],
  wallLead: ["Håller skärmen tänd så länge sidan syns.", "Keeps the screen lit as long as the page shows."],
  wallOn: ["Håll skärmen tänd", "Keep the screen lit"],

  install: ["På hemskärmen", "On the home screen"],
  installed: ["Appen är installerad på den här enheten.", "The app is installed on this device."],
  installAsk: ["Lägg till på hemskärmen", "Add to the home screen"],
  installMenu: ["Öppna webbläsarens meny och välj Installera eller Lägg till på startskärmen.", "Open the browser's menu and choose Install or Add to home screen."],
  appleLead: ["iPhone och iPad (iOS 16.4 eller senare):", "iPhone and iPad (iOS 16.4 or later):"],
  apple1: ["Öppna den här sidan i Safari och tryck på Dela (rutan med en pil uppåt).", "Open this page in Safari and press Share (the box with an arrow upwards)."],
  apple2: ["Välj Lägg till på hemskärmen och sedan Lägg till.", "Choose Add to Home Screen and then Add."],
  apple3: ["Öppna Larmkedja från hemskärmen. Klistra in din inloggningslänk där: appen delar inte inloggning med Safari.", "Open Larmkedja from the home screen. Paste your sign-in link there: the app does not share its sign-in with Safari."],
  apple4: ["Kom hit igen i appen och slå på push.", "Come here again in the app and switch push on."],
  offline: ["Appen öppnas även utan nät. Den säger då Frånkopplad.", "The app opens without a network too. It then says Disconnected."],
  offlineNot: ["Appen kan inte öppnas utan nät i den här webbläsaren.", "The app cannot be opened without a network in this browser."],
} as const;

export const wakeWord: Record<WakeState, Pair> = {
  off: ["Av: skärmen kan slockna", "Off: the screen may go dark"],
  held: ["På: skärmen hålls tänd", "On: the screen is kept lit"],
  lost: ["Nekad just nu: skärmen kan slockna. Försöker igen när sidan syns.", "Refused right now: the screen may go dark. Tried again when the page shows."],
  missing: ["Webbläsaren kan inte hålla skärmen tänd. Ställ in det i datorn.", "The browser cannot keep the screen lit. Set it in the computer."],
};
