// Several tabs of one browser, one session: they sound as one, fall quiet as one, and end as one.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, connection, desk, goTo, launch, maySound, scene } from "./stage.mjs";

let installation, browser, uppsala, dalarna;
before(async () => {
  installation = await Installation.start();
  uppsala = await installation.token("tib", "uppsala");
  dalarna = await installation.token("tib", "dalarna");
  browser = await launch(maySound);
});
after(async () => {
  await browser?.close();
  installation?.end();
});

/** Tabs that sound, and tabs that wait for their turn. */
async function turns(page) {
  const { held, pending } = await page.evaluate(() => navigator.locks.query());
  return [held, pending].map((all) => all.filter((each) => each.name === "larm.sound").length).join();
}

async function tabs(stage) {
  const one = await stage.person(installation, dalarna, { options: { ...desk, reducedMotion: "no-preference" } });
  const two = await one.context().newPage();
  await two.goto(installation.consoleUrl);
  await connection(two, "connected").waitFor();
  return [one, two];
}

const soundOf = (page, words) => page.locator("header").getByText(words);

scene("of two tabs one sounds, and an acknowledgement in one ends it in both", () => browser, async (stage) => {
  const [one, two] = await tabs(stage);
  assert.equal(await turns(one), "0,0");
  await installation.confirm(uppsala, "uppsala");
  for (const page of [one, two]) {
    await button(page, "Kvittera").waitFor();
  }
  await until("one tab that sounds, one that waits", async () => (await turns(one)) === "1,1");
  const isFirst = async () => (await soundOf(one, "Ljud på").count()) === 1 && (await soundOf(two, "Ljud från en annan flik").count()) === 1;
  const isSecond = async () => (await soundOf(two, "Ljud på").count()) === 1 && (await soundOf(one, "Ljud från en annan flik").count()) === 1;
  await until("words for it", async () => (await isFirst()) || (await isSecond()));
  const titles = new Set();
  await until("a title that alternates", async () => titles.add(await two.title()).size > 1);
  assert.ok([...titles].every((title) => title.includes("LARM")), [...titles].join());

  await button(one, /Tysta ljud 60 s/).click();
  for (const page of [one, two]) {
    await soundOf(page, /Ljudet tyst till \d\d:\d\d:\d\d/).waitFor();
    assert.equal(await button(page, "Kvittera").count(), 1, "silenced is not acknowledged");
  }

  await button(two, "Kvittera").click();
  for (const page of [one, two]) {
    await button(page, "Kvittera").waitFor({ state: "detached" });
  }
  await until("quiet", async () => (await turns(one)) === "0,0");
});

scene("when the tab that sounds is closed, the other sounds", () => browser, async (stage) => {
  const [one, two] = await tabs(stage);
  await installation.confirm(uppsala, "uppsala", "Bussolycka");
  await until("one tab that sounds, one that waits", async () => (await turns(one)) === "1,1");
  await until("words for it", async () => (await soundOf(one, "Ljud på").count()) + (await soundOf(two, "Ljud på").count()) === 1);
  const [speaker, listener] = (await soundOf(one, "Ljud på").count()) ? [one, two] : [two, one];
  await speaker.close();
  await until("the other's turn", async () => (await turns(listener)) === "1,0");
  await soundOf(listener, "Ljud på").waitFor();
});

scene("signing out in one tab ends every tab, and leaves nothing of the alarm on it", () => browser, async (stage) => {
  const [one, two] = await tabs(stage);
  const incidentId = await installation.confirm(uppsala, "uppsala", "Ras");
  for (const page of [one, two]) {
    await goTo(page, `board/${incidentId}`);
    await page.getByRole("heading", { name: /^LARM: Ras/ }).waitFor();
  }
  stage.expected.push(/status of 401/); // who is signed in is asked once more
  await button(one, /^Inloggning: /).click();
  await button(one, "Logga ut").click();
  for (const page of [one, two]) {
    await page.getByRole("heading", { name: "Logga in" }).waitFor();
    assert.equal(await page.getByText("Ras").count(), 0);
    assert.equal(await button(page, "Kvittera").count(), 0);
  }
  await until("quiet", async () => (await turns(one)) === "0,0");
  const { cookies } = await one.context().storageState();
  assert.equal(cookies.filter(({ value }) => value !== "").length, 0, "the cookie is gone");
  await two.reload();
  await two.getByRole("heading", { name: "Logga in" }).waitFor();
});
