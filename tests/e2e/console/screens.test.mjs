// Every screen of every role, in both themes and both languages: axe, measures, states without colour, no complaint. And
// the same ones narrow, on a phone, at twice the size, in forced colours.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation } from "./installation.mjs";
import { desk, goTo, launch, narrow, phone, scene, zoomed } from "./stage.mjs";
import { ofRole, show, showAll, some, walked } from "./tour.mjs";

let installation, browser, incidentId;
const tokens = {};
before(async () => {
  installation = await Installation.start({ devices: 1, texts: { "tib@sormland": "{code} 5", "tib@vastmanland": "{code} 7" } });
  for (const [name, role, organisation] of [
    ["tib", "tib", "uppsala"],
    ["dalarna", "tib", "dalarna"],
    ["orebro", "tib", "orebro"],
    ["varmland", "tib", "varmland"],
    ["blood", "blood", "uppsala"],
    ["admin", "admin"],
    ["hospital", "hospital", "FAL"],
    ["observer", "observer"],
  ]) {
    tokens[name] = await installation.token(role, organisation);
  }
  // As many states at once as an incident can have.
  incidentId = await installation.confirm(tokens.tib, "uppsala", "Tågolycka", ["--moderate", "23", "--minor", "58", "--dead", "4"]);
  const act = (token, ...args) => installation.larm([args[0], "--incident", incidentId, ...args.slice(1)], token.secret);
  await act(tokens.tib, "commit", "--region", "uppsala", "--count", "7", "--kind", "ambulans");
  await act(tokens.dalarna, "commit", "--region", "dalarna", "--count", "3", "--kind", "ambulans", "--ready-in-minutes", "30");
  await act(tokens.orebro, "commit", "--region", "orebro", "--count", "2", "--kind", "helikopter", "--provisional");
  await act(tokens.varmland, "decline", "--region", "varmland", "--reason", "Alla fordon upptagna på E18");
  await act(tokens.blood, "ack", "--party", "blood@uppsala", "--via", "phone");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

const themes = walked(
  [["sv-dark", { language: "sv", theme: "dark" }, ofRole]],
  [
    ["en-light", { language: "en", theme: "light" }, ofRole],
    ["sv-light", { language: "sv", theme: "light" }, some],
    ["en-dark", { language: "en", theme: "dark" }, some],
  ],
);
for (const [name, settings, screens] of themes) {
  scene(`every screen, ${name}`, () => browser, (stage) => showAll(stage, name, { installation, tokens, incidentId }, { screens, options: desk, settings }));
}

const sizes = walked(
  [
    ["320", { screens: ofRole, options: narrow, settings: { language: "sv", theme: "dark" }, check: { hasAxe: false } }],
    ["phone", { screens: { tib: some.tib, blood: ["blood"] }, options: phone, settings: { language: "en", theme: "light" } }],
  ],
  [["zoom", { screens: some, options: zoomed, settings: { language: "sv", theme: "light" }, check: { hasAxe: false } }]],
);
for (const [name, how] of sizes) {
  scene(`every screen, ${name}`, () => browser, (stage) => showAll(stage, name, { installation, tokens, incidentId }, how));
}

scene("in forced colours every state is still there to be read", () => browser, async (stage) => {
  const options = { ...desk, forcedColors: "active", reducedMotion: "reduce" };
  const page = await stage.person(installation, tokens.dalarna, { options });
  for (const screen of ["board", "answer", "timeline"]) {
    await show(page, screen, incidentId);
    await stage.picture(page, `screen-forced-${screen}`, { hasAxe: false });
  }
  await goTo(page, `board/${incidentId}`);
  await page.locator("#map path, section:has(#map-title) path").first().waitFor(); // the map is loaded after the rest
  const inks = await page.locator("#map path, section:has(#map-title) path").evaluateAll((all) => [...new Set(all.map((each) => getComputedStyle(each).fill))]);
  assert.equal(inks.length, 1, `the map is drawn in the system's colours: ${inks}`);
  // The boxes of the transports, which are drawn: promised, provisional and missing must differ without colour.
  const looks = await page.locator("#transports, section:has(#transports-title)").first().evaluate((panel) => panel.innerText);
  for (const words of ["3 av 5", "Saknar 2", "2 preliminära", "+2 i reserv", "Avböjt"]) {
    assert.ok(looks.includes(words), `${words} is said in words: ${looks}`);
  }
});
