// Signing in and out, and what a session that ends is called.
import type { SignInFault } from "../api/session";
import type { Pair } from "./say.svelte";

export const signIn = {
  title: ["Logga in", "Sign in"],
  lead: ["Öppna din inloggningslänk, eller klistra in länken eller din nyckel här.", "Open your sign-in link, or paste the link or your key here."],
  field: ["Inloggningslänk eller nyckel", "Sign-in link or key"],
  fieldHint: ["Du får den av den som är administratör. Den visas inte på skärmen.", "You get it from your administrator. It is not shown on the screen."],
  fieldMissing: ["Klistra in länken eller nyckeln först.", "Paste the link or the key first."],
  send: ["Logga in", "Sign in"],
  sending: ["Loggar in ...", "Signing in ..."],
  byLink: ["Loggar in med länken ...", "Signing in with the link ..."],
  none: ["Har du ingen länk? Ring den som administrerar Larmkedja. Brådskar det: larma per telefon eller Rakel enligt reservpärmen.", "No link? Call whoever administers Larmkedja. If it is urgent: alarm by telephone or Rakel by the fallback pack."],
  openedElsewhere: ["Du har loggat in i en annan flik. Den här följer med.", "You have signed in in another tab. This one follows."],

  again: ["Du är utloggad. Det du ser är gammalt och du kan inte skicka något. Utkast är kvar.", "You are signed out. What you see is old and you cannot send anything. Drafts are kept."],
  againOpen: ["Logga in här", "Sign in here"],
  otherTitle: ["En annan inloggning", "Another sign-in"],
  other: ["Du är nu inloggad som {who} i {mode}. Det du ser på skärmen hör till den förra inloggningen.", "You are now signed in as {who} in {mode}. What you see on the screen belongs to the former sign-in."],
  otherReload: ["Visa det som gäller nu", "Show what holds now"],

  replaceTitle: ["Byta inloggning?", "Change sign-in?"],
  replaceNow: ["Du har öppnat en inloggningslänk. I den här webbläsaren är redan inloggad:", "You have opened a sign-in link. Already signed in in this browser:"],
  replaceNext: ["Länken kan vara din egen, en annan persons eller till en övning: vem och vilket läge den gäller syns först efter bytet. Den används inte om du behåller.", "The link may be your own, another person's or to an exercise: whose it is, and in which mode, shows only after the change. It is not used up if you keep."],
  replaceTabs: ["Alla flikar i den här webbläsaren följer med i bytet.", "Every tab in this browser follows the change."],
  replaceLive: ["Gäller länken en övning visas skarpa larm inte här efter bytet. Öppna den hellre i en annan webbläsare eller ett privat fönster.", "If the link is to an exercise, live alarms do not show here after the change. Rather open it in another browser or a private window."],
  replaceStay: ["Behåll inloggningen", "Keep the sign-in"],
  replaceSwitch: ["Byt till länkens inloggning", "Change to the link's sign-in"],

  account: ["Inloggning", "Sign-in"],
  accountOpen: ["Inloggning: {who}", "Sign-in: {who}"],
  role: ["Roll", "Role"],
  organisation: ["Svarar för", "Answers for"],
  world: ["Läge", "Mode"],
  name: ["Namn", "Name"],
  unnamed: ["Inget namn", "No name"],
  until: ["Inloggad till", "Signed in until"],
  untilHint: ["Förlängs av sig själv så länge konsolen är öppen.", "Prolonged by itself as long as the console is open."],
  version: ["Serverns version", "Server version"],
  signOut: ["Logga ut", "Sign out"],
  signOutLead: ["Alla flikar i den här webbläsaren loggas ut.", "Every tab in this browser is signed out."],
  signOutPush: ["Larm med push kommer fortfarande hit. Stäng av dem under Gå på vakt.", "Alarms by push still come here. Switch them off under Go on duty."],
  signOutDraft: ["Ett svar är sparat här och inte skickat. Det ligger kvar.", "An answer is kept here and has not been sent. It stays."],
  signOutFailed: ["Servern nåddes inte. Du är fortfarande inloggad.", "The server was not reached. You are still signed in."],
} as const;

/** Of a token that was pasted. */
export const tokenFault: Record<SignInFault, Pair> = {
  wrong: ["Nyckeln gäller inte. Den kan vara fel avskriven, indragen eller för gammal.", "The key is not valid. It may be mistyped, revoked or too old."],
  used: ["Nyckeln är redan använd.", "The key has been used already."],
  expired: ["Nyckeln har gått ut. Be administratören om en ny.", "The key has expired. Ask the administrator for a new one."],
  busy: ["För många försök. Vänta en minut och försök igen.", "Too many attempts. Wait a minute and try again."],
  unreachable: ["Servern nås inte. Du kan vara utan nät. Larma per telefon eller Rakel om det brådskar.", "The server cannot be reached. You may be offline. Alarm by telephone or Rakel if it is urgent."],
  not_understood: ["Servern svarade något som konsolen inte förstår. Ladda om sidan.", "The server answered something that the console does not understand. Load the page again."],
};

/** Of a link that works once. */
export const codeFault: Record<SignInFault, Pair> = {
  ...tokenFault,
  wrong: ["Länken gäller inte. Den kan vara ofullständig, redan använd eller för gammal. Be om en ny.", "The link is not valid. It may be incomplete, used already or too old. Ask for a new one."],
  used: ["Länken är redan använd: den fungerar en gång. Be om en ny.", "The link has been used already: it works once. Ask for a new one."],
  expired: ["Länken har gått ut. Be om en ny.", "The link has expired. Ask for a new one."],
};
