// What must not look well when it is not: a daemon that tells nobody, a report that nobody has confirmed, an alarm that has
// been acknowledged and not answered, a link that would sign somebody else in.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Front } from "./front.mjs";
import { Installation, until } from "./installation.mjs";
import { button, desk, goTo, launchWhole, narrow, phone, scene } from "./stage.mjs";

const world = "volendam_2001";
let mute, working, browser;
const tokens = {};
before(async () => {
  mute = await Installation.start({ isMute: true });
  working = await Installation.start({ exercise: world, humans: ["tib@uppsala"] });
  tokens.mute = await mute.token("tib", "uppsala");
  tokens.muteAdmin = await mute.token("admin");
  tokens.uppsala = await working.token("tib", "uppsala");
  tokens.dalarna = await working.token("tib", "dalarna");
  tokens.hospital = await working.token("hospital", "UAS");
  tokens.blood = await working.token("blood", "dalarna");
  tokens.exercise = await working.token("tib", "uppsala", world);
  tokens.controller = await working.token("controller");
  browser = await launchWhole();
});
after(async () => {
  await browser?.close();
  mute?.end();
  working?.end();
});

const untold = "INGEN LARMAS HÄRIFRÅN";
const noPromise = /Larma \d+ mottagare|Larma alla|Larmet är skickat|Larmet går till/;

scene("a daemon that tells nobody says so above every screen, and on the last step before an alarm", () => browser, async (stage) => {
  const page = await stage.person(mute, tokens.mute, { screen: "board" });
  for (const screen of ["board", "answer", "decide", "timeline", "duty", "admin", "settings"]) {
    await goTo(page, screen);
    await page.locator("main h1").first().waitFor();
    const notice = page.locator(".notice.standing");
    await notice.getByText(untold).waitFor();
    await notice.getByText("ingen väg till människor är inkopplad").waitFor();
    assert.equal(await notice.getByRole("button").count(), 0, `it can be put away on ${screen}`);
    const above = await page.evaluate(() => document.querySelector(".notice").getBoundingClientRect().top <= document.querySelector("header").getBoundingClientRect().top);
    assert.ok(above, `something stands above it on ${screen}`);
  }
  await goTo(page, "board");
  await page.getByText("Det når ingen härifrån").waitFor();
  await stage.picture(page, "untold-board");
  await goTo(page, "confirm");
  await page.getByLabel("Plats", { exact: true }).fill("Uppsala C");
  await button(page, "Granska och larma").click();
  await page.getByRole("heading", { name: "Anteckna händelsen? Ingen larmas härifrån" }).waitFor();
  await page.locator("main .notice").getByText(untold).waitFor();
  assert.doesNotMatch(await page.locator("main").innerText(), noPromise);
  await stage.picture(page, "untold-check");
  await button(page, "Anteckna, utan att någon får larmet").click();
  await page.getByRole("heading", { name: "Händelsen är antecknad. Ingen är larmad härifrån" }).waitFor();
  assert.doesNotMatch(await page.locator("main").innerText(), noPromise);
  await stage.picture(page, "untold-sent");
});

for (const [name, options, settings] of [
  ["phone-light", phone, { language: "sv", theme: "light" }],
  ["320-en", narrow, { language: "en", theme: "dark" }],
]) {
  scene(`that nobody is told stays in sight, ${name}`, () => browser, async (stage) => {
    const page = await stage.person(mute, tokens.mute, { options, settings, screen: "board" });
    await page.locator(".notice.standing").waitFor();
    await stage.picture(page, `untold-${name}`, { hasAxe: name !== "320-en" });
    await page.evaluate(() => scrollTo({ top: 600, behavior: "instant" }));
    await until("the page is scrolled", () => page.evaluate(() => scrollY > 200));
    assert.ok(await page.evaluate(() => document.querySelector(".notice .head").getBoundingClientRect().bottom > 20), "it has scrolled away");
  });
}

