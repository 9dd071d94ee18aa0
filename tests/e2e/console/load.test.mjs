// What the console costs on a night far beyond any that there has been. LOAD_SECONDS says how long it is under load.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { BusyNight } from "./busy_night.mjs";
import { Front } from "./front.mjs";
import { Installation, until } from "./installation.mjs";
import { connection, launch, scene } from "./stage.mjs";

const seconds = Number(process.env.LOAD_SECONDS ?? 20);
const events_each_second = 50;
const first_load_bytes_max = 200_000;
const interactive_ms_max = 1_000;
/** What `yardstick` takes on the machine that the second was measured on; where it takes more than `slowness_max` times as
    long nothing is measured that says anything of the console. */
const yardstick_usual_ms = 200;
const slowness_max = 4;
const task_ms_max = 50;
const growth_max = 0.1;
/** Every event stays in the timeline for as long as the page is open: that much of the heap is no leak. */
const bytes_each_event_max = 2_000;
const wall = { viewport: { width: 1680, height: 1000 }, reducedMotion: "no-preference" };

let installation, front, night, browser, observer;
before(async () => {
  installation = await Installation.start();
  front = await Front.start(installation.consoleUrl);
  night = new BusyNight(front);
  observer = await installation.token("observer");
  browser = await launch("--enable-precise-memory-info", "--js-flags=--expose-gc");
});
after(async () => {
  await browser?.close();
  night?.end();
  front?.end();
  installation?.end();
});

/** In the page: when the board stood. */
function measure() {
  const look = new MutationObserver(() => {
    if (document.querySelector(".cell") && !document.getElementById("opening")) {
      globalThis.stoodAt = performance.now();
      look.disconnect();
    }
  });
  look.observe(document, { subtree: true, childList: true });
}

/** In a page: how long it takes, here and now, to do what never changes (sums, elements, their layout), in ms. A machine that
    others use, or a slow one, is not the console's fault. */
function yardstick() {
  const start = performance.now();
  let sum = 0;
  for (let each = 0; each < 5_000_000; each += 1) {
    sum = (sum * 31 + each) % 1_000_003;
  }
  const list = document.body.appendChild(document.createElement("ol"));
  for (let each = 0; each < 5_000; each += 1) {
    list.appendChild(document.createElement("li")).textContent = `${each} ${sum}`;
  }
  list.getBoundingClientRect();
  list.remove();
  return performance.now() - start;
}

/** The tasks of the page's main thread while `play` runs, in ms of processor time: what another program on the machine
    takes meanwhile is not the page's. */
