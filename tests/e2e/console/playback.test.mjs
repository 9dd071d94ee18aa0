// What did the duty officer see at 14:07:32: an incident is played back after its end and while it goes on, by mouse, by
// keyboard and by a link; nothing can be sent from there, and a live alarm goes first.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, desk, goTo, launch, narrow, phone, scene } from "./stage.mjs";

let installation, browser, incidentId;
const tokens = {};
before(async () => {
  installation = await Installation.start();
  for (const region of ["uppsala", "dalarna", "gavleborg"]) {
    tokens[region] = await installation.token("tib", region);
  }
  tokens.hospital = await installation.token("hospital", "UAS");
  tokens.blood = await installation.token("blood", "uppsala");
  tokens.observer = await installation.token("observer");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

const act = (who, verb, ...args) => installation.larm([verb, "--incident", incidentId, ...args], tokens[who].secret);
const parts = ["#matrix table", "#transports ul", "#facts dl", "#national"];
/** All of them, and what time the page's clock says, at once: times count down. */
const shown = (page) =>
  page.evaluate((all) => ({ clock: document.querySelector("header .clock strong").innerText, text: all.map((part) => document.querySelector(part).innerText) }), parts);
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const stampOf = (ms) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");
/** The last second at which the clock said so, as it stands in an address; "" where it says no time of the last day. */
function stampWhen(said) {
  const latest = Date.now() + 5_000;
  for (let ms = latest; ms > latest - 86_400_000; ms -= 1_000) {
    if (clock.format(ms) === said) {
      return stampOf(ms);
    }
  }
  return "";
}
const band = (page) => page.locator(".past .band");
const bandSays = /^UPPSPELNING (\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d – inte nu$/;
const says = async (page) => (await band(page).getByRole("heading").innerText()).trim();
/** The number in the journal of the last event of the incident that is shown. */
const atPlace = async (page) => Number(/Nr (\d+) av/.exec(await page.locator(".past .event").innerText())?.[1]);
const isThere = (page) => page.locator('.shown[aria-busy="false"]').waitFor();
/** Presses the first `most` that can be, in the page and at once: while it plays, what can be pressed now cannot be when a
    pointer gets there. How many were. */
async function pressIn(page, place, most) {
  let pressed = 0;
  for (const each of (await page.locator(`${place} :is(button:enabled, summary)`).elementHandles()).slice(0, most)) {
    pressed += await each.evaluate((it) => it.isConnected && it.checkVisibility() && !it.disabled && (it.click(), true));
    const dialog = page.locator("dialog[open]");
    if (await dialog.count()) {
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    }
  }
  return pressed;
}
const events = async () => (await installation.journal()).filter((each) => each.body?.incidentId === incidentId);

/** What the live board shows at a second before and after which nothing happens. */
async function live(page) {
  return until("a moment of quiet", async () => {
    const before = (await installation.journal()).at(-1).seq;
    await page.waitForTimeout(2_500); // an incident that events have touched is asked for whole, once a second
    const { clock: said, text } = await shown(page);
    await page.waitForTimeout(1_000);
    return (await installation.journal()).at(-1).seq === before && { text, at: stampWhen(said) };
  });
}

scene("the board is played back as it was, and nothing can be sent from there", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.uppsala);
  incidentId = await installation.confirm(tokens.uppsala, "uppsala");
  await goTo(page, `board/${incidentId}`);
  const recorded = [await live(page)];
  await act("dalarna", "ack", "--party", "tib@dalarna", "--via", "phone");
  await act("dalarna", "commit", "--region", "dalarna", "--count", "5", "--kind", "ambulans");
  recorded.push(await live(page));
  await act("gavleborg", "commit", "--region", "gavleborg", "--count", "3", "--kind", "ambulans");
  recorded.push(await live(page));
  assert.notDeepEqual(recorded[0].text, recorded[1].text);
  await act("uppsala", "stand-down", "--reason", "Alla är omhändertagna");

  await goTo(page, `timeline/${incidentId}`);
  await page.getByRole("link", { name: /, spela upp hur det såg ut då$/ }).first().click();
  await isThere(page);
  assert.ok((await atPlace(page)) > 1, "from a line of the timeline");
  await page.goBack();
  await page.getByRole("link", { name: "Spela upp", exact: true }).click();
  await isThere(page);
  assert.match(await says(page), bandSays);
  assert.equal(await atPlace(page), 1);
  await stage.picture(page, "playback-first");

  // Each second that was recorded, forwards and then backwards: word by word, what still counts down among it.
  for (const { at, text } of [...recorded, ...recorded.toReversed()]) {
    await goTo(page, `playback/${incidentId}/${at}`);
    await until(at, async () => stampWhen((await says(page)).split(" ").at(-4)) === at);
    await isThere(page);
    assert.deepEqual((await shown(page)).text, text, `as it was shown at ${at}`);
  }
  await stage.picture(page, "playback-recorded");
  const [first, second] = recorded.map(({ at }) => `#/playback/${incidentId}/${at}`);
  await until("the address of the first", () => page.url().endsWith(first));
  await page.waitForTimeout(500); // and what writes it there has come to rest
  await page.evaluate(
    async ([there, back]) => {
      location.hash = there;
      await new Promise((gone) => setTimeout(gone, 50));
      location.hash = back;
    },
    [second, first],
  );
  let isBack_at = 0;
  await until("back at once, one is back, and stays", async () => {
    const isBack = stampWhen((await says(page)).split(" ").at(-4)) === recorded[0].at;
    isBack_at = isBack ? isBack_at || Date.now() : 0;
    return isBack && Date.now() - isBack_at > 1_500;
  });

  // Whatever is pressed there, only questions go out.
  const asked = new Set();
  page.on("request", (request) => request.method() !== "GET" && asked.add(new URL(request.url()).pathname.split("/").at(-1)));
  await goTo(page, `playback/${incidentId}`);
  let pressed = 0;
  for (const place of ["#matrix", ".controls", "#transports", "#chases"]) {
    pressed += await pressIn(page, `.past ${place}`, 8);
  }
  assert.ok(pressed > 10, "there was something to press");
  assert.equal(await page.locator(".past").count(), 1, "one is still there");
  await until("questions", () => asked.has("GetStateAt"));
  const questions = /^(Get|List|Name)/;
  assert.deepEqual([...asked].filter((name) => !questions.test(name)), [], "nothing was sent");
  assert.equal(await page.locator(".past input:not([type=range]):not([type=radio]), .past textarea, .past select").count(), 0);
});

scene("it is played by keyboard, and its address leads a colleague to the same second", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.dalarna, { screen: `playback/${incidentId}` });
  await isThere(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await until("two events on", async () => (await atPlace(page)) === 3);
  await page.keyboard.press("ArrowLeft");
  await until("one back", async () => (await atPlace(page)) === 2);
  await page.keyboard.press("Shift+ArrowRight");
  const all = await events();
  await until("a minute on is the end", async () => (await atPlace(page)) === all.length);
  await page.keyboard.press("Shift+ArrowLeft");
  await until("a minute back is the beginning", async () => (await atPlace(page)) < all.length);
  const begun = await says(page);
  // The page is the reader's to turn, also after the slider.
  for (const focus of [page.locator(".past h1"), page.getByLabel("Tidpunkt")]) {
    await focus.click({ position: { x: 1, y: 1 } });
    const at = await says(page);
    await page.keyboard.press("PageDown");
    await page.waitForFunction(() => scrollY > 100);
    await page.keyboard.press("PageUp");
    await page.waitForFunction(() => scrollY < 20); // what stands above may have grown or shrunk meanwhile
    assert.equal(await says(page), at, "and no other moment");
  }
  await page.getByText("60 ×").click();
  await page.locator(".past h1").click(); // the speed has the focus, and its keys
  await page.keyboard.press("Space");
  await until("time that passes", async () => (await says(page)) !== begun);
  await until("the end", async () => (await button(page, "Spela").isDisabled()) && (await atPlace(page)) === all.length);
  await isThere(page);
  await page.getByText("Avlarmning pågår").or(page.getByText("Alla är omhändertagna")).first().waitFor();
  await stage.picture(page, "playback-end");

  await page.keyboard.press("ArrowLeft");
  const isWritten = async () => new RegExp(`#/playback/[0-9a-f-]{36}/${stampWhen((await says(page)).split(" ").at(-4))}(/\\d+)?$`).test(page.url());
  await until("the address", isWritten);
  const [said, place, { hash }] = [await says(page), await atPlace(page), new URL(page.url())];
  const other = await stage.person(installation, tokens.gavleborg, { options: phone });
  await goTo(other, hash.slice(2));
  await isThere(other);
  assert.equal(await says(other), said);
  assert.equal(await atPlace(other), place);
  await stage.picture(other, "playback-phone");

  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Tidslinje" }).first().waitFor();
  assert.ok(page.url().endsWith(`#/timeline/${incidentId}`));
});

