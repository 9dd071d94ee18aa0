// What notifications say. Also part of the service worker, which has no page: nothing but texts here.
export const notice = {
  acknowledge: ["Kvittera", "Acknowledge"],
  open: ["Öppna", "Open"],
  again: ["Försök igen", "Try again"],
  unreadTitle: ["LARM: öppna Larmkedja", "ALARM: open Larmkedja"],
  unreadBody: ["Ett larm har kommit som den här enheten inte kan visa. Öppna appen.", "An alarm has come that this device cannot show. Open the app."],
  sending: ["Kvitterar ...", "Acknowledging ..."],
  done: ["Kvitterat {at}", "Acknowledged {at}"],
  refused: ["Kvittensen togs inte emot", "The acknowledgement was not taken"],
  failed: ["Kvittensen gick inte fram, öppna appen", "The acknowledgement did not get through, open the app"],
  failedBody: ["Servern nåddes inte härifrån. Larmet jagar dig vidare tills det är kvitterat.", "The server was not reached from here. The alarm goes on chasing you until it is acknowledged."],
  dropped: ["Push behöver slås på igen", "Push must be switched on again"],
  droppedBody: ["Webbläsaren har bytt sin adress för push och servern fick inte veta det. Öppna appen.", "The browser has changed its address for push and the server was not told. Open the app."],
  testTitle: ["PROV: notis från den här enheten", "TEST: notification from this device"],
  testBody: ["Så här syns ett larm. Provet skickades inte av servern.", "This is how an alarm shows. The test was not sent by the server."],
  waiting: ["{n} larm väntar på kvittens", "{n} alarms wait to be acknowledged"],
  hiddenTitle: ["LARM: {what}", "ALARM: {what}"],
} as const;
