// A board that has much to say at once: several alarms above it, vehicles let go again, casualties that have been counted, a
// party that nothing reaches. The chain must still be seen, and the figures be those of the command line.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation } from "./installation.mjs";
import { button, goTo, launch, narrow, phone, scene } from "./stage.mjs";

const laptop = { viewport: { width: 1280, height: 720 } };
const tokens = {};
let installation, mute, browser, first;
const act = (token, verb, ...args) => installation.larm([verb, "--incident", first, ...args], token.secret);
before(async () => {
  installation = await Installation.start();
  mute = await Installation.start({ isMute: true });
  for (const region of ["uppsala", "dalarna", "orebro", "gavleborg"]) {
    tokens[region] = await installation.token("tib", region);
  }
  tokens.mute = await mute.token("tib", "uppsala");
  first = await installation.confirm(tokens.uppsala, "uppsala", "Tågolycka", ["--moderate", "23"]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
  mute?.end();
});

scene("what was let go is not counted as standing, nor as missing; the chain and the command line say the same", () => browser, async (stage) => {
  const board = await stage.person(installation, tokens.dalarna, { options: laptop, screen: `board/${first}` });
  await act(tokens.dalarna, "commit", "--region", "dalarna", "--count", "8", "--kind", "ambulans");
  await act(tokens.orebro, "commit", "--region", "orebro", "--count", "5", "--kind", "ambulans");
  const { commitments } = await installation.incident(tokens.dalarna, first);
  // By whoever leads: that it is not needed is theirs to know.
  const release = (region, count) => act(tokens.uppsala, "release", "--region", region, "--commitment", commitments.find((each) => each.regionId === region).commitmentId, "--count", String(count));
  await release("dalarna", 3);
  await release("orebro", 2);
  const line = (region) => board.locator("#transports li", { hasText: region });
  await line("Dalarna").locator(".extra").getByText("3 frisläppta", { exact: true }).waitFor();
  await line("Örebro").locator(".extra").getByText("2 frisläppta, 3 kvar").waitFor();
  const said = await installation.larm(["incident", "--incident", first], tokens.dalarna.secret);
  for (const [id, region] of [["dalarna", "Dalarna"], ["orebro", "Örebro"]]) {
    assert.equal(await line(region).locator(".count").innerText(), "5 av 5");
    assert.match(await line(region).innerText(), /Uppfyllt/);
    const row = board.locator("#matrix tr", { has: board.getByRole("rowheader", { name: region }) });
    await row.getByText("5 av 5").waitFor();
    assert.match(said, new RegExp(`\\n${id} +5/5 `), said);
  }
  await stage.inBothThemes(board, "several-released");
});

scene("a number of dead that nobody has said is unknown; what was counted since stands first, with its source", () => browser, async (stage) => {
  const board = await stage.person(installation, tokens.uppsala, { options: laptop, screen: `board/${first}` });
  const facts = board.locator("#facts");
  await facts.getByText("ej rapporterat: avlidna, lätt").waitFor();
  assert.doesNotMatch(await facts.innerText(), /\b0\s+(avlidna|lätt)/);
  await installation.larm(["capacity", "casualties", "--incident", first, "--site", "1", "--name", "Uppsala C", "--near", "UAS", "--minutes", "5", "--at-scene", "12,20,8", "--under-way", "4,0,0"], tokens.uppsala.secret);
  await facts.getByText(/^räknat \d\d:\d\d, Uppsala C, /).waitFor();
  const [counted, report] = await facts.locator("dd p").allInnerTexts();
  assert.match(counted.replace(/\s+/g, " "), /^på plats 12 svårt 20 måttligt 8 lätt på väg 4 svårt ej rapporterat: avlidna räknat/);
  assert.match(report.replace(/\s+/g, " "), /^11 svårt 23 måttligt ej rapporterat: avlidna, lätt rapporter, senast \d\d:\d\d, /);
  await stage.inBothThemes(board, "several-casualties");
});

scene("several alarms leave the chain in sight, each with its button", () => browser, async (stage) => {
  await installation.confirm(tokens.orebro, "orebro", "Brand i hotell");
  await installation.confirm(tokens.gavleborg, "gavleborg", "Utsläpp av klorgas");
  const seen = (page) => page.evaluate(() => [...document.querySelectorAll("#matrix tbody tr")].filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length);
  const inSight = (page, locator) => locator.evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().bottom <= innerHeight && each.checkVisibility()).length);
  const tib = await installation.token("tib", "sormland");
  const page = await stage.person(installation, tib, { options: laptop, screen: `board/${first}` });
  const alarms = page.locator("section.alarm");
  await alarms.nth(2).waitFor();
  await page.locator("#matrix tbody tr").last().waitFor();
  await stage.snapshot(page, "several-alarms-fold", {});
  assert.equal(await inSight(page, alarms.getByRole("button", { name: "Kvittera" })), 3);
  assert.ok((await seen(page)) >= 3, `regions of the chain above the fold: ${await seen(page)}`);
  await stage.inBothThemes(page, "several-alarms");
  for (const [name, options] of [["320", narrow], ["390", phone]]) {
    const small = await stage.person(installation, tib, { options, screen: `board/${first}` });
    await small.locator("section.alarm").nth(2).waitFor();
    await stage.snapshot(small, `several-alarms-${name}-fold`, {});
    await stage.inBothThemes(small, `several-alarms-${name}`);
    await small.context().close();
  }
  // Acknowledged, what is awaited of each is as low.
  for (let left = 3; left > 0; left -= 1) {
    await button(page, "Kvittera").first().click();
    await page.waitForFunction((n) => document.querySelectorAll("section.alarm").length < n, left);
  }
  await page.getByRole("group", { name: /Kvitterat\. Ditt svar väntas/ }).nth(2).waitFor();
  await stage.snapshot(page, "several-owed-fold", {});
  assert.ok((await seen(page)) >= 3, `regions of the chain above the fold: ${await seen(page)}`);
  await stage.inBothThemes(page, "several-owed");
});

scene("whom nothing reaches is shown as loudly as the command line says it, before any time is up", () => browser, async (stage) => {
  const page = await stage.person(mute, tokens.mute, { options: laptop, screen: "board" });
  const id = await mute.confirm(tokens.mute, "uppsala");
  await goTo(page, `board/${id}`);
  const cell = page.locator("#matrix .cell.bad", { hasText: "Dalarna" }).first();
  await cell.getByText("Når ingen").waitFor();
  assert.match(await mute.larm(["incident", "--incident", id], tokens.mute.secret), /tib@dalarna[^\n]*NÅR INGEN/);
  // Whoever has confirmed is the one who has been reached.
  assert.equal(await page.locator("#matrix .cell.progress").filter({ hasNotText: "Uppsala" }).count(), 0, "calm where nobody is reached");
  await page.locator("#matrix").getByText(/^\d+ avviker$/).waitFor();
  await stage.inBothThemes(page, "several-reaches-nobody");
  const small = await stage.person(mute, tokens.mute, { options: phone, screen: `board/${id}` });
  await small.getByText("Når ingen").first().waitFor();
  await small.locator("#matrix").scrollIntoViewIfNeeded();
  await stage.snapshot(small, "several-reaches-nobody-390-fold", {});
  await stage.inBothThemes(small, "several-reaches-nobody-390");
});
