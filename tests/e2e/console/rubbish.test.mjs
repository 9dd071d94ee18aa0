// A server that says nonsense and a network that hardly carries: the page never goes blank, says what is wrong, and is
// whole again when they are.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before } from "node:test";

import { Front } from "./front.mjs";
import { Installation, until } from "./installation.mjs";
import { button, connection, desk, goTo, launch, phone, scene } from "./stage.mjs";

let installation, front, browser, uppsala, dalarna;
before(async () => {
  installation = await Installation.start();
  front = await Front.start(installation.consoleUrl);
  uppsala = await installation.token("tib", "uppsala");
  dalarna = await installation.token("tib", "dalarna");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  front?.end();
  installation?.end();
});

const noisy = /net::ERR_|WebSocket connection to|status of [45]\d\d|Failed to fetch|MIME type|preload|Service Worker registration blocked/;
const withoutWorker = { ...desk, serviceWorkers: "block" };

/** `find`: the calls that it is said to; `say`: (response, times) => the answer. */
function answerWith(find, say) {
  let times = 0;
  return front.upset((request, response, path) => {
    if (!find.test(path)) {
      return false;
    }
    times += 1;
    say(response, times);
    return true;
  });
}

const json = (status, body) => (response) => response.writeHead(status, { "content-type": "application/json" }).end(body);
const fault = (status, code, message) => json(status, JSON.stringify({ code, message }));

async function assertNotBlank(page) {
  assert.ok((await page.locator("body").innerText()).trim().length > 40, "the page is blank");
}

scene("frames of random bytes", () => browser, async (stage) => {
  stage.expected.push(noisy);
  const incidentId = await installation.confirm(uppsala, "uppsala");
  const page = await stage.person(installation, dalarna, { url: front.url, screen: `board/${incidentId}` });
  await page.getByRole("heading", { name: /^LARM: Tågolycka/ }).waitFor();
  let frames = 0;
  front.onFrame = () => randomBytes(1 + (frames++ * 7) % 300);
  front.sockets.forEach((each) => each.send(randomBytes(64)));
  await connection(page, "disconnected").waitFor();
  await until("many of them", () => frames > 3);
  await page.getByRole("heading", { name: /^LARM: Tågolycka/ }).waitFor();
  await page.getByText("Larmkedja per region").waitFor();
  assert.equal(await button(page, "Kvittera").getAttribute("aria-disabled"), "true");
  front.onFrame = (frame) => frame;
  await connection(page, "connected").waitFor();
  await button(page, "Kvittera").click();
  await button(page, "Kvittera").waitFor({ state: "detached" });
});

scene("calls that fail are told in words, and sent again without doing anything twice", () => browser, async (stage) => {
  stage.expected.push(noisy);
  const incidentId = await installation.confirm(uppsala, "uppsala", "Bussolycka");
  const page = await stage.person(installation, dalarna, { url: front.url, screen: `answer/${incidentId}` });
  const send = button(page, /^Utlova 5$/);
  await send.waitFor();
  const told = [
    [fault(403, "permission_denied", "not yours"), "Din inloggning får inte göra detta."],
    [fault(400, "failed_precondition", "not now"), "Läget tillåter inte detta just nu."],
    [fault(409, "aborted", "changed"), "Läget har ändrats sedan du såg det."],
    [fault(429, "resource_exhausted", "busy"), "Servern tar inte emot mer just nu."],
  ];
  for (const [say, words] of told) {
    const undo = answerWith(/\/Commit$/, say);
    await send.click();
    await page.getByText(words).waitFor();
    undo();
  }
  await stage.picture(page, "rubbish-refused");
  // Nobody knows what became of these: tried again under the same id until one gets through.
  for (const say of [json(500, "<html>Internal"), json(200, "{ rubbish"), (response) => response.destroy()]) {
    const undo = answerWith(/\/Commit$/, (response, times) => {
      say(response);
      if (times === 2) {
        undo();
      }
    });
    await send.click();
    await page.getByText(/Mottaget av servern/).first().waitFor();
    await button(page, "Gör en till").click();
    await page.getByRole("spinbutton", { name: "Antal fordon" }).first().fill("5");
    await page.keyboard.press("Tab");
  }
  const { transports } = await installation.incident(uppsala, incidentId);
  assert.equal(transports.find(({ regionId }) => regionId === "dalarna").committed, 15, "three presses, three promises");
});