scene("a live alarm goes first, above what is played back", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.dalarna, { screen: `playback/${incidentId}` });
  await isThere(page);
  await page.mouse.wheel(0, 1_500);
  const second = await installation.confirm(tokens.gavleborg, "gavleborg", "Brand", ["--command-id", crypto.randomUUID()]);
  const alarm = page.locator(`section.alarm[aria-labelledby="alarm-${second}"]`);
  await alarm.waitFor();
  await until("it is in sight", () => alarm.evaluate((each) => each.getBoundingClientRect().top >= 0 && each.getBoundingClientRect().top < innerHeight));
  assert.match(await says(page), bandSays, "and what is played back still says so");
  await stage.picture(page, "playback-live-alarm");
  await alarm.getByRole("button", { name: "Kvittera" }).click();
  await alarm.waitFor({ state: "detached" });
  await until("the live answer", async () => {
    const { parties } = await installation.incident(tokens.dalarna, second);
    return parties.some(({ party, state }) => party === "tib@dalarna" && state !== "PARTY_STATE_SENT");
  });
});

for (const [name, options, settings] of [
  ["320", narrow, { language: "sv", theme: "light" }],
  ["en-light", desk, { language: "en", theme: "light" }],
]) {
  scene(`it is in order, ${name}`, () => browser, async (stage) => {
    const page = await stage.person(installation, tokens.uppsala, { options, settings, screen: `playback/${incidentId}` });
    await isThere(page);
    await stage.picture(page, `playback-${name}`);
    await page.locator(".past summary").first().click();
    await stage.picture(page, `playback-${name}-help`);
    await page.evaluate(() => scrollTo({ top: 600, behavior: "instant" }));
    const { y } = await band(page).boundingBox();
    assert.ok(y >= 0, "the band stays in sight");
    await stage.snapshot(page, `playback-${name}-scrolled`, {});
  });
}

