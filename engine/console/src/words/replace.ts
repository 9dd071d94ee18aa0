// A sign-in link that was opened where somebody is signed in.
export const replace = {
  title: ["Byta inloggning?", "Change sign-in?"],
  now: ["Du har öppnat en inloggningslänk. I den här webbläsaren är redan inloggad:", "You have opened a sign-in link. Already signed in in this browser:"],
  next: ["Länken kan vara din egen, en annan persons eller till en övning: vem och vilket läge den gäller syns först efter bytet. Den används inte om du behåller.", "The link may be your own, another person's or to an exercise: whose it is, and in which mode, shows only after the change. It is not used up if you keep."],
  tabs: ["Alla flikar i den här webbläsaren följer med i bytet.", "Every tab in this browser follows the change."],
  live: ["Gäller länken en övning visas skarpa larm inte här efter bytet. Öppna den hellre i en annan webbläsare eller ett privat fönster.", "If the link is to an exercise, live alarms do not show here after the change. Rather open it in another browser or a private window."],
  kept: ["Länken finns kvar här. Försök igen.", "The link is kept here. Try again."],
  stay: ["Behåll inloggningen", "Keep the sign-in"],
  switch: ["Byt till länkens inloggning", "Change to the link's sign-in"],
} as const;
