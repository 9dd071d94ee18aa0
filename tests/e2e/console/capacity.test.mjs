// Capacity, from a hospital's figures to patients who have arrived: a hospital reports by phone, the stricken region's TiB
// reports the scene, orders a step and has moves proposed; the receiver's TiB takes one, and it is followed until it is
// there; a region decides on triage. Each act by a thumb or a mouse, and each of them in the journal.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, desk, goTo, launch, narrow, phone, scene } from "./stage.mjs";

const receiver = "VAS"; // in Västmanland
let installation, browser, incidentId;
const tokens = {};
before(async () => {
  installation = await Installation.start();
  for (const [name, role, organisation] of [
    ["tib", "tib", "uppsala"],
    ["uas", "hospital", "UAS"],
    ["receiver", "tib", "vastmanland"],
    ["silent", "hospital", "KOP"],
  ]) {
    tokens[name] = await installation.token(role, organisation);
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

const eventsOf = async (kind) => (await installation.journal()).flatMap(({ body }) => body[kind] ?? []);

async function call(token, method, body) {
  const response = await fetch(`${installation.url}/larm.v1.${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token.secret}` },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200, `${method}: ${await response.clone().text()}`);
  return response.json();
}

/** Every figure of a hospital at `share` of what it has on other days, as its region's TiB has it by telephone. */
async function fill(token, hospitalId, share) {
  const { hospitals } = await call(token, "CapacityService/GetCapacity", { incidentId });
  const { stages } = hospitals.find((each) => each.hospitalId === hospitalId);
  const figures = stages.flatMap(({ stage, figures: of }) => of.map(({ dimension, baseline = 0 }) => ({ stage, dimension, free: Math.ceil(baseline * share) })));
  await call(token, "CapacityService/Report", { commandId: crypto.randomUUID(), hospitalId, figures, via: "VIA_PHONE" });
}

const inBothThemes = (stage, page, name) => stage.inBothThemes(page, `capacity-${name}`);

scene("a hospital's figures by phone, the scene, what will lack, and a step", () => browser, async (stage) => {
  // A hospital lands on its own form, on a day like any other. The alarm comes while it counts, and takes nothing from it.
  const hospital = await stage.person(installation, tokens.uas, { options: phone });
  await hospital.getByRole("heading", { name: "Rapportera vad ni kan ta emot" }).waitFor();
  await hospital.getByRole("spinbutton", { name: "Akut, Personal" }).fill("3");
  await button(hospital, "Öka: IVA, Personal").tap();
  await button(hospital, "Minska: IVA, Utrustning").tap(); // none is not the same as not said
  await button(hospital, "Skicka rapporten (3 siffror)").waitFor();
  incidentId = await installation.confirm(tokens.tib, "uppsala", "Explosion i köpcentrum");
  await hospital.getByText("Explosion i köpcentrum, Uppsala C").first().waitFor();
  await hospital.waitForFunction((id) => location.hash.includes(id), incidentId);
  await inBothThemes(stage, hospital, "phone-report");
  await button(hospital, "Skicka rapporten (3 siffror)").tap();
  await hospital.getByText(/Mottaget av servern/).first().waitFor();
  const [{ report }] = await eventsOf("capacityReported");
  assert.deepEqual(
    report.figures.map(({ stage: of, dimension, free }) => [of, dimension, free ?? 0]).sort(),
    [
      ["CARE_STAGE_EMERGENCY", "PLUS_DIMENSION_STAFF", 3],
      ["CARE_STAGE_INTENSIVE", "PLUS_DIMENSION_EQUIPMENT", 0],
      ["CARE_STAGE_INTENSIVE", "PLUS_DIMENSION_STAFF", 1],
    ],
  );
  assert.equal(report.hospitalId, "UAS");
  await fill(tokens.tib, "UAS", 0.1);
  await fill(tokens.receiver, receiver, 0.8);

  // The scene, by who leads.
  const tib = await stage.person(installation, tokens.tib, { options: desk, screen: `capacity/${incidentId}/casualties` });
  await tib.getByText("Ingen skadeplats är rapporterad.").waitFor();
  const scene1 = tib.locator("#casualties-sites");
  await scene1.getByLabel("Platsens namn").fill("Gottsunda centrum");
  await scene1.getByRole("group", { name: "På plats" }).getByRole("spinbutton", { name: "svårt skadade" }).fill("24");
  await button(scene1, "Skicka skadeläget").click();
  await scene1.getByText("Välj närmaste sjukhus, eller säg att platsen inte är känd.").waitFor();
  await scene1.getByLabel("Närmaste sjukhus").selectOption("UAS");
  await button(scene1, "Skicka skadeläget").click();
  await scene1.getByText("10 min från Akademiska sjukhuset").waitFor();
  await stage.picture(tib, "capacity-casualties");
  const [{ site }] = await eventsOf("casualtiesReported");
  assert.deepEqual([site.name, site.atScene.severe, site.place.nearHospitalId, site.place.minutes], ["Gottsunda centrum", 24, "UAS", 10]);

  // What will lack, first; and in the forecast.
  await goTo(tib, `capacity/${incidentId}/forecast`);
  await tib.locator("section", { hasText: "Väntade brister" }).getByText(/saknas från \d\d:\d\d|saknas nu/).first().waitFor();
  await stage.picture(tib, "capacity-forecast");
  await goTo(tib, `capacity/${incidentId}/plus`);
  await tib.getByText(/^Akademiska sjukhuset, platser saknas/).waitFor();
  await inBothThemes(stage, tib, "heat");
  await tib.getByRole("rowheader", { name: "Akademiska sjukhuset" }).getByRole("link").click();
  const ladder = tib.locator("#capacity-ladder");
  // What the server would order next is open already.
  const next = await ladder.getByRole("listitem").filter({ hasText: "Beställ härnäst" }).first().locator("strong").first().innerText();
  const step = ladder.getByRole("listitem").filter({ hasText: next });
  await button(step, "Beställ steget").click();
  await step.getByText("beställt", { exact: true }).waitFor();
  await step.getByText(/Mottaget av servern/).waitFor();
  const ordered = (await eventsOf("stepsChanged")).flatMap(({ steps }) => steps).filter((each) => each.state === "STEP_STATE_ORDERED" && !each.byLevel); // the others were ordered by the level
  assert.equal(ordered.at(-1)?.hospitalId, "UAS");
  await stage.picture(tib, "capacity-hospital");

});

scene("moves: planned anew, answered by the receiver, followed until they are there", () => browser, async (stage) => {
  const tib = await stage.person(installation, tokens.tib, { options: desk, settings: { language: "sv", theme: "dark" }, screen: `capacity/${incidentId}/transfers` });
  await button(tib, "Planera om nu").click();
  const west = await stage.person(installation, tokens.receiver, { options: phone, screen: `capacity/${incidentId}/transfers` });
  const mine = west.locator("#moves-mine");
  await mine.getByText(/^Patienter som föreslås till er/).waitFor();
  if (await button(west, "Kvittera").count()) {
    await button(west, "Kvittera").first().tap();
  }
  await mine.getByText(/hade \d+ lediga platser i/).first().waitFor();
  await stage.picture(west, "capacity-phone-moves");
  await mine.getByRole("article").first().getByRole("button", { name: /^Ta emot \d+$/ }).tap();
  const accepted = await until("the answer", async () => (await eventsOf("transfersChanged")).find(({ act }) => act === "TRANSFER_ACT_ACCEPTED"));
  assert.equal(accepted.regionId, "vastmanland");
  const going = tib.locator("#moves-going article").first();
  await going.getByText("Antagen, inte avrest").waitFor();
  await inBothThemes(stage, tib, "moves");
  await going.locator("summary", { hasText: "Har rest" }).click();
  await going.getByRole("button", { name: /^Meddela att \d+ har rest$/ }).click();
  await going.getByText("På väg", { exact: true }).waitFor();
  await west.locator("#moves-going article").first().getByRole("button", { name: /är framme$/ }).tap();
  await tib.locator("#moves-arrived article").getByText("Framme", { exact: true }).first().waitFor();
  const acts = (await eventsOf("transfersChanged")).map(({ act }) => act);
  assert.deepEqual(acts, ["TRANSFER_ACT_ACCEPTED", "TRANSFER_ACT_DEPARTED", "TRANSFER_ACT_ARRIVED"]);

});

scene("a region decides, with a reason, though nothing is recommended; and all of it in words", () => browser, async (stage) => {
  const tib = await stage.person(installation, tokens.tib, { options: desk, settings: { language: "sv", theme: "light" }, screen: `capacity/${incidentId}/triage` });
  const region = tib.locator("#triage-uppsala");
  const question = region.getByRole("article", { name: "masskadetriage" });
  await question.locator("summary", { hasText: /^Besluta/ }).click();
  await question.getByText("Gå över till Masskadetriage").click();
  await question.getByRole("button", { name: "Besluta: Gå över till Masskadetriage" }).click();
  await question.getByText("Skriv ett skäl, det följer med.").waitFor();
  await button(question, "Indikatorerna och lägesbilden talar för det").click();
  await question.getByRole("button", { name: "Besluta: Gå över till Masskadetriage" }).click();
  await region.getByText(/^Senast beslutat: Masskadetriage/).waitFor();
  const [{ decision }] = await eventsOf("triageDecided");
  assert.deepEqual([decision.regionId, decision.mode, decision.reason], ["uppsala", "TRIAGE_MODE_MASS_CASUALTY", "Indikatorerna och lägesbilden talar för det"]);
  await stage.picture(tib, "capacity-triage");

  await goTo(tib, `timeline/${incidentId}`);
  const search = tib.getByLabel("Sök");
  for (const sentence of [/^Skadade vid Gottsunda centrum: 24\/0\/0 på plats/, /^Flyttförslag \d+:/, /^Flytt antagen:/, /^Uppsala: Masskadetriage/]) {
    await search.fill(sentence.source.match(/[\wåäö]+(?: [\wåäö]+)*/i)[0]); // the page shows what there is room for
    await tib.getByText(sentence).first().waitFor();
  }
});

/** The lines of what is to be done now. */
const todo = (page) => page.locator("section[aria-labelledby=acts-title] li strong").allInnerTexts();

scene("a hospital is asked the same under Svara and Kapacitet, and sees it without a press", () => browser, async (stage) => {
  for (const [name, options] of [["desk", desk], ["phone", phone]]) {
    const page = await stage.person(installation, tokens.silent, { options });
    const section = page.locator("section[aria-labelledby=acts-title]");
    const line = section.getByText("Okänt vad som kan tas emot: Västmanlands sjukhus Köping");
    await section.getByRole("heading", { name: "Att göra nu (1)" }).waitFor();
    assert.ok(await line.isVisible(), "what it must do now");
    const there = await todo(page);
    await stage.picture(page, `capacity-own-hospital-${name}`);
    await goTo(page, `answer/${incidentId}`);
    await line.waitFor();
    assert.deepEqual(await todo(page), there);
    await page.getByText("Du svarar för Västmanlands sjukhus Köping").waitFor();
    assert.equal(await page.getByText("Inget väntar på svar").count(), 0);
    await stage.picture(page, `capacity-own-answer-${name}`);
    await page.getByRole("link", { name: /^Visa/ }).click();
    await page.getByRole("heading", { name: "Rapportera vad ni kan ta emot" }).waitFor();
    await page.context().close();
  }
  // Once it is told, both say so.
  await fill(tokens.receiver, "KOP", 0.5);
  const page = await stage.person(installation, tokens.silent, { options: phone });
  await page.getByText("Inget väntar på er.").waitFor();
  await goTo(page, `answer/${incidentId}`);
  await page.getByText("Inget väntar på svar från Västmanlands sjukhus Köping.").waitFor();
});

scene("the heads of the heat table at 320 px break only where a word may be divided", () => browser, async (stage) => {
  for (const [language, options, name] of [["sv", narrow, "sv-320"], ["en", narrow, "en-320"], ["sv", phone, "sv-390"]]) {
    const page = await stage.person(installation, tokens.tib, { options, settings: { language, theme: "dark" }, screen: `capacity/${incidentId}/plus` });
    const heads = page.locator("section[aria-labelledby=heat-title] thead th:not(.who)");
    await heads.last().waitFor();
    const found = await heads.evaluateAll((all) => all.map((each) => ({ text: each.textContent, over: each.scrollWidth - each.clientWidth, height: each.clientHeight, wrap: getComputedStyle(each).overflowWrap })));
    assert.equal(found.length, 5);
    assert.deepEqual(found.filter(({ over, height, wrap }) => over > 0 || height > 44 || wrap !== "normal"), []);
    await inBothThemes(stage, page, `heat-${name}`);
    await page.context().close();
  }
});

scene("capacity at 320 px in English", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.tib, { options: narrow, settings: { language: "en", theme: "dark" }, screen: `capacity/${incidentId}/plus` });
  for (const tab of ["plus", "plus/UAS", "forecast", "casualties", "transfers", "triage"]) {
    await goTo(page, `capacity/${incidentId}/${tab}`);
    await page.getByText(/^Fetched \d\d/).first().waitFor();
    await stage.picture(page, `capacity-320-${tab.replace("/", "-")}`);
  }
});
