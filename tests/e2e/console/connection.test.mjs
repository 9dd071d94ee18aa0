// The line breaks in mid-incident, in each way that lines break: it is said at once, it mends by itself, and what happened
// meanwhile is there, once.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { button, connection, launch, scene } from "./stage.mjs";

const delayed_ms = 3_000;
const lost_ms = 10_000;
/** The heartbeat's second, a look every half, and a machine that is busy. */
const slack_ms = 2_500;

let installation, browser, uppsala, dalarna;
before(async () => {
  installation = await Installation.start();
  uppsala = await installation.token("tib", "uppsala");
  dalarna = await installation.token("tib", "dalarna");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

/** In the page: every word that was said of the connection, with the moment. */
function noteConnection() {
  globalThis.said = [];
  const look = () => {
    const word = document.querySelector(".connection")?.classList[1];
    if (word && word !== globalThis.said.at(-1)?.word) {
      globalThis.said.push({ word });
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

const said = (page) => page.evaluate(() => globalThis.said.map(({ word }) => word));
const forget = (page) => page.evaluate(() => (globalThis.said.length = 0));

/** Whoever is on duty in Dalarna with the whole timeline in front of them; `asked`: what the page asked for besides. */
async function watcher(stage, incidentId, { hasClock = false } = {}) {
  const context = await stage.device();
  await context.addInitScript(noteConnection);
  if (hasClock) {
    await context.clock.install();
  }
  const page = await stage.signIn(context, await installation.link(dalarna), `timeline/${incidentId}`);
  for (const kind of ["Leveranser", "Vakt och system"]) {
    await page.getByRole("checkbox", { name: kind }).check();
  }
  await page.getByText("Detta är från början.").waitFor();
  page.asked = [];
  page.on("request", (request) => page.asked.push(new URL(request.url()).pathname));
  stage.expected.push(/net::ERR_|WebSocket connection to/);
  return page;
}

/** What the page shows of the incident, page by page of a hundred lines, against what the journal holds. */
async function assertWhole(page, incidentId) {
  const written = async () => (await installation.journal()).filter((each) => each.body.incidentId === incidentId).map(({ seq }) => Number(seq));
  const shown = async () => {
    const all = [];
    const canTurn = async (name) => (await button(page, name).count()) > 0 && (await button(page, name).isEnabled());
    while (await canTurn("Nyare")) {
      await button(page, "Nyare").click();
    }
    for (;;) {
      all.push(...(await page.locator("tr[data-seq]").evaluateAll((rows) => rows.map((row) => Number(row.dataset.seq)))));
      if (!(await canTurn("Äldre"))) {
        return all;
      }
      await button(page, "Äldre").click();
    }
  };
  await until("all that the journal holds", async () => (await shown()).sort((a, b) => a - b).join() === (await written()).join());
  const seqs = await shown();
  assert.equal(new Set(seqs).size, seqs.length, "something is shown twice");
  assert.ok(!page.asked.some((path) => path.endsWith("/ListEvents")), "it came by the feed, not by asking again for everything");
}

const promise = (incidentId, token, region, count) =>
  installation.larm(["commit", "--incident", incidentId, "--region", region, "--count", String(count), "--kind", "ambulans"], token.secret);

scene("a daemon that is killed and comes back", () => browser, async (stage) => {
  const incidentId = await installation.confirm(uppsala, "uppsala");
  const page = await watcher(stage, incidentId, { hasClock: true });
  await promise(incidentId, uppsala, "uppsala", 2);

  const began = Date.now();
  await installation.killDaemon();
  await page.locator(".connection:is(.delayed, .disconnected)").waitFor();
  assert.ok(Date.now() - began <= delayed_ms, `said after ${Date.now() - began} ms`);
  await connection(page, "disconnected").waitFor();
  assert.ok(Date.now() - began <= lost_ms, `lost after ${Date.now() - began} ms`);
  await page.getByText(/Frånkopplad sedan \d\d:\d\d:\d\d\. Det du ser är gammalt\./).waitFor();
  await page.getByText("Ring i stället: 018-555 01 12").first().waitFor();
  assert.equal(await button(page, "Kvittera").getAttribute("aria-disabled"), "true", "nothing can be sent");

  // A minute of the page's time.
  await page.clock.fastForward(60_000);
  await page.locator(".connection .age", { hasText: /data [6-9]\d s/ }).waitFor();
  await page.locator("tr[data-seq]").first().waitFor();
  await stage.picture(page, "connection-lost");

  await installation.startDaemon();
  const back = Date.now();
  await connection(page, "connected").waitFor();
  assert.ok(Date.now() - back <= 8_000, `back after ${Date.now() - back} ms`);
  await page.getByText(/Frånkopplad sedan/).waitFor({ state: "detached" });
  await promise(incidentId, dalarna, "dalarna", 4);
  await page.getByText(/Dalarna utlovade 4 ambulans/).first().waitFor();
  await assertWhole(page, incidentId);
});

scene("a daemon that is frozen: the connection stays open and nothing comes", () => browser, async (stage) => {
  const incidentId = await installation.confirm(uppsala, "uppsala", "Bussolycka");
  const page = await watcher(stage, incidentId);
  const began = Date.now();
  installation.daemon.kill("SIGSTOP");
  try {
    await connection(page, "delayed").waitFor();
    assert.ok(Date.now() - began <= delayed_ms + slack_ms, `delayed after ${Date.now() - began} ms`);
    await page.getByText(/Fördröjd\. Senaste livstecken från servern för \d+ s sedan/).waitFor();
    await connection(page, "disconnected").waitFor();
    const lost = Date.now() - began;
    assert.ok(lost >= 5_000 && lost <= lost_ms + slack_ms, `lost after ${lost} ms`);
    await until("more than ten seconds of it", () => Date.now() - began > lost_ms);
  } finally {
    installation.daemon.kill("SIGCONT");
  }
  await connection(page, "connected").waitFor();
  await promise(incidentId, dalarna, "dalarna", 1);
  await page.getByText(/Dalarna utlovade 1 ambulans/).first().waitFor();
  await assertWhole(page, incidentId);
});

scene("a device without a network, while others go on", () => browser, async (stage) => {
  const incidentId = await installation.confirm(uppsala, "uppsala", "Brand");
  const page = await watcher(stage, incidentId);
  const began = Date.now();
  await page.context().setOffline(true);
  await connection(page, "disconnected").waitFor();
  assert.ok(Date.now() - began <= delayed_ms, `said after ${Date.now() - began} ms`);
  await promise(incidentId, dalarna, "dalarna", 3);
  await promise(incidentId, uppsala, "uppsala", 5);
  await page.context().setOffline(false);
  await connection(page, "connected").waitFor();
  await page.getByText(/Dalarna utlovade 3 ambulans/).first().waitFor();
  await assertWhole(page, incidentId);
});

scene("a laptop whose lid was closed for an hour", () => browser, async (stage) => {
  const incidentId = await installation.confirm(uppsala, "uppsala", "Ras");
  const page = await watcher(stage, incidentId, { hasClock: true });
  await page.context().setOffline(true);
  await promise(incidentId, dalarna, "dalarna", 2);
  await forget(page);
  // What a device does that sleeps: the wall clock has gone on, the steady one and all timers have not.
  await page.clock.setSystemTime(Date.now() + 3_600_000);
  await page.locator(".connection .age", { hasText: /data 36\d\d s/ }).waitFor();
  await page.context().setOffline(false);
  await connection(page, "connected").waitFor();
  assert.deepEqual((await said(page)).slice(-1), ["connected"]);
  await page.getByText(/Dalarna utlovade 2 ambulans/).first().waitFor();
  await assertWhole(page, incidentId);
});

scene("a daemon that is stopped in order says why it ends the feed", () => browser, async (stage) => {
  const incidentId = await installation.confirm(uppsala, "uppsala", "Explosion");
  const page = await watcher(stage, incidentId);
  installation.daemon.kill("SIGTERM");
  await page.locator(".connection:is(.delayed, .disconnected)").waitFor();
  await installation.daemon.gone;
  await installation.startDaemon();
  await connection(page, "connected").waitFor();
  await assertWhole(page, incidentId);
});
