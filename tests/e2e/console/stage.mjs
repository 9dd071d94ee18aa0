// Browsers for a test, and what is kept of it: a scene is a test whose pages are watched for complaints, and whose pictures
// (and, with TRACES=1, traces) are kept where it fails. With PICTURES=1 every picture that it takes is kept.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { chromium } from "playwright-core";

import { check } from "./checks.mjs";
import { makeSure } from "./presses.mjs";

const artefacts = process.env.ARTEFACTS;
mkdirSync(artefacts, { recursive: true });
/** Against what never comes: a machine that others use too may take its time. */
const wait_ms = 60_000;
/** A trace for each scene that fails costs every scene a good part of its time. */
const has_traces = Boolean(process.env.TRACES);
/** Of what is in order a person looks at pictures, and nobody else: they are a seventh of a scene's time. */
const has_pictures = Boolean(process.env.PICTURES);

/** Beside `--no-sandbox`, which Chromium needs where it runs as root. */
const launched = (executablePath, args) => chromium.launch({ executablePath, args: ["--no-sandbox", ...args] });
/** Chromium without windows: the same pages for a third less work. */
export const launch = (...args) => launched(process.env.CHROMIUM_BARE, args);
/** The whole of it, which also shows notifications. */
export const launchWhole = (...args) => launched(process.env.CHROMIUM, args);
/** As on a machine in a command room, where pages may sound unasked. */
export const maySound = "--autoplay-policy=no-user-gesture-required";

/** In the page: as a browser is from the shop, where nothing sounds before somebody has clicked or typed. It is played,
    since Chromium takes what a test asks of a page for a gesture. */
function silentUntilGesture() {
  globalThis.AudioContext = class extends AudioContext {
    constructor(...args) {
      super(...args);
      this.suspend();
    }
    resume() {
      return globalThis.event?.isTrusted ? super.resume() : Promise.reject(new DOMException("not allowed", "NotAllowedError"));
    }
  };
}

export const desk = { viewport: { width: 1440, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 };
export const zoomed = { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 };
export const narrow = { viewport: { width: 320, height: 640 } };

/** Chromium's own words about a connection that was left before it stood: who turns to another world at once, or a page that
    goes, leaves one. Whether it stood by then is a matter of milliseconds. One that leaves them by the dozen is at fault. */
const left_early = /WebSocket is closed before the connection is established/;
const left_early_max = 4;

/** Everything that a page complains of: its policy, its code, its requests. */
function listen(page, complaints) {
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(`${message.text()} ${message.location().url}`.trim()));
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
}

class Scene {
  #contexts = [];
  complaints = [];
  /** Complaints that this scene is meant to bring about. */
  expected = [];

  constructor(browser, name) {
    this.browser = browser;
    this.name = name;
  }

  /** A device. `settings`: language and theme that it remembers. Still, unless it says otherwise: the ring around an alarm
      is drawn by the processor here, for every page that is open. */
  async device(options = desk, settings = {}, isSilent = false) {
    const context = await this.browser.newContext({ locale: "sv-SE", timezoneId: "Europe/Stockholm", reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(wait_ms);
    context.setDefaultNavigationTimeout(2 * wait_ms);
    if (has_traces) {
      await context.tracing.start({ snapshots: true });
    }
    this.#contexts.push(context);
    await context.addInitScript((kept) => {
      if (location.protocol.startsWith("http") && !localStorage.getItem("larm.settings")) {
        localStorage.setItem("larm.settings", JSON.stringify(kept));
      }
    }, settings);
    if (isSilent) {
      await context.addInitScript(silentUntilGesture);
    }
    context.on("page", (page) => listen(page, this.complaints));
    return context;
  }

  /** A device, signed in by a one-time link. */
  async person(installation, token, { options = desk, settings = {}, url = installation.consoleUrl, screen = "", isSilent = false } = {}) {
    const context = await this.device(options, settings, isSilent);
    return this.signIn(context, await installation.link(token, url), screen);
  }

  async signIn(context, link, screen = "") {
    const page = await context.newPage();
    makeSure(page);
    await page.goto(link);
    await page.locator(".connection.connected").waitFor();
    if (screen) {
      await goTo(page, screen);
    }
    return page;
  }

  /** Kept where somebody asks for it, and checked for what every screen must hold. */
  async picture(page, name, options) {
    await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    await this.snapshot(page, name);
    await check(page, name, options);
  }

  /** The same in both themes: in the second, only what a theme can change is checked. */
  async inBothThemes(page, name) {
    for (const theme of ["dark", "light"]) {
      await page.evaluate(() => document.activeElement?.blur());
      if ((await page.evaluate(() => document.documentElement.dataset.theme)) !== theme) {
        await page.keyboard.press("d");
        await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
      }
      await this.picture(page, `${name}-${theme}`, { coloursOnly: theme === "light" });
    }
  }

  /** Kept as it is, where somebody asks for it. */
  async snapshot(page, name, options = { fullPage: true }) {
    await settled(page);
    if (has_pictures) {
      await page.screenshot({ path: join(artefacts, `${name}.png`), ...options });
    }
  }

  get #file() {
    return `FAILED_${this.name.replace(/[^\p{L}\p{N}]+/gu, "_").slice(0, 60)}_`;
  }

  /** What an earlier run has left must not be taken for this one's. */
  begin() {
    for (const left of readdirSync(artefacts).filter((name) => name.startsWith(this.#file))) {
      rmSync(join(artefacts, left));
    }
  }

  async end(hasFailed) {
    for (const [index, context] of this.#contexts.entries()) {
      for (const [number, page] of context.pages().entries()) {
        if (hasFailed) {
          await page.screenshot({ path: join(artefacts, `${this.#file}${index}_${number}.png`), timeout: 5_000 }).catch(() => undefined);
        }
      }
      if (has_traces) {
        await context.tracing.stop(hasFailed ? { path: join(artefacts, `${this.#file}${index}.zip`) } : {}).catch(() => undefined);
      }
      await context.close();
    }
  }
}

/** A test. `browser`: () => the one to use, since it is launched later than this is called. */
export function scene(name, browser, play, timeout = 480_000) {
  test(name, { timeout }, async () => {
    const made = new Scene(browser(), name);
    let hasFailed = true;
    made.begin();
    try {
      await play(made);
      const early = made.complaints.filter((each) => left_early.test(each));
      const expected = early.length > left_early_max ? made.expected : [left_early, ...made.expected];
      const unexpected = made.complaints.filter((each) => !expected.some((pattern) => pattern.test(each)));
      assert.deepEqual(unexpected, [], "what the pages complained of");
      hasFailed = false;
    } finally {
      await made.end(hasFailed);
    }
  });
}

export async function goTo(page, screen) {
  await page.evaluate((hash) => (location.hash = hash), `#/${screen}`);
}

/** Nothing is under way that would make the next picture another one: type, changes of size, transitions that end. */
export async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map((each) => each.finished));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

export const button = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" });

/** The word beside the data's age. */
export const connection = (page, word) => page.locator(`.connection.${word}`);
