// By keyboard alone, by thumb alone, in English, narrow, and at twice the size: whole flows, not screens.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, goTo, launch, narrow, phone, scene, zoomed } from "./stage.mjs";
import { walked } from "./tour.mjs";

let installation, browser, uppsala, dalarna, blood;
before(async () => {
  installation = await Installation.start();
  uppsala = await installation.token("tib", "uppsala");
  dalarna = await installation.token("tib", "dalarna");
  blood = await installation.token("blood", "uppsala");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

/** In the page: what has the focus, and what is wrong with how that is seen. */
function focusNow() {
  const each = document.activeElement;
  const style = getComputedStyle(each);
  const { left, top, width, height } = each.getBoundingClientRect();
  const name = each.getAttribute("aria-label") ?? each.labels?.[0]?.textContent ?? each.textContent ?? "";
  const isRinged = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const points = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(left + width * part, top + height / 2));
  const isSeen = points.some((found) => found && (each.contains(found) || found.contains(each) || each.labels?.[0]?.contains(found)));
  return { name: name.replace(/\s+/g, " ").trim(), fault: isRinged ? (isSeen ? "" : "hidden behind something") : "no ring around it" };
}

/** Tab until `name` has the focus; every stop on the way must be seen. */
async function tabTo(page, name, key = "Tab") {
  const passed = [];
  for (let times = 0; times < 90; times += 1) {
    await page.keyboard.press(key);
    const { name: found, fault } = await page.evaluate(focusNow);
    assert.equal(fault, "", `the focus on "${found}"`);
    passed.push(found);
    if (typeof name === "string" ? found === name : name.test(found)) {
      return;
    }
  }
  assert.fail(`no way by keyboard to ${name}: ${passed.join(" | ")}`);
}

/** Words that were left in Swedish, but for names and what says that it is Swedish. */
async function assertEnglish(page, what) {
  const left = await page.evaluate(() => {
    const names = /Gävleborg|Sörmland|Värmland|Västmanland|Örebro|särskild händelse/g;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (!parentElement.closest("[lang=sv]") && /[åäö]/i.test(data.replace(names, ""))) {
        found.push(data.trim());
      }
    }
    return found;
  });
  assert.deepEqual(left, [], `in Swedish on the English ${what}`);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
}

scene("from nothing to an alarm by keyboard alone, in English and in the light", () => browser, async (stage) => {
  const page = await stage.person(installation, uppsala, { settings: { language: "en", theme: "light" } });
  await page.getByText("No incidents under way").waitFor();
  const keys = page.keyboard;
  await tabTo(page, "Alarm");
  await keys.press("Enter");
  await page.getByRole("heading", { name: "Confirm major incident" }).waitFor();
  await assertEnglish(page, "confirm flow");
  await tabTo(page, "Kind of incident");
  await keys.type("Train crash");
  await tabTo(page, "Place");
  await keys.type("Uppsala C, track 4");
  await tabTo(page, "severe");
  await keys.type("11");
  await tabTo(page, "Check and alarm");
  await stage.picture(page, "hands-keyboard-what");
  await keys.press("Enter");
  await page.getByText("Live. The alarm goes to people on duty.").waitFor();
  assert.match((await page.evaluate(focusNow)).name, /Send the regional mass-casualty alarm\?/, "the heading has the focus, and is read out");
  await assertEnglish(page, "check");
  await stage.picture(page, "hands-keyboard-check");
  await tabTo(page, /^Alarm 13 recipients now$/);
  await keys.press("Space");
  await page.getByRole("heading", { name: "The alarm has been sent" }).waitFor();
  await tabTo(page, "Follow the acknowledgements");
  await keys.press("Enter");
  await page.getByText("Alarm chain by region").waitFor();
  await assertEnglish(page, "board");

  // The chain by arrows, a cell opened and closed, and the focus back where it was.
  await keys.press("m");
  await keys.press("3");
  await keys.press("ArrowRight");
  await keys.press("ArrowRight");
  const at = () => page.evaluate(() => document.activeElement.dataset.at);
  const cell = await at();
  assert.ok(cell, "an arrow leads to a cell");
  await keys.press("Enter");
  await page.getByRole("dialog").getByText("Attempts by channel").first().waitFor();
  await assertEnglish(page, "attempts");
  await stage.picture(page, "hands-keyboard-attempts");
  await keys.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await at(), cell);
  await keys.press("?");
  await page.getByRole("dialog").getByText("Help and shortcuts").waitFor();
  await keys.press("Escape");

  // No key sends anything, wherever the focus is.
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && !/\/(Get|List|Name)\w+$/.test(request.url()) && sent.push(request.url()));
  await page.evaluate(() => document.activeElement.blur());
  for (const key of "lmcbtdsjk1234567") {
    await keys.press(key);
  }
  assert.deepEqual(sent, []);

  // Standing down, backwards through the page.
  await tabTo(page, "Decisions", "Shift+Tab");
  await keys.press("Enter");
  await page.getByRole("heading", { name: "Decisions" }).waitFor();
  await tabTo(page, "Rescind the alarm");
  await keys.press("Enter");
  await tabTo(page, /^Felaktigt larm/);
  await keys.press("Space");
  await assertEnglish(page, "decisions");
  await tabTo(page, "Rescind the alarm");
  await keys.press("Enter");
  const { incidents } = JSON.parse(await installation.larm(["incidents", "--json"], uppsala.secret));
  await until("the rescission", async () => /RESCINDED/.test((await installation.incident(uppsala, incidents[0].incidentId)).phase));
});

