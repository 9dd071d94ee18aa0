// The controller's deck, and what players see of it: a scenario is checked, loaded and played by two people; its time stands,
// hurries and leaps; injects are given, left out, made up and judged; a live alarm breaks it off; it ends and is closed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";

import { Installation, scenarios, until } from "./installation.mjs";
import { button, desk, goTo, launch, phone, scene } from "./stage.mjs";

const world = "kvall";
/** The delivered scenario of Arboga with injects of our own in place of its. */
const delivered = readFileSync(join(scenarios(), "arboga_2006.textproto"), "utf8")
  .replace(/^injects \{\n[^]*?^\}\n/gm, "")
  .replace(/^objectives .*\n/gm, "");
const text = `${delivered}
objectives { id: "samverkan" title { sv: "Samverka mellan regioner" en: "Cooperate between regions" } }
injects {
  id: "1" at_s: 300 objectives: "samverkan" within_s: 600 expected_action: "Ringer SOS Alarm"
  what { from: "SOS Alarm" to: "tib@uppsala" method: INJECT_METHOD_TELEPHONE text: "En buss har vält utanför Arboga" }
}
injects {
  id: "2" at_s: 7000 within_s: 300 expected_action: "Svarar pressen"
  what { from: "Radion" to: "tib@dalarna" method: INJECT_METHOD_MEDIA text: "Hur många är skadade" }
}
injects {
  id: "3" at_s: 8000 expected_action: "Meddelar ambulansen"
  what { from: "Polisen" to: "tib@uppsala" method: INJECT_METHOD_RAKEL text: "Vägen är avstängd" }
}
`;

