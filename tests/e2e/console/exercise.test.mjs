// In a world that is not live: the daemon plays a scenario, people act in it through the console. It looks and reads
// otherwise at every step, and every screen holds what it must hold there too, in both themes and both languages.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation } from "./installation.mjs";
import { button, desk, goTo, launch, narrow, phone, scene } from "./stage.mjs";
import { ofRole, show, showAll, some, walked } from "./tour.mjs";

const world = "volendam_2001";
let installation, browser;
const tokens = {};
// The installation has no push, and says so.
const no_push = /GetVapidKey/;
before(async () => {
  installation = await Installation.start({ exercise: world, humans: ["tib@uppsala", "tib@dalarna", "blood@uppsala"] });
  for (const [name, role, organisation] of [
    ["tib", "tib", "uppsala"],
    ["dalarna", "tib", "dalarna"],
    ["blood", "blood", "uppsala"],
    ["admin", "admin"],
    ["hospital", "hospital", "FAL"],
    ["observer", "observer"],
    ["controller", "controller"],
  ]) {
    tokens[name] = await installation.token(role, organisation, world);
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

/** Nothing on the page may be taken for the live world. */
async function isPlainlyExercise(page, name) {
  await page.getByText("ÖVNING. Inga skarpa larm skickas.").or(page.getByText("EXERCISE. No live alarms are sent.")).waitFor();
  assert.equal(await page.getByText(/SKARPT LÄGE|^LIVE$/).count(), 0, name);
  assert.match(await page.title(), /ÖVNING|EXERCISE/, name);
}

let incidentId;
scene("an exercise looks and reads differently at every step, from the empty board to the alarm", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.tib, { screen: "board" });
  await isPlainlyExercise(page, "board");
  await stage.picture(page, "exercise-board-before");
  await goTo(page, "confirm");
  await page.getByRole("heading", { name: "Bekräfta övningshändelse" }).waitFor();
  await page.getByLabel("Typ av händelse").fill("Brand i restaurang");
  await page.getByLabel("Plats", { exact: true }).fill("Stora torget");
  await isPlainlyExercise(page, "confirm");
  await stage.picture(page, "exercise-confirm");
  await button(page, "Granska och larma").click();
  await page.getByText("Övning. Larmet går bara till övningens deltagare.").waitFor();
  await page.getByText("TiB i 6 andra regioner ska kvittera").waitFor();
  await stage.picture(page, "exercise-check");
  await button(page, /^Skicka övningslarm till \d+ deltagare$/).click();
  await page.getByText("Övningslarmet är skickat").waitFor();
  await isPlainlyExercise(page, "sent");
  await stage.picture(page, "exercise-sent");
  const { incidents } = JSON.parse(await installation.larm(["incidents", "--json"], tokens.tib.secret));
  ({ incidentId } = incidents.find((each) => each.location === "Stora torget"));
});

scene("an exercise's alarm to the country's blood centres says so at every step", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.blood, { options: phone, screen: `blood/${incidentId}` });
  await button(page, "Skicka övningslarm till landets blodcentraler").tap();
  await page.getByRole("heading", { name: "Övningslarm till landets blodcentraler" }).waitFor();
  await page.getByRole("spinbutton", { name: "O neg", exact: true }).fill("6");
  await button(page, "Lagret räcker inte till det väntade behovet").tap();
  await isPlainlyExercise(page, "blood: what");
  await stage.picture(page, "exercise-blood-what");
  await button(page, "Granska och larma").tap();
  await page.getByText("Övning. Larmet går bara till övningens deltagare.").waitFor();
  await isPlainlyExercise(page, "blood: check");
  await stage.picture(page, "exercise-blood-check");
  await button(page, /^Skicka övningslarm till \d+ blodcentraler$/).tap();
  await page.getByText("Övningslarmet är skickat till landets blodcentraler").waitFor();
  await isPlainlyExercise(page, "blood: sent");
  await stage.picture(page, "exercise-blood-sent");
});

const everything = { ...ofRole, dalarna: ["answer"], controller: ["board"] };
const themes = walked(
  [["sv-dark", { language: "sv", theme: "dark" }, everything]],
  [
    ["en-light", { language: "en", theme: "light" }, everything],
    ["sv-light", { language: "sv", theme: "light" }, some],
    ["en-dark", { language: "en", theme: "dark" }, some],
  ],
);
for (const [name, settings, screens] of themes) {
  scene(
    `every screen in an exercise, ${name}`,
    () => browser,
    (stage) => (stage.expected.push(no_push), showAll(stage, `exercise-${name}`, { installation, tokens, incidentId }, { screens, options: desk, settings })),
    600_000,
  );
}
for (const [name, options] of walked([["phone", phone]], [["320", narrow]])) {
  scene(`every screen in an exercise, ${name}`, () => browser, (stage) =>
    (stage.expected.push(no_push), showAll(stage, `exercise-${name}`, { installation, tokens, incidentId }, { screens: some, options, settings: { language: "sv", theme: "light" }, check: { hasAxe: name === "phone" } })),
  );
}

scene("the end of an exercise's alarm is still an exercise", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.tib, { screen: `decide/${incidentId}` });
  await page.locator("summary", { hasText: /^Avlarma$/ }).click();
  await button(page, "Insatsen är avslutad. Inga fler patienter väntas").click();
  await button(page, "Avlarma").click();
  await page.getByText(/^Har inte sett det/).first().waitFor();
  await stage.picture(page, "exercise-decide-ended");
  await show(page, "board", incidentId);
  await isPlainlyExercise(page, "ended");
  await stage.picture(page, "exercise-board-ended");
});
