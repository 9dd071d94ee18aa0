// Roll-calls of several at once, and the book of contacts: what an administrator and duty officers do on a quiet day.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, goTo, launch, scene } from "./stage.mjs";

let installation, browser, admin, uppsala, dalarna;
before(async () => {
  installation = await Installation.start({ texts: { "tib@uppsala": "{code}" } });
  admin = await installation.token("admin");
  uppsala = await installation.token("tib", "uppsala");
  dalarna = await installation.token("tib", "dalarna");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

scene("several roll-calls run side by side, and ending one leaves the others", () => browser, async (stage) => {
  const [all, own, other] = [
    await stage.person(installation, admin, { screen: "admin/roll-call" }),
    await stage.person(installation, uppsala, { screen: "admin/roll-call" }),
    await stage.person(installation, dalarna, { screen: "admin/roll-call" }),
  ];
  for (const page of [own, other]) {
    await page.getByText("Inget provlarm pågår.").waitFor();
  }
  for (const page of [own, other]) {
    await button(page, /^Provlarma nu/).click();
    await page.getByText(/Mottaget av servern/).waitFor();
  }
  await all.getByText("Pågår: 2").waitFor();
  await own.getByText("Pågår: 2").waitFor();
  const running = (page, region) => page.locator("#roll-call article").filter({ hasText: region });
  await running(all, "Uppsala").getByText(/1 av \d+ har svarat/).waitFor(); // over SMS, by whoever is on duty
  await stage.picture(all, "people-roll-calls");
  // Each region's own may be called off by its officers, and by an administrator.
  assert.equal(await button(running(own, "Dalarna"), "Avbryt provlarmet").count(), 0);
  await running(own, "Dalarna").getByText(/en administratör kan avbryta det/).waitFor();
  await button(running(own, "Uppsala"), "Avbryt provlarmet").click();
  await all.getByText("Pågår: 1").waitFor();
  await running(all, "Uppsala").waitFor({ state: "detached" });
  const report = all.locator("#roll-call-reports summary", { hasText: "Uppsala" });
  await report.getByText(/avbrutet .* av TiB Uppsala/).waitFor();
  await running(other, "Dalarna").waitFor();
  await stage.picture(all, "people-roll-call-ended");
  await button(running(all, "Dalarna"), "Avbryt provlarmet").click();
  await other.getByText("Inget provlarm pågår.").waitFor();
  await other.locator("#roll-call-reports summary", { hasText: "Dalarna" }).getByText(/avbrutet .* av/).waitFor();
});

scene("a person's data are erased by an administrator, but not of whoever is on duty", () => browser, async (stage) => {
  const page = await stage.person(installation, admin, { screen: "admin/contacts" });
  const erase = page.locator("#erase");
  const who = erase.getByLabel("Vem?");
  const officer = async (text) => {
    const option = who.locator("option", { hasText: text });
    await option.first().waitFor({ state: "attached" });
    return option.first().getAttribute("value");
  };
  const told = async (id) => (await installation.larm(["contacts", "history", "--json"], admin.secret)).includes(id);

  await who.selectOption(await officer("dalarna-tib-1"));
  await erase.getByText("I tjänst som TiB Dalarna: lämna över jouren först.").waitFor();
  const [id, name] = ["dalarna-tib-2", (await who.locator("option", { hasText: "dalarna-tib-2" }).innerText()).split(" (")[0]];
  assert.ok(name.length > 3 && name !== id, name);
  await who.selectOption(id);
  await erase.getByText(`Radera ${name} (${id}) för gott?`).waitFor();
  await stage.picture(page, "people-erase");
  await button(erase, `Ja, radera ${name} (${id})`).click();
  await erase.getByText(`Uppgifterna om ${id} är raderade.`).waitFor();
  await until("the book without them", async () => !(await page.locator("#book").innerText()).includes(name));
  await until("them nowhere on the screen", async () => (await page.getByText(name).count()) === 0);
  assert.ok(await told(id), "that it was done stays");
  assert.ok(!(await told(name)), "who it was does not");
  await stage.picture(page, "people-erased");
  await goTo(page, "duty");
  await page.locator("#duty-now").getByText(name).waitFor({ state: "detached" });
});
