// Blood, from a stock to units that have arrived: a region's blood centre on a phone reports what it has, alarms the country's
// blood centres, takes what another one offers in part, and says when it is there; the stricken region's TiB sees it on the
// board and enters an offer that came by telephone. Every screen of it in both themes, narrow, at twice the size, and in an
// exercise.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, connection, desk, goTo, launch, narrow, phone, scene, zoomed } from "./stage.mjs";
import { walked } from "./tour.mjs";

let installation, browser, incidentId;
const tokens = {};
before(async () => {
  installation = await Installation.start();
  for (const [name, role, organisation] of [
    ["tib", "tib", "uppsala"],
    ["uppsala", "blood", "uppsala"],
    ["dalarna", "blood", "dalarna"],
    ["skane", "blood", "skane"],
  ]) {
    tokens[name] = await installation.token(role, organisation);
  }
  incidentId = await installation.confirm(tokens.tib, "uppsala", "Tågolycka", ["--moderate", "23", "--minor", "58"]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

const chaseOf = async (party, step) => (await installation.incident(tokens.tib, incidentId)).parties.find((each) => each.party === party && each.step === step);
const eventsOf = async (kind) => (await installation.journal()).flatMap(({ body }) => body[kind] ?? []);
const units = (page, group) => page.getByRole("spinbutton", { name: group, exact: true });

const inBothThemes = (stage, page, name) => stage.inBothThemes(page, `blood-${name}`);

scene("a phone's stock, the alarm to the country, another's offer, and blood that arrives", () => browser, async (stage) => {
  const centre = await stage.person(installation, tokens.uppsala, { options: phone, screen: `blood/${incidentId}` });
  await centre.getByText("11 inlagda").or(centre.getByText(/\d+ inlagda, \d+ massiva transfusioner/)).first().waitFor();
  await centre.getByText("Okänt: inget lager rapporterat").first().waitFor();
  await inBothThemes(stage, centre, "phone-before");

  // What there is, in one press, which acknowledges too.
  await units(centre, "O neg").fill("12");
  await button(centre, "Öka: O pos").tap();
  await button(centre, "Öka: O pos").tap();
  await button(centre, "Minska: AB neg").tap(); // none is not the same as unknown
  await centre.getByLabel("O neg: fler inom varje timme").fill("4");
  await units(centre, "Plasma").fill("40");
  await button(centre, "Skicka lagret").tap();
  await centre.getByText(/Mottaget av servern/).first().waitFor();
  const [stock] = await eventsOf("bloodStockReported");
  assert.deepEqual(
    stock.lines.map(({ product, group, units, perHour }) => [product, group ?? "", units ?? 0, perHour ?? 0]),
    [
      ["BLOOD_PRODUCT_RED_CELLS", "BLOOD_GROUP_O_NEGATIVE", 12, 4],
      ["BLOOD_PRODUCT_RED_CELLS", "BLOOD_GROUP_O_POSITIVE", 2, 0],
      ["BLOOD_PRODUCT_RED_CELLS", "BLOOD_GROUP_AB_NEGATIVE", 0, 0],
      ["BLOOD_PRODUCT_PLASMA", "", 40, 0],
    ],
  );
  assert.match((await chaseOf("blood@uppsala", "blood_alarm")).state, /ACKNOWLEDGED|ANSWERED/);
  await centre.getByText("O neg 12 (+4 i timmen), O pos 2, AB neg 0, Plasma 40").first().waitFor();
  await button(centre, "Gör en till").tap();
  await centre.getByText(/^senast 12, kl/).waitFor();
  assert.equal(await units(centre, "O neg").inputValue(), "", "what was said last is not an answer");

  // The alarm to the country, from what lacks.
  await button(centre, "Larma landets blodcentraler").tap();
  await centre.getByRole("heading", { name: "Larma landets blodcentraler", level: 1 }).waitFor();
  await centre.getByText(/^Ifyllt med det som saknas om 2 h/).waitFor();
  assert.ok(Number(await units(centre, "O pos").inputValue()) > 0, "filled in with what lacks");
  assert.equal(await units(centre, "A pos").inputValue(), "", "what nobody knows is not filled in");
  await button(centre, "Granska och larma").tap();
  await centre.getByText("Skriv ett skäl, det följer med.").waitFor();
  await units(centre, "O neg").fill("20");
  await button(centre, "Flera massiva transfusioner pågår eller väntas").tap();
  await inBothThemes(stage, centre, "phone-alarm-what");
  await button(centre, "Granska och larma").tap();
  await centre.getByText("Skarpt läge. Larmet går till människor i tjänst i hela landet.").waitFor();
  await centre.getByText(/20 blodcentraler i landet ska erbjuda blod eller svara nej,\s+genast över Push, SMS/).waitFor();
  await inBothThemes(stage, centre, "phone-alarm-check");
  await button(centre, "Larma 20 blodcentraler nu").tap();
  await centre.getByRole("heading", { name: "Landets blodcentraler är larmade" }).waitFor();
  await stage.picture(centre, "blood-phone-alarm-sent");
  await button(centre, "Följ svaren").tap();
  await centre.getByRole("heading", { name: "Tillfrågade (20)" }).waitFor();
  const [alarm] = await eventsOf("bloodCountryAlarmed");
  assert.equal(alarm.asks.find(({ group }) => group === "BLOOD_GROUP_O_NEGATIVE").units, 20);
  assert.equal(alarm.reason, "Flera massiva transfusioner pågår eller väntas");
  await inBothThemes(stage, centre, "phone-alarmed");

  // Another region's blood centre, that is no part of the healthcare region: who asks, for what, why.
  const skane = await stage.person(installation, tokens.skane, { options: desk });
  await skane.getByRole("heading", { name: "Ni är tillfrågade om blod" }).waitFor();
  await skane.locator("section", { hasText: "Ni är tillfrågade om blod" }).getByText("Blodcentral Uppsala").first().waitFor();
  await skane.getByText("Flera massiva transfusioner pågår eller väntas").first().waitFor();
  await skane.getByText("ber om 20").waitFor();
  await inBothThemes(stage, skane, "asked");
  await units(skane, "O neg").first().fill("10");
  await units(skane, "Kan lämna om, minuter").fill("45");
  await button(skane, "Skicka erbjudandet").click();
  await skane.getByText(/Mottaget av servern/).first().waitFor();
  await until("the chase has ended", async () => /ANSWERED/.test((await chaseOf("blood@skane", "blood_country")).state));

  // A no, by a centre of the healthcare region itself, with the keyboard alone.
  const dalarna = await stage.person(installation, tokens.dalarna, { options: desk, screen: `blood/${incidentId}` });
  await dalarna.locator("summary", { hasText: "Nej, vi kan inte ge blod" }).focus();
  await dalarna.keyboard.press("Enter");
  await dalarna.keyboard.press("Tab");
  await dalarna.keyboard.type("Eget lager på väg att ta slut");
  await dalarna.keyboard.press("Tab");
  await dalarna.keyboard.press("Enter");
  await until("the no", async () => (await chaseOf("blood@dalarna", "blood_country")).answer === "decline: Eget lager på väg att ta slut");
  await centre.getByText("Eget lager på väg att ta slut").waitFor();

  // The one that asked takes a part of it.
  const offer = centre.getByRole("article", { name: "Blodcentral Skåne till Blodcentral Uppsala" });
  await offer.getByText("Erbjudet, inte besvarat").waitFor();
  await offer.locator("summary", { hasText: "Ta emot en del" }).tap();
  await units(offer, "O neg").fill("99");
  await units(offer, "O neg").blur();
  assert.equal(await units(offer, "O neg").inputValue(), "10", "no more than has been offered");
  await units(offer, "O neg").fill("8");
  await inBothThemes(stage, centre, "phone-offer");
  await button(offer, "Ta emot så mycket").tap();
  await offer.getByText("Antaget: O neg 8. Behövs inte: O neg 2").waitFor();
  // What was taken can be changed until it leaves.
  await offer.locator("summary", { hasText: "Ändra hur mycket vi tar" }).tap();
  assert.equal(await units(offer, "O neg").inputValue(), "8");
  await units(offer, "O neg").fill("9");
  await button(offer, "Ta så mycket i stället").tap();
  await offer.getByText("Antaget: O neg 9. Behövs inte: O neg 1").waitFor();
  // Who sends it says that it has left; who asked that it is there.
  const sent = skane.getByRole("article", { name: "Blodcentral Skåne till Blodcentral Uppsala" });
  await units(sent, "Framme om, minuter").fill("60");
  await button(sent, "Meddela att det är på väg").click();
  await offer.getByText(/^På väg$/).waitFor();
  await offer.getByText(/väntas \d\d:\d\d/).waitFor();

  // The stricken region's TiB: in brief on the board, and an offer by telephone.
  const tib = await stage.person(installation, tokens.tib, { options: desk, screen: `board/${incidentId}` });
  const panel = tib.locator("#blood");
  await panel.getByText(/larmat \d\d:\d\d av Blodcentral Uppsala: O neg 20/).waitFor();
  await panel.getByText("2 av 20 har svarat").waitFor();
  await panel.getByText("0 väntar på svar, 0 antagna, 1 på väg, 0 framme").waitFor();
  await panel.getByText("O neg 12 (+4 i timmen), O pos 2, AB neg 0, Plasma 40").waitFor();
  await inBothThemes(stage, tib, "board");
  await panel.getByRole("link", { name: "Allt om blodet" }).click();
  const halland = tib.locator("li", { hasText: "Blodcentral Halland" });
  await halland.locator("summary", { hasText: "Lägg in svar per telefon" }).first().click();
  await units(halland, "O pos").fill("6");
  await button(halland, "Lägg in erbjudande från Blodcentral Halland").click();
  const halfway = tib.getByRole("article", { name: "Blodcentral Halland till Blodcentral Uppsala" });
  await halfway.getByText(/inlagt över telefon/).waitFor();
  await button(halfway, "Ta emot allt").click();
  await halfway.getByText("Antaget: O pos 6").waitFor();
  await inBothThemes(stage, tib, "tib");
  const accepted = await eventsOf("bloodAccepted");
  assert.equal(accepted.find(({ offerId }) => offerId === "halland-1").via, "VIA_PHONE");

  await button(offer, "Det är framme").tap();
  await offer.getByText(/^Framme$/).waitFor();
  await stage.picture(centre, "blood-phone-arrived");
  await goTo(tib, `board/${incidentId}`);
  await panel.getByText("0 väntar på svar, 1 antagna, 0 på väg, 1 framme").waitFor();

  // More: it says anew what is needed in all.
  await button(centre, "Be om mer").tap();
  await centre.getByText("Ni har redan larmat landet.", { exact: false }).waitFor();
  assert.equal(await units(centre, "O neg").inputValue(), "20");
  await button(centre, "Tillbaka").tap();

  await goTo(tib, `timeline/${incidentId}`);
  for (const sentence of [/Blodcentral Uppsala räknade sitt lager: O neg 12/, /Blodcentral Uppsala larmade landets blodcentraler om O neg 20/, /Blodcentral Skåne erbjöd Blodcentral Uppsala: O neg 10/, /antog skane-1: O neg 8/, /antog skane-1: O neg 9/, /Blod på väg, skane-1, väntas/, /Blod framme, skane-1/]) {
    await tib.getByText(sentence).first().waitFor();
  }
});

for (const [name, options, settings] of walked(
  [["320", narrow, { language: "sv", theme: "dark" }]],
  [["zoom", zoomed, { language: "en", theme: "light" }]],
)) {
  scene(`blood at ${name}`, () => browser, async (stage) => {
    for (const who of ["uppsala", "skane", "tib"]) {
      const page = await stage.person(installation, tokens[who], { options, settings, screen: `blood/${incidentId}` });
      await page.getByRole("heading", { name: /^(Tillfrågade|Asked) \(20\)$/ }).waitFor();
      await page.locator("details").evaluateAll((all) => all.slice(0, 6).forEach((each) => (each.open = true)));
      await stage.picture(page, `blood-${name}-${who}`);
    }
  });
}

scene("without a network an offer is kept, and is not sent by itself", () => browser, async (stage) => {
  stage.expected.push(/net::ERR_|WebSocket connection to|status of 50/);
  const page = await stage.person(installation, tokens.skane, { options: phone, screen: `blood/${incidentId}` });
  const more = page.locator("summary", { hasText: "Erbjud mer" });
  await more.tap();
  await page.context().setOffline(true);
  await connection(page, "disconnected").waitFor();
  await units(page, "A pos").first().fill("5");
  await button(page, "Spara, skicka senare").first().tap();
  await page.getByText("Sparat i telefonen, inte skickat").waitFor();
  await stage.picture(page, "blood-phone-kept");
  await page.context().setOffline(false);
  await page.getByText("Du är ansluten igen").waitFor({ timeout: 60_000 });
  assert.equal((await eventsOf("bloodOffered")).filter(({ party }) => party === "blood@skane").length, 1, "nothing is sent by itself");
  await button(page, "Skicka erbjudandet").tap();
  await page.getByText(/Mottaget av servern/).first().waitFor();
  await page.getByText("Sparat i telefonen, inte skickat").waitFor({ state: "detached" });
  const offered = (await eventsOf("bloodOffered")).filter(({ party }) => party === "blood@skane");
  assert.deepEqual(offered.at(-1).units.map(({ group, units: n }) => [group, n]), [["BLOOD_GROUP_A_POSITIVE", 5]]);
});