async function call(token, method, body) {
  const response = await fetch(`${installation.url}/larm.v1.${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token.secret}` },
    body: JSON.stringify({ commandId: crypto.randomUUID(), ...body }),
  });
  assert.equal(response.status, 200, `${method}: ${await response.clone().text()}`);
}

/** What of each pane is compared: nothing that says when it was fetched, and nothing that acts. */
const panes = {
  capacity: ".care table",
  blood: '[aria-labelledby="stocks-title"], [aria-labelledby="need-title"] dl',
  cooperation: ".page article, .page > p > strong",
};
const shownOf = (page, pane) =>
  page.evaluate(
    (all) => ({ clock: document.querySelector("header .clock strong").innerText, text: [...document.querySelectorAll(all)].map((part) => part.innerText) }),
    panes[pane],
  );

/** What each live screen shows, at a second around which nothing happens. */
async function liveOf(page, id) {
  return until("a moment of quiet for all screens", async () => {
    const before = (await installation.journal()).at(-1).seq;
    const all = {};
    for (const pane of Object.keys(panes)) {
      await goTo(page, `${pane}/${id}`);
      await page.getByText(/^Hämtat /).first().waitFor();
      await page.waitForTimeout(2_500); // what events have touched is asked for anew, once a second
      const { clock: said, text } = await shownOf(page, pane);
      all[pane] = { text, at: stampWhen(said) };
    }
    await page.waitForTimeout(1_100);
    return (await installation.journal()).at(-1).seq === before && all;
  }, 120_000);
}

