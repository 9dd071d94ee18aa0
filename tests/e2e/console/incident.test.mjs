// One incident from the first report to its end, seen by four people at once: the stricken region's duty officer, another
// region's, a blood centre with a phone, an observer. The other regions answer by telephone, as larm-gateways plays them.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Front } from "./front.mjs";
import { Installation, until } from "./installation.mjs";
import { button, goTo, launch, phone, scene } from "./stage.mjs";

let installation, browser;
before(async () => {
  const five = "{code} 5";
  const texts = Object.fromEntries(["gavleborg", "sormland", "vastmanland", "orebro"].map((region) => [`tib@${region}`, five]));
  installation = await Installation.start({ texts });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

const kvittera = (page) => button(page, "Kvittera");

/** Presses and waits for the server's word: nothing is said to be done before. */
async function press(page, name, place = page) {
  const receipts = page.locator(".receipt .received");
  const before = await receipts.count();
  await button(place, name).click();
  await until(`a receipt for ${name}`, async () => (await receipts.count()) > before);
}

scene("four browsers go through one incident together", () => browser, async (stage) => {
  const tokens = {
    uppsala: await installation.token("tib", "uppsala"),
    dalarna: await installation.token("tib", "dalarna"),
    varmland: await installation.token("tib", "varmland"),
    blood: await installation.token("blood", "uppsala"),
    observer: await installation.token("observer"),
  };
  const uppsala = await stage.person(installation, tokens.uppsala);
  const dalarna = await stage.person(installation, tokens.dalarna, { isSilent: true });
  const blood = await stage.person(installation, tokens.blood, { options: phone });
  const observer = await stage.person(installation, tokens.observer);
  for (const page of [uppsala, dalarna, observer]) {
    await page.getByText("Inga pågående händelser").waitFor();
  }
  await blood.getByText("Inget larm till er just nu.").waitFor();

  // A report alarms nobody.
  await goTo(uppsala, "confirm");
  await uppsala.getByLabel("Typ av händelse").fill("Bussolycka");
  await uppsala.getByLabel("Plats", { exact: true }).fill("E4 vid Knivsta");
  await button(uppsala, "Öka: svårt").click();
  await button(uppsala, "Rapportera utan att larma").click();
  await uppsala.getByText(/Mottaget av servern/).waitFor();
  await goTo(observer, "board");
  await observer.getByRole("link", { name: /Bussolycka/ }).first().waitFor();
  assert.equal(await kvittera(dalarna).count(), 0, "a report is no alarm");

  // Confirmed: what will happen stands there in words before it does.
  await button(uppsala, /Bussolycka, E4 vid Knivsta/).click();
  await button(uppsala, "Granska och larma").click();
  await uppsala.getByText("TiB i 6 andra regioner ska kvittera, genast över Push, SMS, Rakel.").waitFor();
  await uppsala.getByText("Nationellt masskadelarm, om du beslutar det: Socialstyrelsens TiB.").waitFor();
  await uppsala.getByText("Skarpt läge. Larmet går till människor i tjänst.").waitFor();
  await stage.picture(uppsala, "incident-check");
  await button(uppsala, /Larma 13 mottagare nu/).click();
  await uppsala.getByText("Larmet är skickat").waitFor();
  await stage.picture(uppsala, "incident-sent");
  const { incidents } = JSON.parse(await installation.larm(["incidents", "--json"], tokens.uppsala.secret));
  assert.equal(incidents.length, 1, "the report has become the alarm");
  const { incidentId } = incidents[0];
  const incident = () => installation.incident(tokens.uppsala, incidentId);
  const partyOf = async (party, step) => (await incident()).parties.find((each) => each.party === party && each.step === step);

  // The other region: it sounds, or says that it cannot; then it does.
  await kvittera(dalarna).waitFor();
  assert.match(await dalarna.title(), /LARM/);
  await dalarna.getByText("Ett larm väntar och ljudet är av på den här enheten.").waitFor();
  await stage.picture(dalarna, "incident-alarm-silent");
  await button(dalarna, "Slå på ljudet").click();
  await dalarna.locator("header").getByText(/Ljud på/).waitFor();
  assert.ok(await dalarna.evaluate(async () => (await navigator.locks.query()).held.some((lock) => lock.name === "larm.sound")));
  await kvittera(dalarna).click();
  await kvittera(dalarna).waitFor({ state: "detached" });
  await until("quiet", () => dalarna.evaluate(async () => (await navigator.locks.query()).held.every((lock) => lock.name !== "larm.sound")));
  assert.equal((await partyOf("tib@dalarna", "regional_alarm")).via, "VIA_CONSOLE");

  await goTo(dalarna, "answer");
  await button(dalarna, "Utlova 5").click();
  await dalarna.getByText("Kravet 5 är uppfyllt.").waitFor();
  await stage.picture(dalarna, "incident-promised");

  // The blood centre, on its phone.
  await kvittera(blood).waitFor();
  await stage.picture(blood, "incident-blood-alarm");
  await kvittera(blood).click();
  await kvittera(blood).waitFor({ state: "detached" });
  await blood.getByRole("spinbutton", { name: "O neg", exact: true }).fill("12");
  await blood.getByRole("spinbutton", { name: "Plasma", exact: true }).fill("40");
  await button(blood, "Skicka lagret").click();
  await blood.getByText(/Mottaget av servern/).waitFor();
  await stage.picture(blood, "incident-blood-answered");

  // The board fills without anybody touching it: Dalarna by console, four regions by text message.
  await button(uppsala, "Följ kvittenserna").click();
  await uppsala.getByText("5 av 7 regioner klarar kravet").waitFor();
  await uppsala.getByText("O neg 12, Plasma 40").first().waitFor();
  assert.equal((await partyOf("tib@orebro", "transports")).via, "VIA_SMS");
  await observer.getByText("5 av 7 regioner klarar kravet").waitFor();

  // The stricken region itself; then too few, taken back, a no, and the decision on it.
  await goTo(uppsala, `answer/${incidentId}`);
  await press(uppsala, "Utlova 5");
  await goTo(dalarna, `answer/${incidentId}`);
  await dalarna.locator("details", { hasText: "5" }).locator("summary").first().click();
  await button(dalarna, "Minska: Antal fordon").last().click();
  await button(dalarna, "Minska: Antal fordon").last().click();
  await press(dalarna, "Ta tillbaka 3");
  await dalarna.getByText("Saknas: 3 av 5").waitFor();
  await dalarna.locator("summary", { hasText: "Kan inte" }).click();
  await button(dalarna, "Avböj det som saknas").click();
  await dalarna.getByText("Skriv ett skäl, det följer med.").waitFor();
  await dalarna.locator("details", { hasText: "Kan inte" }).getByLabel("Skäl").fill("Alla fordon på E18");
  await press(dalarna, "Avböj det som saknas");
  assert.equal(await dalarna.getByRole("spinbutton", { name: "Antal fordon" }).last().inputValue(), "2", "no more than what is left");
  await stage.picture(dalarna, "incident-declined");

  await goTo(uppsala, `decide/${incidentId}`);
  await kvittera(uppsala).click(); // the shortfall is an alarm of one's own
  await kvittera(uppsala).waitFor({ state: "detached" });
  await uppsala.getByText("Dalarna avböjde 3: Alla fordon på E18").waitFor();
  await stage.picture(uppsala, "incident-decide");
  await uppsala.locator("summary", { hasText: "Godta bristen i Dalarna" }).click();
  await button(uppsala, "Godta bristen i Dalarna").click();
  await uppsala.getByText("Ingen region har avböjt.").waitFor();
  await uppsala.locator("summary", { hasText: "Avböj tills vidare" }).click();
  await uppsala.locator("details", { hasText: "Avböj tills vidare" }).getByLabel("Skäl").fill("Egna resurser räcker");
  await button(uppsala, "Avböj tills vidare").click();
  await uppsala.getByText("Avböjt tills vidare").waitFor();

  // A no is to be followed up by telephone: whom, what to say, and what came of it.
  await installation.larm(
    ["answer", "--incident", incidentId, "--party", "blood@gavleborg", "--step", "blood_alarm", "--decline", "Ingen personal i natt", "--via", "phone"],
    tokens.uppsala.secret,
  );
  await goTo(uppsala, "calls");
  const call = uppsala.getByRole("article", { name: "Blodcentral Gävleborg" });
  await call.getByRole("link", { name: /^\+46/ }).waitFor();
  await call.getByText(/Ni har svarat nej: Ingen personal i natt/).waitFor();
  await stage.picture(uppsala, "incident-calls");
  await button(call, "Ingen svarade").click();
  await call.getByText(/samtal utan svar: 1|1 samtal utan svar/).waitFor();
  await call.getByRole("textbox").last().fill("Behöver O neg, kan ge plasma kl 05");
  await button(call, /^Klart/).click();
  await call.getByText(/Inskrivet/).waitFor();
  await uppsala.getByText("Inga samtal att ringa just nu.").waitFor();
  await goTo(uppsala, `decide/${incidentId}`);

  // The observer sees all of it and can do none of it.
  await observer.getByText("Brist godtagen").first().waitFor();
  await stage.picture(observer, "incident-board-observer");
  const offered = await observer.locator("nav").first().getByRole("link").allInnerTexts();
  for (const name of ["Larma", "Svara", "Beslut", "Ring"]) {
    assert.ok(!offered.some((each) => each.trim() === name), `an observer is offered ${name}`);
  }
  for (const screen of ["confirm", "answer", "decide", "calls"]) {
    await goTo(observer, `${screen}/${incidentId}`);
    await observer.locator("main").waitFor();
    assert.equal(await observer.locator("main .submit button").count(), 0, `an observer can act on ${screen}`);
  }
  const refused = await observer.evaluate(async (id) => {
    const body = JSON.stringify({ commandId: crypto.randomUUID(), incidentId: id, party: "tib@varmland" });
    return (await fetch("/larm.v1.AlarmService/Acknowledge", { method: "POST", headers: { "content-type": "application/json" }, body })).status;
  }, incidentId);
  assert.equal(refused, 403, "nor by hand");
  stage.expected.push(/status of 403/);

  // The end goes to everyone who was alarmed, and is acknowledged.
  await uppsala.locator("summary", { hasText: /^Avlarma$/ }).click();
  await button(uppsala, "Insatsen är avslutad. Inga fler patienter väntas").click();
  await button(uppsala, "Avlarma").click();
  const ending = observer.locator("#ending");
  await ending.getByText(/^Har inte sett det \(\d+\)$/).waitFor();
  const unseen = ending.locator("li", { hasText: "TiB Dalarna" });
  await unseen.first().waitFor();
  await observer.getByText("Blev inte kvitterat").first().waitFor(); // what was lacking is history
  assert.equal(await observer.locator("#matrix .late, #matrix .bad").count(), 0, "and asks for nothing");
  await stage.picture(observer, "incident-end-not-seen");
  for (const page of [dalarna, blood]) {
    await page.getByRole("heading", { name: /Avlarmad/ }).first().waitFor();
    await kvittera(page).click();
    await kvittera(page).waitFor({ state: "detached" });
  }
  for (const party of ["tib@dalarna", "blood@uppsala"]) {
    assert.match((await partyOf(party, "stand_down")).state, /ACKNOWLEDGED|ANSWERED/);
  }
  await ending.locator("li", { hasText: "TiB Dalarna" }).getByText(/Skickat|Inte sänt|Framme|Gick inte/).waitFor({ state: "detached" });
  await until("the text to a region without a browser", () => installation.telephones.some((line) => /^SMS to .*(AVLARM|avlarm)/i.test(line)));
  await goTo(observer, `board/${incidentId}`);
  await stage.picture(observer, "incident-stood-down");
  await uppsala.locator("summary", { hasText: "Avsluta händelsen" }).click();
  await button(uppsala, "Avsluta händelsen").click();
  await observer.getByText("Inga pågående händelser").waitFor();
  await stage.picture(uppsala, "incident-closed");
  assert.equal((await incident()).phase, "INCIDENT_PHASE_CLOSED");
});

scene("vehicles that are taken back by name leave no tick behind; a lower readiness level is asked about first", () => browser, async (stage) => {
  const tokens = { uppsala: await installation.token("tib", "uppsala"), dalarna: await installation.token("tib", "dalarna") };
  const id = await installation.confirm(tokens.uppsala, "uppsala", "Explosion");
  const names = ["331-9010", "331-9020", "331-9030"];
  await installation.larm(["commit", "--incident", id, "--region", "dalarna", "--count", "5", ...names.flatMap((name) => ["--resource", name])], tokens.dalarna.secret);
  const front = await Front.start(installation.consoleUrl);
  const dalarna = await stage.person(installation, tokens.dalarna, { url: front.url, screen: `answer/${id}` });
  await dalarna.locator("section", { hasText: "Era löften" }).locator("summary").first().click();
  await dalarna.getByLabel(names[0]).check();
  await dalarna.getByLabel(names[1]).check();
  const held = [];
  front.onFrame = (frame, socket) => void held.push(() => socket.send(frame)); // the receipt comes first
  await button(dalarna, `Ta tillbaka ${names[0]}, ${names[1]}`).click();
  await dalarna.getByText(/Mottaget av servern/).first().waitFor();
  assert.equal(await dalarna.getByRole("checkbox", { checked: true }).count(), 0);
  front.onFrame = (frame) => frame;
  held.forEach((send) => send());
  await dalarna.getByLabel(names[0]).waitFor({ state: "detached" });
  await dalarna.getByLabel(names[2]).check();
  await button(dalarna, `Ta tillbaka ${names[2]}`).waitFor(); // another act, without a press in between
  await dalarna.context().close();
  front.end();

  const levelOf = async () => (await installation.incident(tokens.uppsala, id)).level;
  const uppsala = await stage.person(installation, tokens.uppsala, { screen: `decide/${id}` });
  const level = uppsala.locator("section", { hasText: "Beredskapsläge" });
  await level.locator("summary").click();
  await level.getByText("Stabsläge", { exact: true }).click();
  await button(level, /^Sänk till Stabsläge/).click();
  const dialog = uppsala.getByRole("dialog", { name: "Sänka från Katastrofläge till Stabsläge?" });
  await stage.picture(uppsala, "incident-lower-level");
  assert.equal(await dialog.getByRole("button", { name: /^Nej, behåll/ }).evaluate((each) => each === document.activeElement), true, "the safe answer has the focus");
  await uppsala.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await levelOf(), "READINESS_LEVEL_KATASTROF");
  await button(level, /^Sänk till Stabsläge/).click();
  await button(dialog, "Ja, sänk till Stabsläge").click();
  await dialog.waitFor({ state: "detached" });
  await level.getByText(/Mottaget av servern/).waitFor();
  assert.equal(await levelOf(), "READINESS_LEVEL_STAB");
  // Up again goes at once.
  await button(level, "Gör en till").click();
  await level.getByText("Förstärkningsläge", { exact: true }).click();
  await button(level, "Ändra till Förstärkningsläge").click();
  await until("the higher level", async () => (await levelOf()) === "READINESS_LEVEL_FORSTARKNING");
});