scene("that nobody is told outlives a lost feed, and not the sign-in", () => browser, async (stage) => {
  const front = await Front.start(mute.consoleUrl);
  stage.expected.push(/WebSocket|Failed to load resource/);
  const page = await stage.person(mute, tokens.mute, { url: front.url, screen: "board" });
  await page.locator(".notice.standing").waitFor();
  const heal = front.upset((request, response, path) => path === "/v1/watch" && (response.destroy(), true));
  front.sockets.forEach((each) => each.terminate());
  await page.locator(".connection.disconnected").waitFor();
  assert.equal(await page.locator(".notice.standing").count(), 1);
  heal();
  await page.locator(".connection.connected").waitFor();
  assert.equal(await page.locator(".notice.standing").count(), 1);
  await page.locator("button.account").click();
  await button(page, "Logga ut").click();
  await page.getByRole("heading", { name: "Logga in" }).waitFor();
  assert.equal(await page.locator(".notice").count(), 0);
  assert.doesNotMatch(await page.locator("main").innerText(), /når dig/);
  front.end();
});

scene("the status behind a proxy that keeps /readyz to the machine, and a remedy that fits", () => browser, async (stage) => {
  const front = await Front.start(mute.consoleUrl);
  front.upset((request, response, path) => path === "/readyz" && (response.writeHead(404), response.end(), true));
  const page = await stage.person(mute, tokens.muteAdmin, { url: front.url, screen: "admin/status" });
  await page.getByText("Servern tar emot larm").waitFor();
  await page.getByText("Meddelanden når ingen människa: ingen kanal är inkopplad").waitFor();
  assert.doesNotMatch(await page.locator("main").innerText(), /--adopt/);
  await page.getByText(/^Serverns ord/).first().click();
  await page.getByText("no channel is set up (--config, delivery)").waitFor();
  assert.ok(!front.asked.includes("GET /readyz"), "it is asked for what it cannot have");
  await stage.picture(page, "untold-status");
  front.end();
});

let incidentId;
scene("a report that nobody has confirmed stands first, with who may; confirming it begins from it", () => browser, async (stage) => {
  const uppsala = await stage.person(working, tokens.uppsala, { screen: "timeline" });
  const dalarna = await stage.person(working, tokens.dalarna, { screen: "board", options: phone });
  await working.larm(["report", "--region", "uppsala", "--type", "Busskrasch", "--exact-location", "E4 Björklinge"], tokens.hospital.secret);
  const title = "RAPPORT SOM INGEN HAR BEKRÄFTAT";
  const own = uppsala.getByRole("group", { name: title });
  await own.getByText(/Rapporterad av Akademiska sjukhuset/).waitFor();
  await own.getByText("Ingen är larmad.").waitFor();
  assert.match(await uppsala.title(), /RAPPORT/);
  const other = dalarna.getByRole("group", { name: title });
  await other.getByText("Kan bekräftas av TiB Uppsala eller ställföreträdaren.").waitFor();
  assert.equal(await other.getByRole("link").count(), 0);
  await stage.picture(dalarna, "reported-other-phone");
  await goTo(uppsala, "board");
  await own.waitFor();
  await stage.picture(uppsala, "reported-board");
  await own.getByRole("link", { name: "Granska och bekräfta" }).click();
  assert.equal(await uppsala.getByLabel("Plats", { exact: true }).inputValue(), "E4 Björklinge");
  await button(uppsala, "Granska och larma").click();
  await button(uppsala, /^Larma \d+ mottagare nu$/).click();
  await uppsala.getByText("Larmet är skickat").waitFor();
  await other.waitFor({ state: "detached" });
  const { incidents } = JSON.parse(await working.larm(["incidents", "--json"], tokens.uppsala.secret));
  ({ incidentId } = incidents.find((each) => each.location === "E4 Björklinge"));
});

scene("an acknowledgement leads to the answer, which ends what is awaited", () => browser, async (stage) => {
  const page = await stage.person(working, tokens.dalarna, { options: phone, screen: "board" });
  await button(page, "Kvittera").tap();
  const owed = page.getByRole("group", { name: "Kvitterat. Ditt svar väntas" });
  await owed.getByText("0 av 5 sekundärtransporter utlovade, 5 saknas").waitFor();
  await stage.picture(page, "owed-phone");
  await owed.getByRole("link", { name: "Svara nu" }).tap();
  await button(page, "Utlova 5").waitFor();
  assert.equal(await owed.getByRole("link").count(), 0, "it leads to where one is");
  await stage.picture(page, "owed-answer-phone");
  await button(page, "Utlova 5").tap();
  await owed.waitFor({ state: "detached" });

  const blood = await stage.person(working, tokens.blood, { screen: "timeline" });
  await button(blood, "Kvittera").click();
  const stock = blood.getByRole("group", { name: "Kvitterat. Ditt svar väntas" });
  await stock.getByText("Räkna lagret och rapportera det").waitFor();
  await stage.picture(blood, "owed-blood");
  await stock.getByRole("link", { name: "Svara nu" }).click();
  await blood.getByRole("spinbutton", { name: "O neg", exact: true }).waitFor();
  assert.match(blood.url(), new RegExp(`blood/${incidentId}`));
});