let careId;
const linkTo = (page, name) => page.locator(".past").getByRole("link", { name, exact: true });

scene("capacity, blood and cooperation are played back as they were", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.observer);
  careId = await installation.confirm(tokens.uppsala, "uppsala", "Explosion", ["--command-id", crypto.randomUUID()]);
  const recorded = [await liveOf(page, careId)];
  for (const [free, units, quantity] of [[3, 12, 3], [9, 40, 5]]) {
    await call(tokens.hospital, "CapacityService/Report", {
      hospitalId: "UAS",
      figures: ["PREMISES", "EQUIPMENT", "STAFF", "CONTROL"].map((each) => ({ stage: "CARE_STAGE_EMERGENCY", dimension: `PLUS_DIMENSION_${each}`, free })),
    });
    await call(tokens.blood, "BloodService/ReportStock", { incidentId: careId, party: "blood@uppsala", lines: [{ group: "BLOOD_GROUP_O_NEGATIVE", units }] });
    await call(tokens.uppsala, "SupportService/RequestSupport", {
      incidentId: careId,
      regionId: "uppsala",
      lines: [{ kind: "SUPPORT_KIND_HELICOPTER", words: "ambulanshelikoptrar", quantity }],
    });
    recorded.push(await liveOf(page, careId));
  }
  for (const pane of Object.keys(panes)) {
    const [none, first, second] = recorded.map((each) => each[pane].text);
    assert.notDeepEqual(none, first, pane);
    assert.notDeepEqual(first, second, pane);
  }

  const asked = new Set();
  page.on("request", (request) => request.method() !== "GET" && asked.add(new URL(request.url()).pathname.split("/").at(-1)));
  for (const moment of [...recorded, ...recorded.toReversed()]) {
    for (const [pane, { at, text }] of Object.entries(moment)) {
      await goTo(page, `playback/${careId}/${at}/${pane}`);
      await until(at, async () => stampWhen((await says(page)).split(" ").at(-4)) === at);
      await isThere(page);
      await page.locator(panes[pane]).first().waitFor();
      assert.deepEqual((await shownOf(page, pane)).text, text, `${pane} as it was shown at ${at}`);
    }
  }
  // Whatever is pressed there, only questions go out, and nothing can be filled in.
  let pressed = 0;
  for (const pane of Object.keys(panes)) {
    await goTo(page, `playback/${careId}/${recorded[1][pane].at}/${pane}`);
    await isThere(page);
    await page.locator(panes[pane]).first().waitFor();
    await stage.picture(page, `playback-${pane}`);
    pressed += await pressIn(page, ".past .shown", 12);
    assert.equal(await page.locator(".past .shown :is(input:not([type=radio]), textarea)").count(), 0, pane);
  }
  assert.ok(pressed > 0, "there was something to press");
  assert.ok(asked.has("GetAnswersAt"));
  assert.deepEqual([...asked].filter((name) => !/^(Get|List|Name)/.test(name)), [], "nothing was sent");
  for (const flow of ["cooperation/support/new", "cooperation/conference/new", "cooperation/situation/send", "blood/alarm"]) {
    await goTo(page, `playback/${careId}/${recorded[1].blood.at}/${flow}`);
    await isThere(page);
    assert.equal(await page.locator(".past .shown :is(input, textarea)").count(), 0, flow);
  }
});