let installation, browser;
const tokens = {};
before(async () => {
  installation = await Installation.start({ hasScenarios: true });
  tokens.controller = await installation.token("controller");
  tokens.live = await installation.token("tib", "vastmanland");
  tokens.uppsala = await installation.token("tib", "uppsala", world);
  tokens.dalarna = await installation.token("tib", "dalarna", world);
  tokens.observer = await installation.token("observer", undefined, world);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

const part = (page, name) => page.getByRole("region", { name });
const inject = (page, id) => page.getByRole("article", { name: id, exact: true });
const phase = (page, word) => page.locator("#deck-head").getByText(word, { exact: true });
const frozen = (page) => page.getByRole("alertdialog", { name: "ÖVNINGEN ÄR AVBRUTEN: skarpt läge" });
/** An exercise's deck has no word of the live world on what is pressed. */
async function pressesNothingLive(page) {
  const labels = await page.locator(".deck :is(button, summary)").allInnerTexts();
  assert.deepEqual(labels.filter((label) => /skarpt larm\b(?!et)|^larma\b|masskadelarm/i.test(label)), []);
}

async function openDeck(page) {
  await goTo(page, `deck/world/${world}`);
  await page.locator("#deck-head").waitFor();
}

scene(
  "a controller checks a text, loads it and leads it, and two players follow",
  () => browser,
  async (stage) => {
    const deck = await stage.person(installation, tokens.controller);

    // There is no alarm for a controller to see: the deck is where they land.
    await deck.getByRole("heading", { name: "Övningsledning", level: 1 }).waitFor();
    await deck.getByText("Inga övningar är öppna.").waitFor();
    await deck.getByText("Bussolyckan", { exact: false }).first().waitFor();
    await stage.picture(deck, "deck-start");

    await deck.getByRole("link", { name: "Kontrollera en egen text" }).click();
    await deck.getByLabel("Scenariots text").fill(text.replace("lasts_s: 9000", "lasts_s: ninety"));
    await button(deck, "Kontrollera").click();
    const line = text.slice(0, text.indexOf("lasts_s: 9000")).split("\n").length;
    await deck.getByText(`Rad ${line}, kolumn`, { exact: false }).waitFor();
    await stage.picture(deck, "deck-faults");
    await deck.getByLabel("Scenariots text").fill(text);
    await deck.getByText("Texten är ändrad sedan kontrollen. Kontrollera igen.").waitFor();
    await button(deck, "Kontrollera").click();
    await deck.getByText("Texten går att spela.").waitFor();
    await deck.getByLabel("Övningens namn (värld)").fill(world);
    await deck.getByRole("checkbox", { name: "TiB Uppsala", exact: true }).check();
    await deck.getByRole("checkbox", { name: "TiB Dalarna", exact: true }).check();
    // Nor does anybody answer in their place.
    await deck.locator("summary", { hasText: "Ställföreträdande TiB" }).click();
    await deck.getByRole("checkbox", { name: "Ställföreträdande TiB Uppsala" }).check();
    await deck.getByRole("checkbox", { name: "Ställföreträdande TiB Dalarna" }).check();
    await button(deck, "Ladda övningen").click();
    await phase(deck, "Laddad, inte startad").waitFor();

    const [uppsala, dalarna] = [await stage.person(installation, tokens.uppsala), await stage.person(installation, tokens.dalarna, { options: phone })];
    const players = [uppsala, dalarna];
    for (const player of players) {
      await player.getByText("Övningen har inte börjat. Du kan läsa, inte svara.").waitFor();
    }
    await deck.getByText("2 anslutna").first().waitFor();

    // Keys move the focus; a press is what starts it.
    await deck.locator("#main").click({ position: { x: 2, y: 2 } });
    await deck.keyboard.press("Space");
    assert.equal(await deck.evaluate(() => document.activeElement?.id), "deck-play");
    await phase(deck, "Laddad, inte startad").waitFor();
    await deck.keyboard.press("Enter");
    await phase(deck, "Pågår").waitFor();
    await deck.keyboard.press("]");
    assert.equal(await deck.evaluate(() => document.activeElement?.id), "deck-pace-200");
    await deck.keyboard.press("i");
    assert.equal(await deck.evaluate(() => document.activeElement?.id), "deck-inject");

    // An inject is a card for whom it is told to, and nothing for others.
    await button(deck, "+10 min").click();
    const card = uppsala.getByRole("group", { name: "Inspel från SOS Alarm, telefon" });
    await card.getByText("En buss har vält utanför Arboga").waitFor();
    assert.equal(await dalarna.getByText("En buss har vält").count(), 0);
    await uppsala.getByText("Övningstiden har hoppat fram till", { exact: false }).waitFor();
    await stage.picture(uppsala, "deck-player-inject");
    await button(card, "Jag har tagit del av inspelet").click();
    await card.waitFor({ state: "detached" });
    await uppsala.reload();
    await uppsala.locator(".connection.connected").waitFor();
    assert.equal(await card.count(), 0, "what has been taken in is not shown again");

    // Both answer the exercise's alarm.
    for (let minute = 0; minute < 3; minute += 1) {
      await button(deck, "+1 min").click();
      await deck.waitForTimeout(300);
    }
    for (const player of players) {
      await button(player, "Kvittera").first().click();
      await button(player, "Kvittera").first().waitFor({ state: "detached" });
    }

    // Time stands, hurries, and goes as it should.
    await deck.getByLabel("Skäl till paus, visas för spelarna").fill("Lunch");
    await button(deck, "Pausa övningen").click();
    for (const player of players) {
      await player.getByText("Övningen är pausad sedan", { exact: false }).waitFor();
      await player.getByText("Övningsledningen: Lunch").waitFor();
    }
    await stage.picture(dalarna, "deck-player-paused-phone");
    const stands = await uppsala.locator(".clock strong").first().innerText();
    await uppsala.waitForTimeout(2_500);
    assert.equal(await uppsala.locator(".clock strong").first().innerText(), stands, "the clock stands too");
    await button(deck, "Fortsätt övningen").click();
    await phase(deck, "Pågår").waitFor();
    await button(deck, "5x").click();
    for (const player of players) {
      await player.getByText("Övningstiden går 5 gånger så fort som klockan.", { exact: false }).waitFor();
    }
    await button(deck, "1x").click();
    await dalarna.getByText("Övningstiden går", { exact: false }).waitFor({ state: "detached" });

    // Given before its time, left out, and made up.
    await button(inject(deck, "2"), "Ge nu 2").click();
    const asked = dalarna.getByRole("group", { name: "Inspel från Radion, medier" });
    await asked.waitFor();
    await stage.picture(dalarna, "deck-player-inject-phone");
    await button(asked, "Jag har tagit del av inspelet").tap();
    await inject(deck, "3").locator("summary").click();
    await inject(deck, "3").getByLabel("Anteckning").fill("Redan löst");
    await button(inject(deck, "3"), "Hoppa över 3").click();
    await deck.getByText("Inga inspel här.").waitFor();
    const make = part(deck, "Nytt inspel");
    await make.getByLabel("Text").fill("En buss till");
    await make.getByLabel("Från").fill("Länsstyrelsen");
    await button(make, "Ge inspelet till övningens deltagare").click();
    await make.getByText("Välj minst en mottagare i övningen.").waitFor();
    await make.getByRole("checkbox", { name: "TiB Uppsala", exact: true }).check();
    await make.getByRole("checkbox", { name: "TiB Dalarna", exact: true }).check();
    await button(make, "Ge inspelet till övningens deltagare").click();
    for (const player of players) {
      await button(player.getByRole("group", { name: "Inspel från Länsstyrelsen, telefon" }), "Jag har tagit del av inspelet").click();
    }

    // What came of it, and what was seen.
    await deck.getByRole("button", { name: /^Givna \(3\)$/ }).click();
    await inject(deck, "1").locator("summary").click();
    await inject(deck, "1").getByRole("radio", { name: "Delvis" }).check();
    await inject(deck, "1").getByLabel("Anteckning").fill("Ringde sent");
    await button(inject(deck, "1"), "Spara bedömningen").click();
    await inject(deck, "1").getByText("Anteckning: Ringde sent").waitFor();
    const observations = part(deck, "Observationer");
    await observations.getByLabel("Vad du har sett").fill("Lugn ledning");
    await observations.getByLabel("Gäller").selectOption({ label: "TiB Uppsala" });
    await observations.getByLabel("Övningsmål").selectOption({ label: "Samverka mellan regioner" });
    await button(observations, "Anteckna observation").click();
    await observations.getByRole("listitem").filter({ hasText: "Lugn ledning" }).waitFor();

    // An indicator is noted with what came of it, and a hospital's with the hospital.
    await observations.getByLabel("Vad du har sett").fill("Personalen samlad");
    await observations.getByLabel("Indikator").selectOption({ label: "Första information till personalen" });
    await button(observations, "Anteckna observation").click();
    await observations.getByText("Välj ett utfall.").waitFor();
    await observations.getByLabel("Utfall").selectOption({ label: "Delvis" });
    await button(observations, "Anteckna observation").click();
    await observations.getByText("Välj vilket sjukhus det gäller.").waitFor();
    await observations.getByLabel("Gäller").selectOption({ index: 1 });
    await stage.picture(deck, "deck-observe-indicator");
    await button(observations, "Anteckna observation").click();
    await observations.getByRole("listitem").filter({ hasText: "(Första information till personalen: Delvis)" }).waitFor();
    await button(part(deck, "Deltagare"), "Ge till simulatorn TiB Dalarna").click();
    await part(deck, "Deltagare").getByText("3 spelas av människor").waitFor();
    await stage.picture(deck, "deck-playing");
    await pressesNothingLive(deck);

    // Nothing of it is for players: not on their board, nor in their timeline; their own inject is.
    await goTo(uppsala, "timeline/all");
    await uppsala.getByText("Inspel från SOS Alarm, telefon, till TiB Uppsala", { exact: false }).waitFor();
    assert.equal(await uppsala.getByText(/Radion|Ringde sent|Lugn ledning|Redan löst/).count(), 0);
    const observer = await stage.person(installation, tokens.observer, { screen: "deck" });
    await observer.getByText("Du ser övningen som observatör.", { exact: false }).waitFor();
    assert.equal(await observer.getByRole("button", { name: /Pausa|Ge nu|Avsluta/ }).count(), 0);
    await stage.picture(observer, "deck-observer");

    const small = await stage.person(installation, tokens.controller, { options: phone, settings: { language: "en", theme: "light" } });
    await openDeck(small);
    await stage.picture(small, "deck-playing-phone");

    // A live alarm goes first: over everything that players see.
    await installation.larm(["confirm", "--yes", "--region", "vastmanland", "--level", "katastrof", "--exact-location", "E18"], tokens.live.secret);
    for (const player of players) {
      await frozen(player).waitFor();
      await player.getByText("Sluta spela. Ring ingen och svara ingen för övningens skull.").waitFor();
      assert.equal(await player.evaluate(() => document.activeElement?.textContent), "ÖVNINGEN ÄR AVBRUTEN: skarpt läge");
      assert.equal(await player.locator(".frame").isVisible(), false);
    }
    await stage.picture(uppsala, "deck-player-frozen");
    await stage.picture(dalarna, "deck-player-frozen-phone");
    await phase(deck, "Avbruten: skarpt läge").waitFor();
    await stage.picture(deck, "deck-frozen");
    await openDeck(small);
    await stage.picture(small, "deck-frozen-phone");

    // It goes on where the controller says so, and nothing of it lies over the players any more.
    await deck.locator("summary", { hasText: "Fortsätt övningen trots det skarpa larmet" }).click();
    await button(deck, "Fortsätt övningen").click();
    for (const player of players) {
      await frozen(player).waitFor({ state: "detached" });
    }

    await deck.locator("summary", { hasText: /^Avsluta övningen$/ }).click();
    await part(deck, "Avslut och rapport").getByLabel("Skäl").fill("Målen är nådda");
    await button(deck, "Avsluta övningen").click();
    await phase(deck, "Avslutad").waitFor();
    for (const player of players) {
      await player.getByText("Övningen är slut sedan", { exact: false }).waitFor();
    }
    await stage.picture(uppsala, "deck-player-ended");

    const files = [
      ["Att läsa och skriva ut (HTML)", /^OVNING-efterrapport-.*\.html$/, /Lugn ledning/],
      ["PDF", /\.pdf$/, /^%PDF-/],
      ["JSON", /\.json$/, /Lugn ledning/],
      ["Inspelen som tabell (CSV)", /^OVNING-inspel-.*\.csv$/, /ÖVNING/],
    ];
    for (const [label, name, content] of files) {
      const [download] = await Promise.all([deck.waitForEvent("download"), button(deck, label).click()]);
      assert.match(download.suggestedFilename(), name);
      assert.match(readFileSync(await download.path(), "utf8"), content);
      await deck.getByText(`Sparad: ${download.suggestedFilename()}`).waitFor();
    }
    await stage.picture(deck, "deck-ended");
    assert.deepEqual(stage.complaints, []);
    stage.expected.push(/.*/); // players are let out of a world that is no more
    await button(deck, "Stäng övningens värld").click();
    await deck.getByText("Inga övningar är öppna.").waitFor();
    const { exercises = [] } = JSON.parse(await installation.larm(["exercise", "list", "--json"], tokens.controller.secret));
    assert.deepEqual(exercises, []);
  },
  480_000,
);

scene("a scenario that lies ready is loaded from the list", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.controller, { options: phone });
  await page.getByRole("link", { name: /^Förbered övning .*galleria/i }).tap();
  await page.getByLabel("Övningens namn (värld)").fill("live");
  await page.getByText("Namnet får ha 1 till 64", { exact: false }).waitFor();
  await page.getByLabel("Övningens namn (värld)").fill("bomb");
  await stage.picture(page, "deck-load-phone");
  await button(page, "Ladda övningen").tap();
  await phase(page, "Laddad, inte startad").waitFor();
  await until("the exercise", async () => (await installation.larm(["exercise", "list", "--json"], tokens.controller.secret)).includes("bomb"));

  // Asked for about every second while it is looked at, and not while it is hidden.
  let asked = 0;
  page.on("request", (request) => (asked += request.url().endsWith("/GetExercise") ? 1 : 0));
  await page.waitForTimeout(3_500);
  assert.ok(asked >= 2 && asked <= 5, `asked ${asked} times in 3.5 s`);
  await page.evaluate(() => Object.defineProperty(document, "hidden", { get: () => true }));
  await page.waitForTimeout(500);
  asked = 0;
  await page.waitForTimeout(2_500);
  assert.equal(asked, 0, "asked while hidden");
});
