// Every screen of every role, in both themes and both languages: axe, measures, states without colour, no complaint. And
// the same ones narrow, on a phone, at twice the size, in forced colours.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { BusyNight } from "./busy_night.mjs";
import { Front } from "./front.mjs";
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

/** In the page: words of the columns' heads that a line's end breaks elsewhere than at a hyphen. */
function brokenWords() {
  const range = document.createRange();
  const broken = [];
  for (const head of document.querySelectorAll("#matrix thead th")) {
    const text = [...head.childNodes].find((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
    let line;
    for (let at = 0; at < (text?.data.length ?? 0); at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const { top = 0, width = 0 } = [...range.getClientRects()].at(-1) ?? {}; // after a hyphen also where that stands
      if (width > 0 && text.data[at] !== "\u00ad") {
        if (line !== undefined && Math.abs(top - line) > 4 && /\p{L}/u.test(text.data[at]) && /\p{L}/u.test(text.data[at - 1])) {
          broken.push(`${text.data.slice(0, at)}|${text.data.slice(at)}`);
        }
        line = top;
      }
    }
    if (head.scrollWidth > head.clientWidth) {
      broken.push(`${text?.data}: wider than its column`);
    }
  }
  return broken;
}

scene("the names of as many as eight steps are read in whole words", () => browser, async (stage) => {
  const more = ["transfers", "triage_decision", "support", "situation_to_regions", "blood_country"];
  for (const steps of [more, more.slice(0, 2)]) {
    const front = await Front.start(installation.consoleUrl);
    const night = new BusyNight(front, { hospitals: 0, steps });
    try {
      for (const language of steps === more ? ["sv", "en"] : ["sv"]) {
        const page = await stage.person(installation, tokens.observer, { url: front.url, screen: "board", settings: { language } });
        await page.locator("#matrix .cell").first().waitFor();
        assert.equal(await page.locator("#matrix thead th").count(), 4 + steps.length, "and the regions");
        await page.getByText(language === "sv" ? "Sekundärtransporter" : "Secondary transports").first().waitFor();
        for (const [width, height] of [[1280, 800], [1300, 800], [1440, 900], [1680, 1000], [1920, 1080]]) {
          await page.setViewportSize({ width, height });
          await page.evaluate(() => document.fonts.ready);
          assert.deepEqual(await page.evaluate(brokenWords), [], `${language}, ${3 + steps.length} steps, ${width} px`);
        }
        await page.setViewportSize(desk.viewport);
        await stage.picture(page, `screen-steps-${3 + steps.length}-${language}`);
        await page.context().close();
      }
    } finally {
      night.end();
      front.end();
    }
  }
});