scene("a whole answer in English on a phone, by thumb", () => browser, async (stage) => {
  const incidentId = await installation.confirm(uppsala, "uppsala", "Bus crash");
  const english = { language: "en", theme: "light" };
  const tib = await stage.person(installation, dalarna, { options: phone, settings: english });
  await button(tib, "Acknowledge").first().waitFor();
  await stage.picture(tib, "hands-phone-alarm");
  const alarm = tib.locator(".alarm", { hasText: "Bus crash" });
  await button(alarm, "Acknowledge").tap();
  await alarm.waitFor({ state: "detached" });
  await tib.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Answer", exact: true }).tap();
  await goTo(tib, `answer/${incidentId}`);
  await button(tib, "Less: Number of vehicles").tap();
  await button(tib, "Promise 4").tap();
  await tib.getByText(/Received by the server/).waitFor();
  await tib.getByText("Missing: 1 of 5").waitFor();
  await stage.picture(tib, "hands-phone-answer");
  const small = await tib.locator("main button:visible").evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 43.5).map((each) => each.textContent));
  assert.deepEqual(small, [], "too small for a thumb");

  const centre = await stage.person(installation, blood, { options: phone, settings: english, screen: `blood/${incidentId}` });
  await button(centre.locator(".alarm", { hasText: "Bus crash" }), "Acknowledge").tap();
  await centre.getByRole("spinbutton", { name: "O neg", exact: true }).fill("12");
  await button(centre, "More: O neg").tap();
  await button(centre, "Send the stock").tap();
  await centre.getByText(/Received by the server/).waitFor();
  await assertEnglish(centre, "blood centre's screen");
  await stage.picture(centre, "hands-phone-blood");
  await tib.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Situation", exact: true }).tap();
  await goTo(tib, `board/${incidentId}`);
  await tib.getByText("4 of 5").first().waitFor();
  await stage.picture(tib, "hands-phone-board");
});

for (const [name, options] of walked([["320 px wide", narrow]], [["200 % zoom", zoomed]])) {
  scene(`an alarm is sent at ${name}`, () => browser, async (stage) => {
    await installation.confirm(uppsala, "uppsala", "Explosion");
    const page = await stage.person(installation, uppsala, { options, screen: "confirm" });
    const shot = (what) => stage.picture(page, `hands-${name.split(" ")[0]}-${what}`);
    await page.getByLabel("Typ av händelse").fill("Explosion i lagerlokal med många anställda");
    await shot("what");
    await button(page, "Granska och larma").click();
    await shot("check");
    await button(page, /Larma 13 mottagare nu/).click();
    await page.getByText("Larmet är skickat").waitFor();
    await shot("sent");
    await button(page, "Följ kvittenserna").click();
    await page.getByText("Sekundärtransporter").first().waitFor();
    await page.getByText(/Kan vara samma som Explosion, Uppsala C, \d\d:\d\d/).first().waitFor();
    await shot("board");
    await button(page, "Hjälp").click();
    await page.getByRole("dialog").waitFor();
    await shot("help");
  });
}