async function tasksDuring(page, play) {
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  await play();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const busiest = new Map();
  for (const { name, ph, pid, tid, tdur = 0 } of traceEvents) {
    if (name === "RunTask" && ph === "X") {
      const key = `${pid} ${tid}`;
      busiest.set(key, [...(busiest.get(key) ?? []), tdur / 1_000]);
    }
  }
  const main = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`);
  const sum = (all) => all.reduce((all, each) => all + each, 0);
  return main.map((key) => busiest.get(key) ?? []).sort((a, b) => sum(b) - sum(a))[0];
}

/** Of the page, at this moment. */
async function metrics(protocol) {
  const { metrics: all } = await protocol.send("Performance.getMetrics");
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

scene("the first load is small, and the board stands within a second of a machine that is no slower than usual", () => browser, async (stage) => {
  const loads = [];
  // The best of a few: others may be at work on the machine, and not all the time.
  const isFast = () => loads.some(({ stoodAt, slowness }) => stoodAt <= interactive_ms_max * Math.min(slowness, slowness_max));
  for (let times = 0; times < 8 && !(times >= 2 && isFast()); times += 1) {
    const context = await stage.device(wall);
    // Signed in already, and nothing of the console kept.
    await context.request.post(`${front.url}/session`, { data: { token: observer.secret }, headers: { origin: front.url } });
    await context.addInitScript(measure);
    const bare = await context.newPage();
    const before = await bare.evaluate(yardstick);
    const page = await context.newPage();
    await page.goto(front.url);
    await page.waitForFunction(() => globalThis.stoodAt !== undefined);
    const load = await page.evaluate(() => {
      const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
      const first = all.filter(({ startTime, name }) => startTime < globalThis.stoodAt && !/larm\.v1|\/session$/.test(name));
      return { stoodAt: Math.round(globalThis.stoodAt), bytes: first.reduce((sum, { transferSize }) => sum + transferSize, 0), files: first.length };
    });
    await page.close();
    const slowness = Math.max(1, Math.min(before, await bare.evaluate(yardstick)) / yardstick_usual_ms);
    loads.push({ slowness: Math.round(slowness * 100) / 100, ...load });
    await context.close();
  }
  console.log(`first load: ${JSON.stringify(loads)}`);
  assert.ok(Math.max(...loads.map(({ bytes }) => bytes)) < first_load_bytes_max, "bytes");
  assert.ok(loads.every(({ files }) => files >= 4), "the page, its code, its style and its type");
  assert.ok(isFast() || loads.every(({ slowness }) => slowness > slowness_max), "ms");
});

for (const screen of ["board", "timeline"]) {
  scene(
    `the ${screen} under ${events_each_second} events a second`,
    () => browser,
    async (stage) => {
      const context = await stage.device(wall);
      await context.tracing.stop(); // it has a price of its own
      const page = await stage.signIn(context, await installation.link(observer, front.url), screen);
      await page.getByText(/Tågolycka/).first().waitFor();
      await page.getByText(/kvitterade/).first().waitFor();
      await page.waitForLoadState("networkidle");
      const protocol = await context.newCDPSession(page);
      await protocol.send("Performance.enable");
      await protocol.send("HeapProfiler.enable");
      const heap = async () => {
        await protocol.send("HeapProfiler.collectGarbage");
        return (await metrics(protocol)).JSHeapUsedSize;
      };
      // Everything has been compiled and every pool is as large as it gets.
      night.begin(events_each_second);
      const from = night.seq;
      await until("warm", () => night.seq > from + BigInt(events_each_second * 5));
      const [heapBefore, before, asked, seqBefore] = [await heap(), await metrics(protocol), night.asked, night.seq];
      const begin = Date.now();
      const tasks = await tasksDuring(page, () => until("the end of the load", () => Date.now() - begin > seconds * 1_000, seconds * 1_000 + 5_000));
      const after = await metrics(protocol);
      const heapAfter = await heap();
      const kept = await metrics(protocol); // without what was only waiting to be collected
      const long = tasks.filter((ms) => ms > task_ms_max).map(Math.round);
      const each = (name) => Math.round((1_000 * (after[name] - before[name])) / seconds);
      const events = Number(night.seq - seqBefore);
      const growth = heapAfter / heapBefore - 1;
      const eachEvent = Math.round((heapAfter - heapBefore) / events);
      console.log(
        `${screen}: ${seconds} s, longest tasks ${tasks.sort((a, b) => b - a).slice(0, 5).map(Math.round)} ms of processor time, main thread ${Math.round(tasks.reduce((sum, ms) => sum + ms, 0) / seconds)} ms/s (script ${each("ScriptDuration")}, ` +
          `layout ${each("LayoutDuration")}, style ${each("RecalcStyleDuration")}), heap ${(heapBefore / 1e6).toFixed(1)} -> ${(heapAfter / 1e6).toFixed(1)} MB ` +
          `(${(100 * growth).toFixed(1)} %, ${eachEvent} bytes for each of ${events} events), nodes ${before.Nodes} -> ${kept.Nodes}, listeners ${before.JSEventListeners} -> ${kept.JSEventListeners}, asked for the incident ${night.asked - asked} times`,
      );
      await stage.snapshot(page, `load-${screen}`, {});
      await connection(page, "connected").waitFor();
      assert.deepEqual(long, [], "long tasks");
      assert.ok(growth < growth_max || eachEvent < bytes_each_event_max, `the heap grew by ${(100 * growth).toFixed(1)} %`);
      for (const name of ["Nodes", "JSEventListeners", "LayoutObjects", "Documents"]) {
        assert.ok(kept[name] <= before[name] * (1 + growth_max), `${name}: ${before[name]} -> ${kept[name]}`);
      }
      const seen = await tasksDuring(page, () => page.evaluate(() => Array.from({ length: 2_000_000 }, (_, n) => `${n}`).sort().length));
      assert.ok(Math.max(...seen) > task_ms_max, `a long task would be seen: ${Math.max(...seen)}`);
      assert.ok(events > seconds * events_each_second * 0.5, `only ${events} events were sent`);
    },
    seconds * 1_000 + 60_000,
  );
}
