// A push all the way: larmd encrypts it, larm-gateways' push service takes it and decrypts it with the browser's keys, the
// browser's developer protocol hands it to the real service worker, and a press on the notification answers the alarm.
// Only the browser maker's push service is played: PushManager gives the subscription that larm-gateways has made.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Front } from "./front.mjs";
import { Installation, until } from "./installation.mjs";
import { playPushManager, workerOf } from "./push_browser.mjs";
import { button, connection, goTo, launchWhole, phone, scene } from "./stage.mjs";

let installation, front, browser, uppsala, blood;
before(async () => {
  installation = await Installation.start({ devices: 1 });
  front = await Front.start(installation.consoleUrl);
  uppsala = await installation.token("tib", "uppsala");
  blood = await installation.token("blood", "uppsala");
  browser = await launchWhole();
});
after(async () => {
  await browser?.close();
  front?.end();
  installation?.end();
});

async function device(stage, url) {
  const context = await stage.device({ ...phone, permissions: ["notifications"] });
  await context.addInitScript(playPushManager, installation.devices[0].subscription);
  const page = await stage.signIn(context, await installation.link(blood, url), "ready");
  await page.getByText("Den här enheten tar inte emot push.").waitFor();
  await button(page, "Slå på push här").click();
  await page.getByText("Den här enheten tar emot push.").waitFor();
  await page.getByText("Appen öppnas även utan nät.").waitFor();
  return page;
}

const partyIn = async (incidentId) =>
  (await installation.incident(uppsala, incidentId)).parties.find(({ party, step }) => party === "blood@uppsala" && step === "blood_alarm");

scene("a push is shown with its buttons, and Kvittera on it answers the alarm", () => browser, async (stage) => {
  const page = await device(stage, front.url);
  await stage.picture(page, "push-ready");
  const worker = await workerOf(page, front.url);
  await goTo(page, "blood");
  await page.getByText("Inget larm till er just nu.").waitFor();

  const incidentId = await installation.confirm(uppsala, "uppsala");
  const text = await until("the daemon's push, decrypted", () => installation.devices[0].pushes.find((each) => each.includes(incidentId)));
  await worker.deliver(text);
  const [notice] = await until("the notification", async () => ((await worker.notices()).length ? worker.notices() : undefined));
  assert.match(notice.title, /Masskadelarm till blodcentralen/);
  assert.deepEqual(notice.actions, ["ack", "open"]);
  assert.ok(notice.requireInteraction);
  await until("its receipt", async () => (await partyIn(incidentId)).deliveries.some(({ outcome }) => outcome === "DELIVERY_OUTCOME_RECEIVED"));

  await worker.deliver(text);
  assert.equal((await worker.notices()).length, 1, "the same push twice is one notification");

  await worker.press("ack");
  await until("the acknowledgement", async () => /ACKNOWLEDGED|ANSWERED/.test((await partyIn(incidentId)).state));
  assert.equal((await partyIn(incidentId)).via, "VIA_PUSH");
  await button(page, "Kvittera").waitFor({ state: "detached" });

  await worker.deliver("rubbish {");
  const unread = await until("a notification of rubbish", async () => (await worker.notices()).find(({ tag }) => tag === "unread"));
  assert.match(unread.title, /LARM/);
});

scene("pushes that come together are all kept, each to be pressed", () => browser, async (stage) => {
  const page = await device(stage, front.url);
  const worker = await workerOf(page, front.url);
  const twenty = () =>
    Array.from({ length: 20 }, () => ({ id: crypto.randomUUID(), kind: "live", incident: crypto.randomUUID(), step: "blood_alarm", party: "blood@uppsala", title: "Masskadelarm", answerUrl: "https://larm.example/a/abc" }));
  const pushes = twenty();
  const arrive = (some) => Promise.all(some.map((each) => worker.deliver(JSON.stringify(each))));
  const count = async () => new Set((await worker.notices()).map(({ data }) => data.id)).size;
  await arrive(pushes);
  await until("all of them", async () => (await count()) === pushes.length);

  // A turn that comes too late, while somebody goes on asking: they are shown out of turn, and made whole in it.
  const more = twenty();
  const asking = worker.askFor(4_000);
  await arrive(more);
  await asking;
  await until("all of both", async () => (await count()) === pushes.length + more.length);
});

scene("without a network the app opens, keeps an answer, and says what it could not send", () => browser, async (stage) => {
  stage.expected.push(/net::ERR_|WebSocket connection to|status of 50/);
  const page = await device(stage, front.url);
  const worker = await workerOf(page, front.url);
  const incidentId = await installation.confirm(uppsala, "uppsala", "Bussolycka");
  const text = await until("the daemon's push, decrypted", () => installation.devices[0].pushes.find((each) => each.includes(incidentId)));
  await goTo(page, `blood/${incidentId}`);
  await page.getByRole("heading", { name: /^Bussolycka/ }).waitFor();
  await worker.clear();

  // The way to the daemon is gone, for the page and for its worker.
  const back = front.upset((request, response) => (response.destroy(), true));
  front.sockets.forEach((each) => each.terminate());
  await connection(page, "disconnected").waitFor();
  await page.getByRole("spinbutton", { name: "O neg", exact: true }).fill("12");
  await page.getByRole("spinbutton", { name: "Plasma", exact: true }).fill("40");
  await button(page, "Spara, skicka senare").click();
  await page.getByText("Sparat i telefonen, inte skickat").waitFor();
  await stage.picture(page, "push-kept");

  await worker.deliver(text);
  const { id } = JSON.parse(text);
  await until("the notification", async () => (await worker.notices()).some(({ data }) => data.id === id));
  await worker.press("ack", id);
  const failed = await until("its failure", async () => (await worker.notices()).find(({ title }) => /gick inte fram/.test(title)), 45_000);
  assert.deepEqual(failed.actions, ["ack", "open"], "it can be pressed again");

  await page.reload();
  await page.getByText(/Frånkopplad|Ingen kontakt/).first().waitFor();
  await page.getByText("Sparat i telefonen, inte skickat").waitFor();
  await stage.picture(page, "push-opened-offline");
  const kept = await worker.kept();
  assert.ok(kept.includes("/") && kept.some((path) => path.endsWith(".js")));
  assert.deepEqual(kept.filter((path) => /^\/(larm\.v1|v1|session|a)\b/.test(path)), [], "calls and links are kept nowhere");

  back();
  await page.getByText("Du är ansluten igen").waitFor({ timeout: 60_000 });
  const stocks = async () => (await installation.journal()).flatMap(({ body }) => body.bloodStockReported ?? []);
  assert.equal((await stocks()).length, 0, "nothing is sent by itself");
  await button(page, "Skicka lagret").click();
  await page.getByText(/Mottaget av servern/).waitFor();
  const [stock] = await stocks();
  assert.deepEqual(stock.lines.map(({ units }) => units), [12, 40]);
  await page.locator("summary", { hasText: "Nej, vi kan inte bidra" }).click();
  await page.getByLabel("Varför inte?").fill("Ingen personal");
  await button(page, "Skicka nej").click();
  await until("the other answer", async () => (await partyIn(incidentId)).answer === "decline: Ingen personal");
});
