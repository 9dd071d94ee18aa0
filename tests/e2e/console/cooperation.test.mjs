// What regions do together, by three people at once: support from its request until it has arrived, a supply that runs short,
// a situation report with a gap that is filled, sent and compared with the next one, and a conference from its call to its
// end. Each act is looked for in the daemon, not on the screen alone.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, desk, goTo, launch, phone, scene } from "./stage.mjs";

let installation, browser, incidentId;
const tokens = {};
before(async () => {
  installation = await Installation.start();
  for (const [name, role, organisation] of [
    ["tib", "tib", "uppsala"],
    ["dalarna", "tib", "dalarna"],
    ["hospital", "hospital", "FAL"],
    ["observer", "observer"],
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

const eventsOf = async (kind) => (await installation.journal()).flatMap(({ body }) => body[kind] ?? []);
const number = (page, name) => page.getByRole("spinbutton", { name, exact: true });
const fold = (page, name) => page.locator("summary", { hasText: name }).first();
const unfold = async (page, name) => ((await fold(page, name).evaluate((each) => each.parentElement.open)) ? undefined : fold(page, name).click());
const on = (screen) => `cooperation/${incidentId}/${screen}`;

const inBothThemes = (stage, page, name) => stage.inBothThemes(page, `cooperation-${name}`);

scene("support is asked for, offered on a phone, taken in part, and arrives", () => browser, async (stage) => {
  const tib = await stage.person(installation, tokens.tib, { options: desk, screen: on("support") });
  await tib.getByText("Inget stöd är begärt.").waitFor();
  await button(tib, "Begär stöd").click();
  await button(tib, "Granska").click();
  await tib.getByText("Skriv vad som behövs på varje rad.").waitFor();
  await tib.getByLabel("Vad", { exact: true }).fill("infusionspumpar");
  await number(tib, "Antal").fill("10");
  await inBothThemes(stage, tib, "ask");
  await button(tib, "Granska").click();
  await tib.getByText("Skarpt läge. Begäran går till människor i tjänst.").waitFor();
  await button(tib, "Begär stöd av 6 regioner nu").click();
  await tib.getByRole("heading", { name: "Stöd är begärt" }).waitFor();
  await button(tib, "Följ svaren").click();
  const [asked] = await eventsOf("supportRequested");
  assert.deepEqual(asked.request.lines.map(({ quantity, words }) => [quantity, words]), [[10, "infusionspumpar"]]);
  const request = tib.getByRole("article", { name: "S1: Uppsala begär stöd" });
  await request.getByText(/^Har inte svarat: .*Dalarna/).waitFor();

  // The region that is asked sees first that it is.
  const dalarna = await stage.person(installation, tokens.dalarna, { options: phone, screen: `cooperation/${incidentId}` });
  await dalarna.getByRole("link", { name: /^Uppsala begär stöd, S1/ }).waitFor();
  await number(dalarna, "Så många kan Dalarna ge").fill("6");
  await inBothThemes(stage, dalarna, "phone-asked");
  await button(dalarna, "Erbjud 6").tap();
  await until("the offer", async () => (await eventsOf("supportOffered"))[0]?.offer.quantity === 6);
  await dalarna.getByRole("link", { name: /^Uppsala begär stöd, S1/ }).waitFor({ state: "detached" });

  const offer = request.getByRole("article", { name: "Dalarna: 6" });
  await tib.getByRole("link", { name: /^Erbjudanden på S1 som väntar på ert ja: 1/ }).waitFor();
  await fold(offer, "Ta emot en del").click();
  await number(offer, "Hur många").fill("4");
  await number(offer, "Hur många").blur(); // a number that is typed counts when it is left
  await button(offer, "Ta emot 4").click();
  await offer.getByText("Antaget, inte avgått 4").waitFor();
  await offer.getByText("Erbjudet, obesvarat 2").waitFor();
  assert.equal((await eventsOf("supportAccepted"))[0].count, 4);

  // Another region says no on the telephone, and who leads enters it.
  await fold(request, "Lägg in svar per telefon eller Rakel").click();
  await request.getByLabel("Vem har svarat").selectOption("orebro");
  await fold(request, "Örebro: Nej, kan inte").click();
  await button(request, "Har inget sådant").first().click();
  await button(request, "Örebro: Nej, kan inte").click();
  await request.getByText(/Örebro avböjde .*: Har inget sådant/).waitFor();
  assert.equal((await eventsOf("supportDeclined"))[0].decline.via, "VIA_PHONE");

  await button(dalarna.getByRole("article", { name: "Dalarna: 6" }), "4 har avgått").tap();
  await offer.getByText("På väg 4").waitFor();
  await button(offer, "4 är framme").click();
  await offer.getByText("Framme 4").waitFor();
  await inBothThemes(stage, tib, "support");
  assert.deepEqual((await eventsOf("supportReported")).map(({ kind, count }) => [kind, count]), [["SUPPORT_REPORT_KIND_UNDER_WAY", 4], ["SUPPORT_REPORT_KIND_ARRIVED", 4]]);

  const [saved] = await Promise.all([tib.waitForEvent("download"), fold(tib, "Spara som fil").click().then(() => button(tib, "Stöd, CSV").click())]);
  assert.match(saved.suggestedFilename(), /^stod-.*\.csv$/);
});

scene("a hospital reports what runs short, and everybody sees it first", () => browser, async (stage) => {
  const hospital = await stage.person(installation, tokens.hospital, { options: phone, screen: "cooperation/supplies" });
  await fold(hospital, "Rapportera hur länge något räcker").tap();
  await button(hospital, "Rapportera").tap();
  await hospital.getByText("Skriv ett antal dygn.").waitFor();
  await hospital.getByLabel("Artikel", { exact: true }).selectOption("thoraxdran");
  await hospital.getByLabel("Räcker så många dygn i nuvarande takt").fill("1,5");
  await button(hospital, "Rapportera").tap();
  await hospital.getByText(/Mottaget av servern/).waitFor();
  await hospital.getByText("1,5 dygn").waitFor();
  await inBothThemes(stage, hospital, "phone-supplies");
  const [{ supply }] = await eventsOf("supplyReported");
  assert.deepEqual([supply.organisationId, supply.item, supply.daysOfCoverTenths], ["FAL", "thoraxdran", 15]);
  const observer = await stage.person(installation, tokens.observer, { options: desk, settings: { language: "en" }, screen: on("supplies") });
  await observer.getByText("1 short").waitFor();
  await observer.getByText("Your sign-in does not report supplies.").waitFor();
  await inBothThemes(stage, observer, "supplies-en");
});

scene("a gap of the situation report is filled, the report is sent, and the next one says what is new", () => browser, async (stage) => {
  const tib = await stage.person(installation, tokens.tib, { options: desk, screen: on("situation") });
  const section = tib.getByRole("article", { name: "Bedömning och väntad utveckling" });
  await section.getByText("UPPGIFT SAKNAS").waitFor();
  await inBothThemes(stage, tib, "situation");
  await fold(section, "Skriv i avsnittet").click();
  await section.getByLabel("Text i Bedömning och väntad utveckling").fill("Två vagnar kvar att söka igenom.");
  await button(section, "Spara texten").click();
  await section.getByText(/Mottaget av servern/).waitFor();
  await section.getByText("UPPGIFT SAKNAS").waitFor({ state: "detached" });
  assert.equal((await eventsOf("situationFilled"))[0].fill.words, "Två vagnar kvar att söka igenom.");

  await button(tib, "Granska och skicka").click();
  await tib.getByRole("region", { name: "Så här lyder den" }).getByText("Två vagnar kvar att söka igenom.").waitFor();
  await tib.getByText(/luckor följer med/).waitFor();
  await inBothThemes(stage, tib, "situation-check");
  assert.equal((await eventsOf("situationSent")).length, 0, "nothing is sent before a human has pressed");
  await button(tib, /^Skicka lägesbild 1 till \d+ mottagare nu$/).click();
  await tib.getByRole("heading", { name: "Lägesbild 1 är skickad" }).waitFor();
  assert.equal((await eventsOf("situationSent"))[0].report.number, 1);
  await button(tib, "Till lägesbilden").click();
  await tib.getByText(/^Lägesbild 1 skickad/).waitFor();

  // What somebody else writes meanwhile is not written over unseen.
  await fold(section, "Ändra texten").click();
  await section.getByLabel("Text i Bedömning och väntad utveckling").fill("En vagn kvar.");
  await installation.larm(["situation", "fill", "--incident", incidentId, "--section", "bedomning", "--words", "Alla vagnar genomsökta."], tokens.tib.secret);
  await section.getByText(/Någon annan har skrivit här/).waitFor();
  await button(section, "Spara texten").click();
  await section.getByText("Ändrat sedan lägesbild 1").waitFor();
  await fold(section, "Skillnad mot lägesbild 1").click();
  await section.locator("del", { hasText: "Två vagnar kvar att söka igenom." }).waitFor();
  await section.locator("ins", { hasText: "En vagn kvar." }).waitFor();
  await tib.getByRole("link", { name: "Skickad nr 1" }).click();
  await section.getByText("Två vagnar kvar att söka igenom.").waitFor();
  await inBothThemes(stage, tib, "situation-sent");
  const [saved] = await Promise.all([tib.waitForEvent("download"), fold(tib, "Spara som fil").click().then(() => button(tib, "PDF").click())]);
  assert.match(saved.suggestedFilename(), /^lagesbild-1-.*\.pdf$/);
});

scene("a conference is called, the roll is called, a decision has its reservations, and it ends", () => browser, async (stage) => {
  const tib = await stage.person(installation, tokens.tib, { options: desk, screen: on("conference") });
  await button(tib, "Kalla till samverkanskonferens").click();
  await number(tib, "Börjar om, minuter").fill("0");
  await tib.getByLabel("Andra, i ord").fill("Länsstyrelsen");
  await inBothThemes(stage, tib, "call");
  await button(tib, "Granska och kalla").click();
  await button(tib, "Kalla 7 deltagare nu").click();
  await tib.getByRole("heading", { name: "Kallelsen är skickad" }).waitFor();
  await button(tib, "Följ svaren").click();
  const [called] = await eventsOf("conferenceCalled");
  assert.deepEqual([called.conference.participants.length, called.conference.others], [7, ["Länsstyrelsen"]]);

  const conference = tib.getByRole("article", { name: /^K1,/ });
  await tib.getByRole("link", { name: /^Konferens K1 har börjat: gör upprop/ }).waitFor();
  await unfold(conference, "Upprop"); // open where it had begun when it was drawn
  await conference.getByRole("checkbox", { name: "TiB Dalarna" }).check();
  await conference.getByRole("checkbox", { name: "Länsstyrelsen" }).check();
  await button(conference, "Spara uppropet: 3 närvarande, 5 saknas").click();
  await conference.getByText("3 av 8 närvarande").waitFor();
  assert.deepEqual((await eventsOf("attendanceReported"))[0].present, ["tib@dalarna", "tib@uppsala", "Länsstyrelsen"]);

  await fold(conference, "Anteckna ett beslut").click();
  await conference.getByLabel("Beslutet", { exact: true }).fill("Alla regioner redovisar PLUS kl 04.");
  await button(conference, "Anteckna beslutet").click();
  await conference.getByText("Alla regioner redovisar PLUS kl 04.").first().waitFor();

  // Each takes its own position.
  const dalarna = await stage.person(installation, tokens.dalarna, { options: phone, screen: on("conference") });
  await dalarna.getByRole("link", { name: /^Konferens K1: ta ställning till beslut 1/ }).waitFor();
  await dalarna.getByRole("radio", { name: "Förbehåll" }).check();
  await button(dalarna, "Anteckna ställningstagandet").tap();
  await dalarna.getByText("Skriv förbehållet eller skälet.").waitFor();
  await dalarna.getByLabel("Vilket förbehåll, eller varför utanför").fill("Inte Mora");
  await button(dalarna, "Anteckna ställningstagandet").tap();
  await conference.getByText("TiB Dalarna (Inte Mora)").waitFor();
  await inBothThemes(stage, dalarna, "phone-conference");
  await inBothThemes(stage, tib, "conference");
  assert.equal((await eventsOf("positionTaken"))[0].position.position, "POSITION_RESERVATION");

  await fold(conference, "Telefonin är nere: håll över Rakel").click();
  await button(conference, "Telefonin är nere: håll över Rakel").click();
  await conference.getByText("Det går bara att tala en minut åt gången").waitFor();

  await fold(conference, "Avsluta konferensen").click();
  await conference.getByLabel("Minnesanteckningar").fill("PLUS kl 04. Dalarna: inte Mora.");
  await button(conference, "Avsluta").click();
  await conference.getByText("Avslutad", { exact: true }).waitFor();
  await conference.getByText(/^Nästa möte \d\d:\d\d$/).waitFor();
  await inBothThemes(stage, tib, "conference-ended");
  const [ended] = await eventsOf("conferenceEnded");
  assert.equal(ended.notes, "PLUS kl 04. Dalarna: inte Mora.");

  await goTo(tib, `timeline/${incidentId}`);
  for (const sentence of [/Stöd begärt, S1: 10 infusionspumpar/, /Dalarna: 4 av S1-dalarna-1 på väg/, /Lägesbild 1 skickades/, /TiB Dalarna har förbehåll mot beslut K1.1: Inte Mora/, /Konferens K1 avslutades, nästa kl/]) {
    await tib.getByText(sentence).first().waitFor();
  }
});