scene("a link asks before it replaces who is signed in; kept, it is not used up", () => browser, async (stage) => {
  // The live alarms of the scenes before have broken it off; it goes on.
  await working.larm(["exercise", "start", "--world", world], tokens.controller.secret);
  const page = await stage.person(working, tokens.uppsala, { screen: "board" });
  const tab = await page.context().newPage();
  await tab.goto("about:blank");
  const link = await working.link(tokens.exercise);
  await tab.goto(link);
  const question = tab.getByRole("dialog", { name: "Byta inloggning?" });
  await question.getByText("SKARPT LÄGE").waitFor();
  await question.getByText(/TiB Uppsala/).waitFor();
  assert.equal(await tab.evaluate(() => document.activeElement.textContent.trim()), "Behåll inloggningen");
  await stage.picture(tab, "replace-question");
  await tab.keyboard.press("Enter");
  await question.waitFor({ state: "hidden" });
  await tab.locator(".mode.live").first().waitFor();
  await page.locator(".connection.connected").waitFor();

  await tab.goto("about:blank");
  await tab.goto(link);
  await button(tab, "Byt till länkens inloggning").click();
  await tab.getByText("Skarpa larm visas inte här.").waitFor();
  await tab.locator("header .mode.exercise").waitFor();
  await page.getByText(/Webbläsaren är nu inloggad som TiB Uppsala i ÖVNING/).waitFor();
  assert.equal(await page.locator("header").count(), 0);
  await stage.picture(tab, "replace-exercise");
});

scene("a live alarm that comes by push breaks into an exercise", () => browser, async (stage) => {
  const context = await stage.device({ ...phone, permissions: ["notifications"] });
  const page = await stage.signIn(context, await working.link(tokens.exercise), "board");
  await page.locator("header .mode.exercise").waitFor();
  const protocol = await context.newCDPSession(page);
  let registrationId;
  protocol.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => (registrationId = registrations.at(-1)?.registrationId ?? registrationId));
  await protocol.send("ServiceWorker.enable");
  await until("the worker", () => page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active?.state === "activated")));
  await until("the registration", () => registrationId);
  const push = (kind) => ({ id: crypto.randomUUID(), kind, incident: incidentId, step: "regional_alarm", party: "tib@uppsala", answerUrl: "https://larm.example/a/abc", title: `${kind}: Busskrasch, E4 Björklinge`, body: "Uppsala" });
  const deliver = (data) => protocol.send("ServiceWorker.deliverPushMessage", { origin: new URL(page.url()).origin, registrationId, data: JSON.stringify(data) });
  const alarm = page.getByRole("dialog", { name: "SKARPT LARM. Lämna övningen" });
  await deliver(push("exercise"));
  await deliver(push("live"));
  await alarm.getByText("live: Busskrasch, E4 Björklinge").waitFor();
  assert.equal(await alarm.getByRole("link", { name: "Kvittera det skarpa larmet" }).getAttribute("href"), "/a/abc");
  await stage.picture(page, "break-in");
  await button(alarm, "Tillbaka till övningen, larmet är inte kvitterat").tap();
  await alarm.waitFor({ state: "hidden" });
  // Put aside is not forgotten, and the end of an alarm is no alarm.
  await deliver({ ...push("live"), incident: crypto.randomUUID(), step: "stand_down", title: "AVLARMAT" });
  await button(page, "Ett skarpt larm är inte kvitterat här. Visa").tap();
  await alarm.getByText("live: Busskrasch, E4 Björklinge").waitFor();
  assert.equal(await alarm.getByText("AVLARMAT").count(), 0);
});