scene("who is signed in cannot be found out", () => browser, async (stage) => {
  stage.expected.push(noisy);
  const context = await stage.device();
  const page = await stage.signIn(context, await installation.link(dalarna, front.url));
  for (const say of [json(500, "oops"), json(200, "<html>"), json(200, "[]"), json(403, "{}")]) {
    const undo = answerWith(/^\/session$/, say);
    await page.reload();
    await page.getByText("Ingen kontakt med servern.").waitFor();
    await assertNotBlank(page);
    undo();
    await connection(page, "connected").waitFor();
  }
});

scene("a view that cannot be fetched says so, and is there at the next try", () => browser, async (stage) => {
  stage.expected.push(noisy);
  const html = (response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>Not here");
  for (const [index, say] of [json(500, "oops"), json(404, ""), html, (response) => response.destroy()].entries()) {
    const undo = answerWith(/\/assets\/(Settings|Timeline)-.*\.js$/, say);
    const context = await stage.device(withoutWorker); // what a browser has got once it keeps
    const page = await stage.signIn(context, await installation.link(dalarna, front.url), index % 2 ? "settings" : "timeline");
    await page.getByText("Vyn kunde inte hämtas.").waitFor();
    await page.getByText("Övriga vyer fungerar.").waitFor();
    if (index === 0) {
      await stage.picture(page, "rubbish-view");
    }
    await goTo(page, "board");
    await page.getByText("Händelser").first().waitFor();
    // Opening it tries by itself, and a browser asks again of its own accord where a connection broke: only when both
    // have given up is there something to press.
    let asked = 0;
    let asked_at = Date.now();
    page.on("request", (request) => {
      if (/\/assets\/(Settings|Timeline)-.*\.js$/.test(request.url())) {
        asked += 1;
        asked_at = Date.now();
      }
    });
    await goTo(page, index % 2 ? "settings" : "timeline");
    await until("the view to be given up", () => asked > 0 && Date.now() - asked_at > 2_000);
    await button(page, "Försök igen").waitFor();
    undo();
    await button(page, "Försök igen").click();
    await page.getByText("Vyn kunde inte hämtas.").waitFor({ state: "detached" });
    await page.locator("main h1").waitFor({ state: "attached" });
    await context.close();
  }
});

scene("a console whose own files do not come still says what to do", () => browser, async (stage) => {
  stage.expected.push(noisy);
  for (const say of [json(500, "oops"), (response) => response.destroy()]) {
    const context = await stage.device(withoutWorker);
    const undo = answerWith(/\/assets\/index-.*\.js$/, say);
    const page = await context.newPage();
    await page.goto(front.url);
    await page.getByText("larma så länge per telefon eller Rakel enligt reservpärmen").waitFor();
    await stage.picture(page, "rubbish-not-opened");
    undo();
    await page.reload();
    await page.getByRole("heading", { name: "Logga in" }).waitFor();
    await context.close();
  }
});

scene("a network as slow as 3G in a valley", () => browser, async (stage) => {
  stage.expected.push(noisy);
  const context = await stage.device({ ...phone, serviceWorkers: "block" });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send("Network.enable");
  await protocol.send("Network.emulateNetworkConditions", { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 30_000 });
  const link = await installation.link(uppsala);
  const began = Date.now();
  await page.goto(link, { waitUntil: "commit" });
  await page.getByText("Larmkonsolen hämtas.").waitFor();
  await connection(page, "connected").waitFor({ timeout: 30_000 });
  assert.ok(Date.now() - began < 15_000, `stood after ${Date.now() - began} ms`);
  await goTo(page, "confirm");
  await button(page, "Granska och larma").click();
  await button(page, /Larma \d+ mottagare nu/).click();
  await page.getByText("Larmet är skickat").waitFor();
  await stage.picture(page, "rubbish-slow");
});
