// A scaled exercise with three human players and more than forty simulated ones, broken off by a live alarm: what the players
// see, and that the live alarm is no later for it. Measured as JSON lines; nothing fails for being slow. ALARMS: how many of
// each kind (5).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";

import { Installation, until } from "./installation.mjs";
import { desk, launch, phone, scene } from "./stage.mjs";

const alarms = Number(process.env.ALARMS ?? 5);
const scenario = "las_vegas_2017";
const world = "kvall";
const humans = ["tib@uppsala", "tib@dalarna", "blood@uppsala"];
const simulated_min = 40;
/** As fast as a controller may set it. */
const pace_percent = 6_000;
const busy_for_ms = 2_000;
const regions = ["vastmanland", "gavleborg", "sormland", "varmland", "orebro"];

let installation, browser;
const tokens = {};
const toldAt = [];
before(async () => {
  installation = await Installation.start({ hasScenarios: true });
  // The moment at which a line of the gateways has come.
  installation.telephones.push = (...lines) => {
    toldAt.push(...lines.map((text) => ({ text, at: now() })));
    return Array.prototype.push.apply(installation.telephones, lines);
  };
  tokens.controller = await installation.token("controller");
  tokens.watcher = await installation.token("observer");
  for (const region of regions) {
    tokens[region] = await installation.token("tib", region);
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  installation?.end();
});

/** The same in the test and in its pages. */
const now = () => performance.timeOrigin + performance.now();
const print = (line) => console.log(JSON.stringify(line));
const exercise = (...args) => installation.larm(["exercise", ...args, "--world", world], tokens.controller.secret);
const shown = async () => JSON.parse(await exercise("show", "--json")).exercise;

async function call(service, method, token, request) {
  const response = await fetch(`${installation.url}/larm.v1.${service}/${method}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token.secret}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const told = await response.json();
  assert.equal(response.status, 200, JSON.stringify(told));
  return told;
}

let number = 0;
/** One live alarm, and its three times in ms from the moment at which the TiB has pressed. */
async function alarm(page) {
  const region = regions[number % regions.length];
  number += 1;
  const place = `Plats nummer ${number}.`;
  await page.evaluate((text) => {
    globalThis.seenAt = undefined;
    const look = new MutationObserver(() => {
      if (document.body.textContent.includes(text)) {
        globalThis.seenAt = performance.timeOrigin + performance.now();
        look.disconnect();
      }
    });
    look.observe(document, { subtree: true, childList: true, characterData: true });
  }, place);
  const told = toldAt.length;
  const begin = now();
  const { incidentId } = await call("IncidentService", "ConfirmIncident", tokens[region], {
    commandId: crypto.randomUUID(),
    regionId: region,
    level: "READINESS_LEVEL_KATASTROF",
    massCasualty: true,
    report: { majorIncident: "Särskild händelse", exactLocation: place, type: "Tågolycka", casualties: { severe: 11 } },
  });
  const reply_ms = now() - begin;
  await page.waitForFunction(() => globalThis.seenAt !== undefined);
  await until("the first notification", () => toldAt.length > told);
  const browser_ms = (await page.evaluate(() => globalThis.seenAt)) - begin;
  return { incidentId, region, reply_ms, notified_ms: toldAt[told].at - begin, browser_ms };
}

/** Called back, and so quiet that the next finds what this one did. */
async function over({ incidentId, region }) {
  await installation.larm(["rescind", "--incident", incidentId, "--reason", "Mätning"], tokens[region].secret);
  for (let count = -1; count !== toldAt.length; ) {
    count = toldAt.length;
    await new Promise((done) => setTimeout(done, 1_000));
  }
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const rounded = (ms) => Math.round(ms * 10) / 10;

async function measured(page, exercise_is, during = () => undefined) {
  await during.before?.();
  const times = await alarm(page);
  print({ alarm: number, exercise: exercise_is, reply_ms: rounded(times.reply_ms), notified_ms: rounded(times.notified_ms), browser_ms: rounded(times.browser_ms) });
  await during.after?.();
  await over(times);
  return times;
}

scene(
  "a busy exercise is broken off by a live alarm, which is no later for it",
  () => browser,
  async (stage) => {
    const live = await stage.person(installation, tokens.watcher, { options: desk, screen: "board" });
    await measured(live, "warming up");
    const without = [];
    const measureWithout = async () => {
      for (let times = 0; times < alarms; times += 1) {
        without.push(await measured(live, "none"));
      }
    };
    await measureWithout();

    await exercise("load", "--scenario", scenario, ...humans.flatMap((party) => ["--humans", party]));
    const options = [desk, phone, desk];
    const players = [];
    for (const [index, [role, organisation]] of humans.map((party) => party.split("@")).entries()) {
      players.push(await stage.person(installation, await installation.token(role, organisation, world), { options: options[index] }));
    }
    await exercise("pace", "--pace-percent", `${pace_percent}`);
    const { parties } = await shown();
    // All of the scenario's hospitals are, and none of them has a duty roster.
    const hospitals = readFileSync(join(process.env.RULES, "hospitals.textproto"), "utf8").match(/^hospitals \{/gm).length;
    const simulated = parties.filter((each) => each.simulated && !each.human).length + hospitals;
    const frozen = (page) => page.getByRole("alertdialog", { name: "ÖVNINGEN ÄR AVBRUTEN: skarpt läge" });

    const beside = [];
    for (let times = 0; times < alarms; times += 1) {
      let from, to;
      const before_alarm = async () => {
        await exercise("start");
        for (const player of players) {
          await frozen(player).waitFor({ state: "detached" });
        }
        from = await shown();
        await new Promise((done) => setTimeout(done, busy_for_ms));
        to = await shown();
        assert.equal(to.record.phase, "EXERCISE_PHASE_PLAYING");
      };
      const after_alarm = async () => {
        for (const player of players) {
          await frozen(player).waitFor();
          await player.getByText("Sluta spela. Ring ingen och svara ingen för övningens skull.").waitFor();
        }
        if (times === 0) {
          for (const [index, player] of players.entries()) {
            await stage.picture(player, `freeze-${humans[index].replace("@", "-")}`);
          }
          await stage.snapshot(live, "freeze-live");
        }
        const { record } = await shown();
        assert.equal(record.phase, "EXERCISE_PHASE_FROZEN");
        print({ frozen: world, text: record.reason, exercise_s_before: Math.round(Number(to.nowUs - from.nowUs) / 1e6), in_s: busy_for_ms / 1e3 });
      };
      beside.push(await measured(live, "busy", { before: before_alarm, after: after_alarm }));
    }

    stage.expected.push(/.*/); // players are let out of a world that is no more
    await exercise("end", "--reason", "Mätning");
    await exercise("close");
    await measureWithout(); // before and after, so that a daemon that gets slower by itself shows
    const ratio = {};
    for (const what of ["reply_ms", "notified_ms", "browser_ms"]) {
      const [alone, busy] = [without, beside].map((all) => median(all.map((each) => each[what])));
      ratio[what] = { alone: rounded(alone), busy: rounded(busy), ratio: Math.round((100 * busy) / alone) / 100 };
    }
    print({ alarms: { none: without.length, busy: beside.length }, humans: humans.length, simulated, pace_percent, median: ratio });
    assert.ok(simulated >= simulated_min, `only ${simulated} are simulated`);
  },
  600_000,
);
