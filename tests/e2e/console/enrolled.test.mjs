// A player's telephone, enrolled for an exercise: larmd encrypts the exercise's push, larm-gateways' push service takes it, the
// real service worker shows it, and a press on it answers in the exercise and nowhere else.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Front } from "./front.mjs";
import { Installation, until } from "./installation.mjs";
import { playPushManager, workerOf } from "./push_browser.mjs";
import { button, launchWhole, phone, scene } from "./stage.mjs";

const world = "kvall";
let installation, front, browser, controller, player, live;
before(async () => {
  installation = await Installation.start({ devices: 2, hasScenarios: true });
  front = await Front.start(installation.consoleUrl);
  controller = await installation.token("controller");
  live = await installation.token("tib", "uppsala");
  browser = await launchWhole();
});
after(async () => {
  await browser?.close();
  front?.end();
  installation?.end();
});

const exercise = (...args) => installation.larm(["exercise", ...args, "--world", world], controller.secret);
const enrolled = () => installation.devices[0];
const inLife = () => installation.devices[1];
const pushed = (device, pattern) => until(`a push with ${pattern}`, () => device.pushes.find((each) => pattern.test(each)));

scene("a telephone that is enrolled for an exercise rings for it, answers in it, and hears that it is broken off", () => browser, async (stage) => {
  // The same blood centre in life, on a telephone of its own: what comes there is not of the exercise.
  const blood = await stage.device({ ...phone, permissions: ["notifications"] });
  await blood.addInitScript(playPushManager, inLife().subscription);
  const duty = await stage.signIn(blood, await installation.link(await installation.token("blood", "uppsala"), front.url), "ready");
  await button(duty, "Slå på push här").click();
  await duty.getByText("Den här enheten tar emot push.").waitFor();

  await exercise("load", "--scenario", "two_silent_regions", "--humans", "blood@uppsala");
  player = await installation.token("blood", "uppsala", world);
  const context = await stage.device({ ...phone, permissions: ["notifications"] });
  await context.addInitScript(playPushManager, enrolled().subscription);
  const page = await stage.signIn(context, await installation.link(player, front.url), "ready");
  await page.getByRole("heading", { name: "Övningens larm med push" }).waitFor();
  await page.getByText("Anmäler enheten till den här övningen och inget annat.", { exact: false }).waitFor();
  await stage.picture(page, "enrolled-before");
  await button(page, "Slå på push här").click();
  await page.getByText("Den här enheten tar emot push.").waitFor();
  await stage.picture(page, "enrolled-ready");
  const worker = await workerOf(page, front.url);

  await exercise("start");
  await exercise("skip", "--seconds", "600");
  const text = await pushed(enrolled(), /"step":"blood_alarm"/);
  const { kind, title, body, answerUrl, id } = JSON.parse(text);
  assert.equal(kind, "exercise");
  assert.match(title, /^ÖVNING.*ÖVNING$/);
  assert.match(body, /^ÖVNING[^]*ÖVNING$/);
  assert.match(new URL(answerUrl).pathname, new RegExp(`^/o/${world}/`));

  await worker.deliver(text);
  const [notice] = await until("the notification", async () => ((await worker.notices()).length ? worker.notices() : undefined));
  assert.equal(notice.title, title);
  assert.deepEqual(notice.actions, ["ack", "open"]);
  await worker.press("ack", id);
  const [incident] = JSON.parse(await installation.larm(["incidents", "--json"], player.secret)).incidents;
  const party = async () =>
    (await installation.incident(player, incident.incidentId)).parties.find((each) => each.party === "blood@uppsala" && each.step === "blood_alarm");
  await until("the answer, in the exercise", async () => /ACKNOWLEDGED|ANSWERED/.test((await party()).state));
  assert.equal((await party()).via, "VIA_PUSH");
  assert.equal(JSON.parse(await installation.larm(["incidents", "--json"], live.secret)).incidents?.length ?? 0, 0, "live has heard of nothing");
  const left = await worker.notices();
  assert.ok(left.every((each) => /^ÖVNING[^]*ÖVNING$/.test(each.title) && /^ÖVNING[^]*ÖVNING$/.test(each.body)), JSON.stringify(left));

  // The page behind the notification says what it is, first and last.
  const answer = await stage.device(phone);
  const shown = await answer.newPage();
  await shown.goto(answerUrl);
  assert.match((await shown.locator("main").innerText()).trim(), /^ÖVNING[^]*ÖVNING$/);
  await stage.snapshot(shown, "enrolled-answer-page");

  assert.deepEqual(inLife().pushes, [], "nothing of the exercise comes to a device in life");

  const before = enrolled().pushes.length;
  await installation.larm(["confirm", "--yes", "--region", "uppsala", "--level", "katastrof", "--exact-location", "E4"], live.secret);
  await pushed(enrolled(), /Övningen är avbruten: skarpt läge/);
  await page.getByText("ÖVNINGEN ÄR AVBRUTEN: skarpt läge").first().waitFor();
  await pushed(inLife(), /"step":"blood_alarm"/);
  await new Promise((done) => setTimeout(done, 3_000));
  const since = enrolled().pushes.slice(before).map((each) => JSON.parse(each).kind);
  assert.ok(since.every((each) => each === "exercise"), "nothing live comes to a device of the exercise");
  assert.match(JSON.parse(enrolled().pushes.at(-1)).title, /avbruten/, "and nothing of the exercise after that");
  assert.ok(inLife().pushes.every((each) => JSON.parse(each).kind === "live"), "nor anything but life to the one in life");
});
