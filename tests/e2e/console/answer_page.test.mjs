// The page behind the link in a text message, on a phone: reading changes nothing, pressing does, and it is read back.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, launch, phone, scene } from "./stage.mjs";

let installation, browser, uppsala;
before(async () => {
  installation = await Installation.start();
  uppsala = await installation.token("tib", "uppsala");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

scene("an answer by the link in a text message", () => browser, async (stage) => {
  const incidentId = await installation.confirm(uppsala, "uppsala");
  const links = await until("texts with links", () => {
    const found = installation.telephones.join("\n").match(/http:\/\/\S+\/a\/[\w-]+/g) ?? [];
    return found.length > 0 && [...new Set(found)];
  });
  const said = async () => (await installation.journal()).filter(({ typeName }) => /Party|Transports/.test(typeName)).length;
  const before = await said();

  const page = await (await stage.device({ ...phone, colorScheme: "dark" })).newPage();
  let who;
  for (const link of links) {
    await page.goto(link);
    who = /Till TiB (\w+)/.exec(await page.locator("main").innerText())?.[1];
    if (who && (await page.getByLabel(/Så många sekundärtransporter/).count())) {
      break;
    }
  }
  for (let times = 0; times < 3; times += 1) {
    await page.reload();
  }
  await page.request.head(page.url());
  assert.equal(await said(), before, "a GET has changed something");
  await stage.picture(page, "answer-page");

  await button(page, /kvittera|sett/i).first().click();
  await until("the acknowledgement", async () => (await said()) === before + 1);
  await page.getByText(/Registrerat nu/).waitFor();
  await page.getByLabel(/Så många sekundärtransporter/).fill("5");
  await button(page, "Utlova").click();
  await page.getByText(/Registrerat nu: .*5/).waitFor();
  await stage.picture(page, "answer-page-promised");
  const { parties, transports } = await installation.incident(uppsala, incidentId);
  const mine = transports.find(({ committed, regionId }) => committed === 5 && regionId.startsWith(who.slice(0, 1).toLowerCase()));
  assert.ok(mine, JSON.stringify(transports));
  assert.equal(parties.find(({ party, step }) => party === `tib@${mine.regionId}` && step === "regional_alarm").via, "VIA_SMS");

  const after = await said();
  await page.reload().catch(() => undefined); // of a form that was sent: the browser sends it again
  await page.getByText(/5/).first().waitFor();
  assert.equal(await said(), after, "the same form twice is one answer");

  const light = await (await stage.device({ ...phone, colorScheme: "light" })).newPage();
  await light.goto(page.url());
  await stage.picture(light, "answer-page-light");
  stage.expected.push(/status of 404/);
  await light.goto(`${installation.url}/a/${"x".repeat(20)}`);
  await light.getByText("Länken gäller inte").first().waitFor();
  await stage.picture(light, "answer-page-wrong");
});
