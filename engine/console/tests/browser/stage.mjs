// What the browser tests stand on: a real daemon, what is built in front of it under the daemon's policy, a browser's push
// service, and pictures that are checked. playwright-core, http_ece and axe-core are found from LARM_TEST_MODULES.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createECDH, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

export const need = createRequire(join(process.env.LARM_TEST_MODULES ?? resolve(import.meta.dirname, "../.."), "/"));
const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const app = resolve(import.meta.dirname, "../..");
const bin = process.env.LARM_BIN ?? resolve(app, "../../build/release/bin");

export const folder = mkdtempSync(join(tmpdir(), "larm-console-"));
const shots = process.env.LARM_SHOTS ?? join(folder, "shots");
mkdirSync(shots, { recursive: true });
const data = join(folder, "data");
const kids = [];
export let daemonUrl = "";

export const step = (text) => console.log(`ok  ${text}`);

export function end() {
  for (const kid of kids) kid.kill("SIGKILL");
}

export const larm = (args, token = "") =>
  execFileSync(join(bin, "larm"), args, { encoding: "utf8", env: { ...process.env, LARM_SERVER: daemonUrl, LARM_TOKEN: token } });

export const token = (role, region) =>
  larm(["token", "create", "--data", data, "--role", role, "--region", region]).trim().split(/\s+/).at(-1);

export async function startDaemon(pushPort) {
  const config = join(folder, "larmd.textproto");
  const push = pushPort ? `web_push { subject: "mailto:drift@example.se" further_services: "http://127.0.0.1:${pushPort}" }` : "";
  writeFileSync(config, `public_side { url: "https://larm.example.se" }\ndelivery { ${push} log_only: true }\n`);
  const rules = resolve(app, "../../rules/mellansverige");
  const daemon = spawn(join(bin, "larmd"), ["--rules", rules, "--data", data, "--config", config, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  kids.push(daemon);
  const [line] = await once(createInterface({ input: daemon.stdout }), "line");
  daemonUrl = /http:\S+/.exec(line)[0];
}

/** With the development server's session in front of the daemon; `outDir`: another build than this one's. */
export async function startFront(port, secret, party, env = {}, outDir = "dist") {
  const front = spawn("node", ["node_modules/.bin/vite", "preview", "--port", String(port), "--strictPort", "--host", "localhost", "--outDir", outDir], {
    cwd: app,
    env: { ...process.env, LARM_DEV_SERVER: daemonUrl, LARM_DEV_TOKEN: secret, LARM_DEV_SESSION: party, ...env },
    stdio: "ignore",
  });
  kids.push(front);
  await until("the preview server", () => fetch(`http://localhost:${port}/session`).catch(() => undefined));
  return front;
}

export async function startPushService() {
  const pushes = [];
  const service = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    pushes.push(Buffer.concat(parts));
    response.writeHead(201).end();
  }).listen(0, "127.0.0.1");
  await once(service, "listening");
  service.unref();
  const { port } = service.address();
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const auth = randomBytes(16);
  const subscription = {
    endpoint: `http://127.0.0.1:${port}/push/${randomBytes(12).toString("base64url")}`,
    expirationTime: null,
    keys: { p256dh: keys.getPublicKey("base64url"), auth: auth.toString("base64url") },
  };
  const opened = (body) => need("http_ece").decrypt(body, { version: "aes128gcm", privateKey: keys, authSecret: auth }).toString("utf8");
  return { port, pushes, subscription, opened };
}

export const launch = (...args) =>
  need("playwright-core").chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", ...args] });

export async function until(what, check, ms = 20_000) {
  for (const end = Date.now() + ms; ; ) {
    const found = await check();
    if (found) return found;
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((done) => setTimeout(done, 150));
  }
}

/** Notes what the page, its policy or its code complains of. */
export function troublesOf(page, troubles) {
  page.on("console", (message) => /Content Security|Trusted|TypeError|ReferenceError/.test(message.text()) && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
}

export async function picture(page, name) {
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(over, 0, `${name}: wider than the screen by ${over}`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  assert.deepEqual(violations.map((each) => `${name}: ${each.id} ${each.nodes[0].html.slice(0, 120)} ${each.nodes[0].failureSummary}`), []);
}
