// Signing in, and what takes a session or a version away in the middle of an alarm.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Front } from "./front.mjs";
import { Installation, until } from "./installation.mjs";
import { button, connection, desk, goTo, launch, scene } from "./stage.mjs";

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

scene("a link signs in once, and its code is left nowhere", () => browser, async (stage) => {
  const context = await stage.device();
  const page = await context.newPage();
  const urls = [];
  page.on("request", (request) => urls.push(request.url()));
  const link = await installation.link(dalarna);
  const code = link.split("/").at(-1);
  await page.goto(link);
  await connection(page, "connected").waitFor();
  assert.ok(!page.url().includes(code), page.url());
  assert.ok(!urls.some((url) => url.includes(code)), "in an address that was asked for");
  assert.ok(!(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]))).includes(code));
  const [cookie] = (await context.storageState()).cookies;
  assert.ok(cookie.httpOnly && cookie.sameSite === "Strict", JSON.stringify({ ...cookie, value: "" }));

  stage.expected.push(/status of 40[19]/);
  const stranger = await (await stage.device()).newPage();
  await stranger.goto(link);
  await stranger.getByText("Länken gäller inte. Den kan vara ofullständig, redan använd eller för gammal. Be om en ny.").waitFor();
  await stranger.getByLabel("Inloggningslänk eller nyckel").fill("fel");
  await stranger.keyboard.press("Enter");
  await stranger.getByText("Nyckeln gäller inte.").waitFor();
  await stage.picture(stranger, "session-refused");
  await stranger.getByLabel("Inloggningslänk eller nyckel").fill(dalarna.secret);
  await stranger.keyboard.press("Enter");
  await connection(stranger, "connected").waitFor();
});

scene("a session that ends in mid-alarm takes nothing off the screen, and begins again in place", () => browser, async (stage) => {
  const incidentId = await installation.confirm(uppsala, "uppsala", "Tågolycka");
  const page = await stage.person(installation, dalarna, { screen: "confirm" });
  await page.getByLabel("Typ av händelse").fill("Bussolycka vid Borlänge");
  // Figures stand in a form that is there only while something is known of the hospital.
  const counting = await page.context().newPage();
  await counting.goto(`${installation.consoleUrl}#/capacity/${incidentId}/plus/FAL`);
  await counting.locator("#capacity-report summary").first().click();
  await counting.getByRole("spinbutton", { name: "IVA, Personal" }).fill("4");
  await button(counting, "Skicka rapporten (0 siffror)").focus();
  await button(counting, "Skicka rapporten (1 siffra)").waitFor();
  stage.expected.push(/status of 401|WebSocket connection to/);
  // The daemon's own end of it, as an administrator ends a lost laptop's.
  const [{ value }] = (await page.context().storageState()).cookies;
  await fetch(`${installation.url}/session`, { method: "DELETE", headers: { cookie: `larm_session=${value}`, origin: installation.url } });
  await page.getByText("Du är utloggad.").waitFor();
  assert.equal(await page.getByLabel("Typ av händelse").inputValue(), "Bussolycka vid Borlänge");
  await page.getByText("018-555 01 12").first().waitFor();
  await stage.picture(page, "session-ended");
  await button(page, "Logga in här").click();
  await page.getByLabel("Inloggningslänk eller nyckel").fill(await installation.link(dalarna));
  await page.keyboard.press("Enter");
  await page.getByText("Du är utloggad.").waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Typ av händelse").inputValue(), "Bussolycka vid Borlänge");
  await connection(page, "connected").waitFor();
  await counting.getByText("Du är utloggad.").waitFor({ state: "detached" });
  await connection(counting, "connected").waitFor();
  assert.equal(await counting.getByRole("spinbutton", { name: "IVA, Personal" }).inputValue(), "4");
  await button(counting, "Skicka rapporten (1 siffra)").click();
  await counting.getByText(/Mottaget av servern/).first().waitFor();
  await button(page, "Kvittera").first().click();
  await button(page, "Kvittera").first().waitFor({ state: "detached" });
  assert.match(JSON.stringify(await installation.incident(uppsala, incidentId)), /tib@dalarna/);
});

scene("a new version waits for a word while an incident is open", () => browser, async (stage) => {
  await installation.confirm(uppsala, "uppsala", "Brand");
  const context = await stage.device(desk);
  const page = await stage.signIn(context, await installation.link(dalarna, front.url));
  await until("the worker", () => page.evaluate(() => navigator.serviceWorker.controller !== null));
  const worker = await (await fetch(`${front.url}/sw.js`)).text();
  front.upset((request, response, path) => {
    if (path !== "/sw.js") {
      return false;
    }
    response.writeHead(200, { "content-type": "text/javascript", "cache-control": "no-cache" }).end(`${worker}\n// another version\n`);
    return true;
  });
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration()).update()));
  await page.getByText("Ny version finns.").waitFor();
  await goTo(page, "board");
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.waitForFunction(() => navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null));
  assert.ok(await page.getByText("Ny version finns.").isVisible(), "it is not taken by itself");
  await stage.picture(page, "session-new-version");
  const loaded = page.waitForEvent("load");
  await button(page, "Byt nu").click();
  await loaded;
  await connection(page, "connected").waitFor();
  await page.getByText("Ny version finns.").waitFor({ state: "detached" });
});
