// The calls to make by hand: every kind that there is, what is said in them, and what each answer enters. Nobody answers by
// themselves here; the rules are the delivered ones in a hurry.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { hurriedRules } from "./hurried_rules.mjs";
import { Installation, until } from "./installation.mjs";
import { button, goTo, launch, phone, scene } from "./stage.mjs";

let installation, browser, uppsala;
before(async () => {
  installation = await Installation.start({ rules: hurriedRules });
  uppsala = await installation.token("tib", "uppsala");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

let incidentId;
const act = (...args) => installation.larm([args[0], "--incident", incidentId, ...args.slice(1)], uppsala.secret);
const chase = async (party, step) => (await installation.incident(uppsala, incidentId)).parties.find((each) => each.party === party && each.step === step);
const acknowledgements = async (party) =>
  (await installation.journal()).map(({ body }) => body.partyAcknowledged).filter((each) => each?.party === party);

/** One call, opened. `asks`: where somebody is to be called about more than one thing. */
async function call(page, name, asks) {
  const found = page.getByRole("article", { name, exact: true }).filter({ hasText: asks });
  await found.waitFor({ timeout: 90_000 });
  if (!(await found.locator("details").first().evaluate((each) => each.open))) {
    await found.locator("summary").first().click();
  }
  await found.getByRole("link", { name: /^\+46/ }).first().waitFor(); // whom to call
  return found;
}

/** And out of the way of the next one. */
async function isEntered(article) {
  await article.getByText(/Inskrivet/).waitFor();
  await until("the call folded", () => article.locator("details").first().evaluate((each) => !each.open));
}

scene("each kind of call says what to ask, and takes the answer that was given", () => browser, async (stage) => {
  incidentId = await installation.confirm(uppsala, "uppsala");
  const page = await stage.person(installation, uppsala, { screen: "calls" });

  // Whether it has been heard: a blood centre may also say that it cannot, and is then asked what it needs.
  const centre = await call(page, "Blodcentral Gävleborg", "Fråga om de har uppfattat larmet");
  await centre.getByText(/Har du uppfattat det\?/).waitFor();
  await stage.picture(page, "calls-acknowledgement");
  await button(centre, "Har uppfattat larmet").click();
  await isEntered(centre);
  const heard = await chase("blood@gavleborg", "blood_alarm");
  assert.deepEqual([heard.state, heard.via], ["PARTY_STATE_ACKNOWLEDGED", "VIA_PHONE"]);
  const other = await call(page, "Blodcentral Värmland", "Fråga om de har uppfattat larmet");
  await other.locator("summary", { hasText: "Kan inte" }).click();
  await other.getByLabel("Skäl").fill("Frysen har gått sönder");
  await button(other, "Kan inte").click();
  await isEntered(other);
  const needs = await call(page, "Blodcentral Värmland", "De har svarat nej");
  await needs.getByText(/Ni har svarat nej: Frysen har gått sönder/).waitFor();
  await needs.getByText(/Vad behöver ni, och vad kan ni ge\?/).waitFor();
  await stage.picture(page, "calls-needs");
  await button(needs, "Kan ändå").click();
  await isEntered(needs);
  assert.match((await chase("blood@varmland", "blood_alarm")).answer, /^accept/);

  // How many transports: a number, or only that it has been heard. What has been heard is what stood there, once.
  const transports = await call(page, "TiB Dalarna", "Fråga hur många transporter");
  await transports.getByText(/Hur många sekundärtransporter lovar ni\? 5 saknas/).waitFor();
  await stage.picture(page, "calls-transports");
  await button(transports, "Utlova 5").click();
  await isEntered(transports);
  assert.equal((await chase("tib@dalarna", "transports")).state, "PARTY_STATE_ANSWERED");
  const only = await call(page, "TiB Västmanland", "Fråga hur många transporter");
  await button(only, "Har uppfattat larmet").click();
  await isEntered(only);
  for (const step of ["regional_alarm", "transports"]) {
    assert.equal((await chase("tib@vastmanland", step)).state, "PARTY_STATE_ACKNOWLEDGED", step);
  }
  assert.equal((await acknowledgements("tib@vastmanland")).length, 1, "one call is one acknowledgement");

  // A duty officer who says no to the alarm is asked what they need, and may promise all the same.
  await act("answer", "--party", "tib@orebro", "--step", "regional_alarm", "--decline", "Eget larm pågår", "--via", "phone");
  const officer = await call(page, "TiB Örebro", "De har svarat nej");
  await officer.getByText(/Ni har svarat nej: Eget larm pågår/).waitFor();
  await button(officer, "Klart: behoven är antecknade").click();
  await isEntered(officer);

  // The decisions of whoever leads: the lack of transports, and the national step.
  await act("decline", "--region", "sormland", "--reason", "Alla fordon upptagna", "--via", "phone");
  const shortfall = await call(page, "TiB Uppsala", "Fråga om bristen på transporter godtas");
  await shortfall.getByText(/Godtar du bristen på transporter/).waitFor();
  await stage.picture(page, "calls-shortfall");
  await button(shortfall, "Godtar bristen på transporter").click();
  await isEntered(shortfall);
  const national = await call(page, "TiB Uppsala", "Fråga om det nationella steget tas");
  await national.getByText(/Tar du det nationella steget/).waitFor();
  await stage.picture(page, "calls-national");
  await button(national, "Tar det nationella steget").click();
  await isEntered(national);
  const authority = await call(page, "Socialstyrelsens TiB", "Fråga om de har uppfattat larmet");
  await button(authority, "Har uppfattat larmet").click();
  await isEntered(authority);
});

scene("held chases are a call too, after a backup has been taken into use", () => browser, async (stage) => {
  await installation.goOnFromCopy();
  const page = await stage.person(installation, uppsala, { options: phone, screen: "calls" });
  const held = await call(page, "TiB Uppsala", "Jagandet står still");
  await held.getByText(/Släpper du försöken igen, eller avlarmar du\?/).waitFor();
  await stage.picture(page, "calls-resume");
  await button(held, "Låt jagandet fortsätta").click();
  await isEntered(held);
  await until("chases that run", async () => !(await installation.incident(uppsala, incidentId)).chasesHeld);
});

scene("an end is told by telephone to those whom nothing else reaches, and the board says who has heard it", () => browser, async (stage) => {
  const page = await stage.person(installation, uppsala, { screen: `decide/${incidentId}` });
  await page.locator("summary", { hasText: /^Avlarma$/ }).click();
  await button(page, "Insatsen är avslutad. Inga fler patienter väntas").click();
  await button(page, "Avlarma").click();
  const unseen = page.locator("li").filter({ has: page.getByText("TiB Dalarna", { exact: true }) });
  await unseen.getByText("ska ringas av en människa").waitFor();

  await goTo(page, "calls");
  const end = await call(page, "TiB Dalarna", "Säg att larmet är över");
  await end.getByText(/Har du uppfattat det\?/).waitFor();
  await button(end, "Ingen svarade").click();
  await end.getByText(/1 samtal utan svar/).waitFor();
  await stage.picture(page, "calls-end");
  await button(end, "Har uppfattat att larmet är över").click();
  await isEntered(end);
  const told = await chase("tib@dalarna", "stand_down");
  assert.deepEqual([told.state, told.via], ["PARTY_STATE_ACKNOWLEDGED", "VIA_PHONE"]);

  await goTo(page, `board/${incidentId}`);
  const ending = page.locator("#ending");
  await ending.getByText(/^Har inte sett det \(\d+\)$/).waitFor();
  await ending.locator("summary", { hasText: /^Har sett det/ }).click();
  const dalarna = ending.locator("li").filter({ has: page.getByText("TiB Dalarna", { exact: true }) });
  await dalarna.getByText(/via telefon/).waitFor();
  assert.equal(await dalarna.count(), 1, "seen, and no longer unseen");
  await stage.picture(page, "calls-end-receipts");
});
