// Every screen of every role, in both themes and both languages: axe, measures, states without colour, no complaint. And
// the same ones narrow, on a phone, at twice the size, in forced colours, in an exercise.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation } from "./installation.mjs";
import { desk, goTo, launch, narrow, phone, scene, zoomed } from "./stage.mjs";

let installation, browser, incidentId;
const tokens = {};
before(async () => {
  installation = await Installation.start({ hasPush: true, texts: { "tib@sormland": "{code} 5", "tib@vastmanland": "{code} 7" } });
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

const ofRole = {
  tib: [
    "board",
    "answer",
    "confirm",
    "decide",
    "calls",
    "timeline",
    "ready",
    "duty",
    "admin/status",
    "admin/reach",
    "admin/roll-call",
    "admin/rules",
    "admin/contacts",
    "settings",
  ],
  blood: ["blood", "board", "ready"],
  admin: ["admin/access", "admin/contacts", "duty"],
  observer: ["board"],
  hospital: ["answer"],
};
/** Once in each theme and language is enough for what is the same for everybody. */
const some = { tib: ["board", "answer", "confirm", "decide", "timeline", "ready", "duty", "admin/rules", "settings"], blood: ["blood"] };

async function show(page, screen) {
  const isOfIncident = /^(board|answer|decide|timeline|blood)$/.test(screen);
  await goTo(page, isOfIncident ? `${screen}/${incidentId}` : screen);
  await page.locator("main h1").first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
  const waits = page.getByText(/^(Hämtar|Undersöker|Loading|Fetching|Looking)\b.*\.\.\.$/);
  await waits.first().waitFor({ state: "detached" });
}

async function showAll(stage, name, { screens, options, settings, check }) {
  for (const [role, all] of Object.entries(screens)) {
    const page = await stage.person(installation, tokens[role], { options, settings });
    for (const screen of all) {
      await show(page, screen);
      await stage.picture(page, `screen-${name}-${role}-${screen.replace("/", "-")}`, check);
    }
    await page.context().close();
  }
}

const themes = [
  ["sv-dark", { language: "sv", theme: "dark" }, ofRole],
  ["en-light", { language: "en", theme: "light" }, ofRole],
  ["sv-light", { language: "sv", theme: "light" }, some],
  ["en-dark", { language: "en", theme: "dark" }, some],
];
for (const [name, settings, screens] of themes) {
  scene(`every screen, ${name}`, () => browser, (stage) => showAll(stage, name, { screens, options: desk, settings }));
}

const sizes = [
  ["320", { screens: ofRole, options: narrow, settings: { language: "sv", theme: "dark" }, check: { hasAxe: false } }],
  ["phone", { screens: { tib: some.tib, blood: ["blood"] }, options: phone, settings: { language: "en", theme: "light" } }],
  ["zoom", { screens: some, options: zoomed, settings: { language: "sv", theme: "light" }, check: { hasAxe: false } }],
];
for (const [name, how] of sizes) {
  scene(`every screen, ${name}`, () => browser, (stage) => showAll(stage, name, how));
}

scene("in forced colours every state is still there to be read", () => browser, async (stage) => {
  const options = { ...desk, forcedColors: "active", reducedMotion: "reduce" };
  const page = await stage.person(installation, tokens.dalarna, { options });
  for (const screen of ["board", "answer", "timeline"]) {
    await show(page, screen);
    await stage.picture(page, `screen-forced-${screen}`, { hasAxe: false });
  }
  await goTo(page, `board/${incidentId}`);
  const inks = await page.locator("#map path, section:has(#map-title) path").evaluateAll((all) => [...new Set(all.map((each) => getComputedStyle(each).fill))]);
  assert.equal(inks.length, 1, `the map is drawn in the system's colours: ${inks}`);
  // The boxes of the transports, which are drawn: promised, provisional and missing must differ without colour.
  const looks = await page.locator("#transports, section:has(#transports-title)").first().evaluate((panel) => panel.innerText);
  for (const words of ["3 av 5", "Saknar 2", "2 preliminära", "+2 i reserv", "Avböjt"]) {
    assert.ok(looks.includes(words), `${words} is said in words: ${looks}`);
  }
});

scene("an exercise looks and reads differently at every step", () => browser, async (stage) => {
  stage.expected.push(/WebSocket connection to|status of [45]\d\d/); // this daemon runs the live world only
  const token = await installation.token("tib", "uppsala", "kbo2");
  const page = await (await stage.device(desk)).newPage();
  await page.goto(await installation.link(token));
  await page.getByText("ÖVNING. Inga skarpa larm skickas.").waitFor();
  await goTo(page, "confirm");
  await page.getByRole("heading", { name: "Bekräfta övningshändelse" }).waitFor();
  assert.equal(await page.getByText("SKARPT LÄGE").count(), 0);
  await stage.picture(page, "screen-exercise-confirm");
  await page.getByRole("button", { name: "Granska och larma" }).click();
  await page.getByText("Övning. Larmet går bara till övningens deltagare.").waitFor();
  await page.getByRole("button", { name: "Skicka övningslarm till alla deltagare" }).waitFor();
  await stage.picture(page, "screen-exercise-check");
});
