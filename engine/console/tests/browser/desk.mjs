// A duty officer's desk against a real daemon: two tabs of which one sounds, a session that ends in mid-alarm, a new
// version in mid-incident, and every new screen in both themes, both languages, narrow, zoomed and in an exercise.
//   LARM_BIN=DIR LARM_TEST_MODULES=DIR node tests/browser/desk.mjs
import assert from "node:assert/strict";
import { appendFileSync, cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { end, folder, larm, launch, picture, startDaemon, startFront, step, token, troublesOf, until } from "./stage.mjs";

const troubles = [];
const confirm = (secret, region, type) =>
  larm(["confirm", "--yes", "--region", region, "--level", "katastrof", "--mass-casualty", "--major-incident", "ja", "--exact-location", "Uppsala C, spår 4", "--type", type, "--severe", "11"], secret);

/** Who sounds, as the browser's locks say it. */
const turns = async (page) => {
  const { held, pending } = await page.evaluate(() => navigator.locks.query());
  const mine = (all) => all.filter((each) => each.name === "larm.sound").length;
  return `${mine(held)} ${mine(pending)}`;
};

try {
  await startDaemon();
  const build = join(folder, "dist");
  cpSync(resolve(import.meta.dirname, "../../dist"), build, { recursive: true });
  const tib = token("tib", "uppsala");
  const dalarna = token("tib", "dalarna");
  const blood = token("blood", "uppsala");
  await startFront(5393, dalarna, "tib@dalarna", { LARM_DEV_SIGNED_OUT: "1", LARM_DEV_RESERVE: "018-555 01 12" }, build);
  await startFront(5394, blood, "blood@uppsala/kbo2", { LARM_DEV_NAME: "Blod Uppsala" });
  const base = "http://localhost:5393/";

  const browser = await launch("--autoplay-policy=no-user-gesture-required");
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const one = await context.newPage();
  const two = await context.newPage();
  for (const page of [one, two]) {
    page.setDefaultTimeout(15_000);
    troublesOf(page, troubles);
  }
  await one.goto(base);
  await one.getByLabel(/Inloggningslänk eller nyckel/).fill("dev");
  await one.keyboard.press("Enter");
  await one.getByText("Inga pågående händelser").waitFor();
  step("a key and Enter sign in");
  await two.goto(base);
  await two.getByText("Inga pågående händelser").waitFor();
  assert.equal(await turns(one), "0 0");

  confirm(tib, "uppsala", "Tågolycka");
  for (const page of [one, two]) await page.getByRole("button", { name: "Kvittera", exact: true }).waitFor();
  await until("one tab that sounds", async () => (await turns(one)) === "1 1");
  const words = async () => [await one.locator("header").first().innerText(), await two.locator("header").first().innerText()].map((text) => (/Ljud från en annan flik/.test(text) ? "elsewhere" : /Ljud på/.test(text) ? "on" : "off"));
  await until("words for it", async () => (await words()).sort().join() === "elsewhere,on");
  step("of two tabs one sounds, and the other says so");
  await picture(one, "desk-alarm");
  const titles = new Set();
  await until("a title that alternates", async () => titles.add(await two.title()).size > 1);
  assert.ok([...titles].every((title) => title.includes("LARM")));
  step("the title calls");

  const [first] = await words();
  const [speaker, listener] = first === "on" ? [one, two] : [two, one];
  await speaker.close();
  await until("the other tab's turn", async () => (await turns(listener)) === "1 0");
  step("when the tab that sounds is closed, the other sounds");
  const page = listener;
  await page.getByRole("button", { name: /Tysta ljud 60 s/ }).click();
  await page.getByText(/Ljudet tyst till/).waitFor();
  step("it is silenced for a minute, and says until when");

  // The session ends under a draft.
  await page.goto(`${base}#/confirm`);
  await page.getByLabel("Typ av händelse").fill("Bussolycka vid Borlänge");
  await page.evaluate(() => fetch("/session", { method: "DELETE" }));
  await page.evaluate(() => new BroadcastChannel("larm.session").postMessage("in"));
  await page.getByText("Du är utloggad.").waitFor();
  await page.locator("main.stale").waitFor();
  assert.equal(await page.getByLabel("Typ av händelse").inputValue(), "Bussolycka vid Borlänge");
  await page.getByText("018-555 01 12").first().waitFor();
  await picture(page, "desk-ended");
  await page.getByRole("button", { name: "Logga in här" }).click();
  await picture(page, "desk-sign-in-again");
  await page.getByLabel(/Inloggningslänk eller nyckel/).fill("https://larm.example/#/in/CODE-2");
  await page.keyboard.press("Enter");
  await page.getByText("Du är utloggad.").waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Typ av händelse").inputValue(), "Bussolycka vid Borlänge");
  await until("the feed again", async () => /Ansluten/.test(await page.locator(".connection").innerText()));
  step("a session that ends in mid-alarm takes nothing away, and begins again in place");
  await page.goto(`${base}#/board`);
  await page.getByRole("button", { name: "Kvittera", exact: true }).click();
  await until("quiet", async () => (await turns(page)) === "0 0");
  step("acknowledged, it is quiet");

  await page.goto(`${base}#/ready`);
  await page.getByLabel("Håll skärmen tänd").check();
  await page.getByText("På: skärmen hålls tänd").waitFor();
  await page.locator("header").getByText("Väggskärm: hålls tänd").waitFor();
  await page.getByRole("button", { name: "Spela larmljudet" }).click();
  await page.getByRole("button", { name: "Ja, det hördes" }).click();
  await page.getByText(/Larmljudet hördes/).waitFor();
  step("the wall screen is kept lit, and says so; the sound is tried");

  // Another version, while the incident goes on.
  await until("the worker", () => page.evaluate(() => navigator.serviceWorker.controller !== null));
  appendFileSync(join(build, "sw.js"), "\n// another version\n");
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.getByText("Ny version finns.").waitFor();
  await page.evaluate(() => Object.defineProperty(document, "hidden", { get: () => true, configurable: true }));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.waitForTimeout(1_500);
  assert.ok(await page.getByText("Ny version finns.").isVisible(), "not by itself while an incident goes on");
  await picture(page, "desk-update");
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Byt nu" }).click();
  await loaded;
  await page.getByText("Ny version finns.").waitFor({ state: "detached" });
  step("a new version waits for a word in mid-incident, and is taken at it");

  const sizes = [
    ["1440", 1440, 900, "dark", "sv", 1],
    ["1440en", 1440, 900, "light", "en", 1],
    ["390en", 390, 844, "light", "en", 1],
    ["320", 320, 640, "dark", "sv", 1],
    ["zoom", 720, 450, "light", "sv", 2],
  ];
  confirm(tib, "uppsala", "Bussolycka");
  for (const [name, width, height, theme, language, deviceScaleFactor] of sizes) {
    const sized = await browser.newContext({ viewport: { width, height }, deviceScaleFactor, permissions: ["notifications"] });
    await sized.addInitScript(([theme, language]) => localStorage.setItem("larm.settings", JSON.stringify({ theme, language })), [theme, language]);
    const look = await sized.newPage();
    troublesOf(look, troubles);
    await look.goto(base);
    await look.getByRole("button", { name: language === "sv" ? "Logga in" : "Sign in" }).waitFor();
    await picture(look, `out-${name}`);
    await look.goto(`${base}#/in/CODE-${name}`);
    await look.locator(".connection.connected").waitFor();
    await look.goto(`${base}#/ready`);
    await look.locator("#ready-push .state").filter({ hasNotText: /Undersöker|Looking/ }).waitFor();
    await picture(look, `ready-${name}`);
    await look.goto("http://localhost:5394/");
    await look.locator(".connection").first().waitFor();
    await look.waitForTimeout(1_000);
    await picture(look, `exercise-${name}`);
    await sized.close();
  }
  step("every new screen: no violation, nothing wider than the screen");
  assert.deepEqual(troubles, []);
  step("no error, and no word from the policy");
  await browser.close();
} finally {
  end();
}
