// A blood centre's phone against a real daemon, in a real browser: signs in by a link, sets push up, gets the alarm as the
// daemon encrypts it, answers from the notification, loses its network, answers later. After npm run build:
//   LARM_BIN=DIR LARM_TEST_MODULES=DIR node tests/browser/phone.mjs
import assert from "node:assert/strict";
import { daemonUrl, end, larm, launch, picture, startDaemon, startFront, startPushService, step, token, troublesOf, until } from "./stage.mjs";

const { port, pushes, subscription, opened } = await startPushService();

try {
  await startDaemon(port);
  const blood = token("blood", "uppsala");
  const tib = token("tib", "uppsala");
  let front = await startFront(5391, blood, "blood@uppsala", { LARM_DEV_SIGNED_OUT: "1", LARM_DEV_NAME: "Blod Uppsala" });
  const base = "http://localhost:5391/";

  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, permissions: ["notifications"] });
  await context.addInitScript((made) => {
    // The real one asks Google's service, which is not there. What it gives is as a browser's.
    if (!("PushManager" in window)) return;
    const kept = () => (localStorage.getItem("test.push") ? { ...made, options: { applicationServerKey: new Uint8Array(JSON.parse(localStorage.getItem("test.push"))).buffer }, toJSON: () => made, unsubscribe: async () => (localStorage.removeItem("test.push"), true) } : null);
    PushManager.prototype.subscribe = async function ({ applicationServerKey }) {
      localStorage.setItem("test.push", JSON.stringify([...applicationServerKey]));
      return kept();
    };
    PushManager.prototype.getSubscription = async () => kept();
  }, subscription);
  const troubles = [];
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  troublesOf(page, troubles);

  await page.goto(base);
  await page.getByRole("heading", { name: "Logga in" }).waitFor();
  await picture(page, "sign-in");
  await page.getByLabel(/Inloggningslänk eller nyckel/).fill("fel");
  await page.getByRole("button", { name: "Logga in" }).click();
  await page.getByText("Nyckeln gäller inte").waitFor();
  step("a wrong key is refused in words");

  const seen = [];
  page.on("request", (request) => seen.push(request.url()));
  await page.goto(`${base}#/in/CODE-1`);
  await page.getByRole("heading", { name: "Blodcentral" }).waitFor();
  assert.ok(!page.url().includes("CODE"), page.url());
  assert.ok(!(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).includes("CODE"));
  assert.ok(!seen.some((url) => url.includes("CODE")), "the code is in no address");
  await page.goBack().catch(() => undefined);
  assert.ok(!page.url().includes("CODE"), "nor behind the back button");
  step("a link signs in, once, and leaves the address; the blood centre lands on its own screen");
  const strange = await browser.newContext();
  const late = await strange.newPage();
  await late.goto(`${base}#/in/CODE-1`);
  await late.getByText("Länken är redan använd").waitFor();
  await strange.close();
  step("the same link a second time says that it has been used");
  await page.goto(base);
  await page.getByText("Inget larm till er just nu.").waitFor();
  await picture(page, "blood-quiet");

  await page.goto(`${base}#/ready`);
  await page.getByText("Den här enheten tar inte emot push.").waitFor();
  await picture(page, "ready");
  await page.getByRole("button", { name: "Slå på push här" }).click();
  await page.getByText("Den här enheten tar emot push.").waitFor();
  await page.getByText("Appen öppnas även utan nät.").waitFor();
  await picture(page, "ready-on");
  step("push is switched on, and the daemon lists the device");

  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
  const cdp = await context.newCDPSession(page);
  let registrationId;
  cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => (registrationId = registrations.at(-1)?.registrationId ?? registrationId));
  await cdp.send("ServiceWorker.enable");
  await until("the registration", () => registrationId);
  const deliver = (text) => cdp.send("ServiceWorker.deliverPushMessage", { origin: base.slice(0, -1), registrationId, data: text });
  const notices = () =>
    worker.evaluate(async () => (await self.registration.getNotifications()).map((each) => ({ title: each.title, body: each.body, tag: each.tag, stays: each.requireInteraction, actions: each.actions.map((one) => one.action), data: each.data })));
  const press = (action) =>
    worker.evaluate(async (what) => {
      const [notification] = await self.registration.getNotifications();
      self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action: what }));
    }, action);

  // The browser changes the subscription behind everybody's back; only the worker is told.
  const devices = async () =>
    (await (await fetch(`${daemonUrl}/larm.v1.ContactService/ListDevices`, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${blood}` }, body: "{}" })).json()).devices;
  const [{ renewedAt: before }] = await devices();
  await worker.evaluate((made) => {
    const change = new ExtendableEvent("pushsubscriptionchange");
    Object.defineProperty(change, "newSubscription", { value: { toJSON: () => made } });
    self.dispatchEvent(change);
  }, subscription);
  await until("the daemon is told", async () => (await devices())[0].renewedAt !== before);
  assert.equal((await devices()).length, 1);
  step("a subscription that the browser changes is shown to the daemon by the worker");

  larm(["confirm", "--yes", "--region", "uppsala", "--level", "katastrof", "--mass-casualty", "--major-incident", "ja", "--exact-location", "Uppsala C, spår 4", "--type", "Tågolycka", "--severe", "11", "--moderate", "23", "--minor", "58", "--dead", "4"], tib);
  const incident = JSON.parse(larm(["incidents", "--json"], tib)).incidents?.[0]?.incidentId;
  const party = () => JSON.parse(larm(["incident", "--incident", incident, "--json"], tib)).incident.parties.find((each) => each.party === "blood@uppsala");
  await page.getByRole("button", { name: "Kvittera", exact: true }).waitFor();
  await page.goto(`${base}#/blood`);
  await page.getByRole("heading", { name: /Tågolycka, Uppsala C/ }).first().waitFor();
  await picture(page, "blood-alarm");
  assert.match(await page.title(), /LARM/);

  await until("the daemon's push", () => pushes.length > 0);
  const text = opened(pushes[0]);
  await deliver(text);
  const [shown] = await until("the notification", async () => ((await notices()).length ? notices() : undefined));
  assert.match(shown.title, /Masskadelarm till blodcentralen/);
  assert.deepEqual(shown.actions, ["ack", "open"]);
  assert.ok(shown.stays);
  await until("the receipt", () => party().deliveries?.some((each) => each.outcome === "DELIVERY_OUTCOME_RECEIVED"));
  step("the daemon's own push is shown with its buttons, and the daemon knows that the device has it");
  await deliver(text);
  await page.waitForTimeout(500);
  assert.equal((await notices()).length, 1);
  step("the same push twice is one notification");

  await press("ack");
  await until("the acknowledgement", () => /ACKNOWLEDGED|ANSWERED/.test(party().state));
  assert.equal(party().via, "VIA_PUSH");
  await page.getByRole("button", { name: "Kvittera", exact: true }).waitFor({ state: "detached" });
  step("Kvittera in the notification acknowledges the alarm, by push");

  await deliver("rubbish {");
  assert.match((await until("a notice", async () => (await notices()).find((each) => each.tag === "unread"))).title, /LARM/);
  await worker.evaluate(async () => (await self.registration.getNotifications()).forEach((each) => each.close()));
  step("rubbish is shown as an alarm to look up, never dropped");

  // No network: the server is gone for the phone and for its worker.
  front.kill("SIGKILL");
  await until("disconnected", async () => /Frånkopplad/.test(await page.locator(".connection").innerText()));
  await page.getByLabel("Ja, vi kan bidra").check();
  await page.getByLabel("Lager nu").fill("O neg 12, plasma 40");
  await page.getByLabel("Vi väntar med det").check();
  await page.getByRole("button", { name: "Spara, skicka senare" }).click();
  await page.getByText("Sparat i telefonen, inte skickat").waitFor();
  await picture(page, "blood-kept");
  step("without a network the answer is kept in the phone, and said not to be sent");

  const other = JSON.parse(text);
  await deliver(JSON.stringify({ ...other, id: "another", step: "again" }));
  await until("the notification", async () => (await notices()).some((each) => each.data.id === "another"));
  await worker.evaluate(async () => {
    const notification = (await self.registration.getNotifications()).find((each) => each.data.id === "another");
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action: "ack" }));
  });
  const failed = await until("the failure", async () => (await notices()).find((each) => /gick inte fram/.test(each.title)), 45_000);
  assert.deepEqual(failed.actions, ["ack", "open"]);
  step("an acknowledgement that does not get through says so, and can be pressed again");

  await page.goto(base);
  await page.getByText(/Frånkopplad|Ingen kontakt/).first().waitFor();
  await page.getByText("Sparat i telefonen, inte skickat").waitFor();
  await picture(page, "offline-open");
  assert.equal(await page.getByRole("button", { name: /Skicka/ }).count(), 0);
  step("opened without a network the app says so, and still has the answer");
  const kept = await worker.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
    return all;
  });
  assert.ok(kept.includes("/") && kept.some((path) => path.endsWith(".js")));
  assert.ok(!kept.some((path) => /^\/(larm\.v1|v1|session|a)\b/.test(path)), kept.join(" "));
  step("calls, the session and answer links are kept nowhere");

  front = await startFront(5391, blood, "blood@uppsala", { LARM_DEV_SIGNED_OUT: "", LARM_DEV_NAME: "Blod Uppsala" });
  await page.getByText("Du är ansluten igen").waitFor({ timeout: 40_000 });
  await page.waitForTimeout(1_500);
  assert.equal(party().note ?? "", "", "nothing is sent by itself");
  await picture(page, "blood-offered");
  await page.getByRole("button", { name: "Skicka svaret" }).click();
  await page.getByText(/Mottaget av servern/).waitFor();
  assert.match(party().note, /Lager: O neg 12, plasma 40\. Landets blodcentraler: Vi väntar med det/);
  await picture(page, "blood-sent");
  await page.getByRole("button", { name: "Ändra svaret" }).click();
  await page.getByLabel("Nej, vi kan inte").check();
  await page.getByLabel("Varför inte?").fill("Ingen personal");
  await page.getByRole("button", { name: "Skicka ett nytt svar" }).click();
  await until("the other answer", () => party().answer === "decline: Ingen personal");
  await page.getByText("Ert svar: Kan inte").waitFor();
  step("back on the network the answer is offered, and sent by a human only");

  const two = await context.newPage();
  await two.goto(base);
  await two.getByRole("heading", { name: /Tågolycka/ }).first().waitFor();
  await page.getByRole("button", { name: /^Inloggning/ }).click();
  await picture(page, "account");
  await page.getByRole("button", { name: "Logga ut" }).click();
  await page.getByRole("heading", { name: "Logga in" }).waitFor();
  await two.getByRole("heading", { name: "Logga in" }).waitFor();
  assert.equal(await two.getByText("Tågolycka").count(), 0);
  step("signing out ends every tab and leaves nothing of the alarm on it");

  assert.deepEqual(troubles, []);
  step("no error, and no word from the policy");
  await browser.close();
} finally {
  end();
}