scene("a link leads a colleague to the same screen and second, and what plays is asked for once a second", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.dalarna, { screen: `playback/${careId}` });
  await isThere(page);
  await linkTo(page, "Kapacitet").focus();
  await page.keyboard.press("Enter");
  await page.locator(".past .care table").first().waitFor();
  await page.locator(".past h1").click();
  const isAddress = () => /\/\d{8}T\d{6}Z(\/\d+)?\/capacity$/.test(page.url());
  await until("the address of where it begins", isAddress);
  const before = page.url();
  await page.keyboard.press("Shift+ArrowRight");
  await until("another minute's address", () => isAddress() && page.url() !== before);
  const begun = page.url();
  await linkTo(page, "Triage").click();
  await until("another part of the same screen", () => page.url() === begun.replace(/\/capacity$/, `/capacity/triage`));
  await isThere(page);
  const said = await says(page);
  for (const [name, options, settings] of [
    ["phone", phone, {}],
    ["320", narrow, { theme: "light" }],
  ]) {
    const other = await stage.person(installation, tokens.gavleborg, { options, settings: { language: "sv", ...settings } });
    await goTo(other, new URL(page.url()).hash.slice(2));
    await isThere(other);
    if (name === "phone") {
      const controls = await other.locator(".past .controls").boundingBox();
      assert.ok(controls.height < 250, `${controls.height} px of controls`);
    }
    assert.equal(await says(other), said);
    assert.equal(await linkTo(other, "Triage").getAttribute("aria-current"), "page");
    for (const pane of ["Kapacitet", "Blod", "Samverkan"]) {
      await linkTo(other, pane).click();
      await isThere(other);
      assert.equal(await says(other), said, "the same moment");
      await stage.picture(other, `playback-${pane}-${name}`);
    }
  }

  // From its beginning at ten times the speed.
  await goTo(page, `playback/${careId}/20000101T000000Z/capacity`);
  await isThere(page);
  let asked = 0;
  page.on("request", (request) => (asked += request.url().endsWith("/GetAnswersAt") ? 1 : 0));
  await page.getByText("10 ×").click();
  const from = Date.now();
  await button(page, "Spela").click();
  await page.waitForTimeout(5_000);
  // It is read while it plays: not dimmed, and said to be of its time.
  assert.equal(await page.locator(".past .shown").evaluate((each) => getComputedStyle(each).opacity), "1");
  assert.match(await page.locator(".past .as-of").innerText(), /^Nedan: så som det var (\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d$/);
  const playing = asked;
  assert.ok(playing >= 2, `${playing} questions`);
  assert.ok(playing <= (Date.now() - from) / 900 + 1, `${playing} questions`);
  // Unless it has come to its end by itself.
  await button(page, "Paus").click({ timeout: 2_000 }).catch(async (error) => assert.ok(await button(page, "Spela").isDisabled(), error.message));
  await isThere(page);

  stage.expected.push(/GetAnswersAt/);
  await page.route("**/GetAnswersAt", (route) => route.fulfill({ status: 503, body: "" }));
  await linkTo(page, "Blod").click();
  await page.getByRole("alert").getByText("Det går inte att hämta hur det stod just då.").waitFor();
  await page.unroute("**/GetAnswersAt");
  await button(page, "Försök igen").click();
  await isThere(page);
  await page.locator('[aria-labelledby="stocks-title"]').waitFor();
});

scene("what cannot be had is said, with a way on", () => browser, async (stage) => {
  const page = await stage.person(installation, tokens.uppsala, { screen: "playback" });
  await page.getByText("Välj en händelse i tidslinjen").waitFor();
  await goTo(page, `playback/${crypto.randomUUID()}`);
  await page.getByText("Journalen har inget om den händelsen.").waitFor();
  stage.expected.push(/GetStateAt/);
  await page.route("**/GetStateAt", (route) => route.fulfill({ status: 503, body: "" }));
  await goTo(page, `playback/${incidentId}`);
  await page.getByRole("alert").getByText("Det går inte att hämta hur det stod just då.").waitFor();
  await stage.picture(page, "playback-fails");
  await page.unroute("**/GetStateAt");
  await button(page, "Försök igen").click();
  await isThere(page);
});
