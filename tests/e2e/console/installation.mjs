// A whole installation on loopback: larmd, and larm-gateways on the other side of its channels. Real processes on ports of
// the system's choice, a folder of their own, and nothing left when the test is over.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import { Front } from "./front.mjs";

const run = promisify(execFile);

/** Waits for what no event tells; fails with words. */
export async function until(what, check, ms = 60_000) {
  for (const end = Date.now() + ms; ; ) {
    const found = await check();
    if (found) {
      return found;
    }
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The daemon's public address must be known before it listens. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** The delivered ones. */
export const scenarios = () => join(process.env.RULES, "../../simulators/scenarios");

/** The telephone of whoever is on duty for `party`. */
function telephoneOf(party) {
  const officers = readFileSync(join(process.env.RULES, "contacts.textproto"), "utf8").split(/^officers /m);
  const officer = officers.find((each) => each.includes(`party: "${party}"`) && each.includes("on_duty: true"));
  return /CHANNEL_SMS value: "([^"]+)"/.exec(officer)[1];
}

export class Installation {
  #processes = new Set();
  #front;
  #exercise = [];
  #config = [];
  #rules;
  folder = mkdtempSync(join(tmpdir(), "larm-console-"));
  data = join(this.folder, "data");
  /** Each with a browser of its own at a push service of its own: its subscription, and what it has decrypted. */
  devices = [];
  /** What the simulated telephones showed. */
  telephones = [];

  /** `texts`: what whoever is on duty texts back, by party, e.g. { "tib@orebro": "{code} 5" }. `exercise`: a scenario that is
      played in the world of its name; `humans`: parties of it that nobody plays. `hasScenarios`: the delivered ones lie ready for
      controllers. `devices`: browsers that push can come to. `isMute`: started without settings, so that
      nobody is told of anything. `rules`: makes others than the delivered
      ones in the folder that it is given. */
  static async start({ texts = {}, devices = 0, exercise = "", humans = [], isMute = false, hasScenarios = false, rules } = {}) {
    const made = new Installation();
    made.#rules = rules?.(join(made.folder, "rules")) ?? process.env.RULES;
    if (hasScenarios) {
      made.#exercise = ["--scenarios", scenarios()];
    }
    if (exercise) {
      const scenario = join(scenarios(), `${exercise}.textproto`);
      made.#exercise = [...made.#exercise, "--exercise", scenario, ...humans.flatMap((party) => ["--human", party])];
    }
    try {
      const port = await freePort();
      made.url = `http://127.0.0.1:${port}`;
      await made.#startTelephones(texts);
      const services = [];
      while (services.length < devices) {
        services.push(await made.#startPush());
      }
      const push = devices > 0 ? `web_push { subject: "mailto:drift@example.se" ${services.map((url) => `further_services: "${url}"`).join(" ")} }` : "";
      writeFileSync(
        join(made.folder, "larmd.textproto"),
        `public_side { url: "${made.url}" }
         delivery {
           ${push}
           sms_and_voice {
             url: "${made.telephoneUrl}" credentials_file: "${join(made.folder, "elks")}"
             sms_from: "+46766861004" voice_from: "+46766861004" callback_secret_file: "${join(made.folder, "callback")}"
           }
           operator_list: true
         }
         console { reserve_number: "018-555 01 12" }\n`,
      );
      made.#config = isMute ? [] : ["--config", join(made.folder, "larmd.textproto")];
      await made.startDaemon();
      made.consoleUrl = made.url;
      if (process.env.LARM_CONSOLE_DIST) {
        await made.#putInFront(process.env.LARM_CONSOLE_DIST);
      }
    } catch (error) {
      made.end();
      throw error;
    }
    return made;
  }

  /** A console that has just been built, without building a daemon around it. */
  async #putInFront(dist) {
    const policy = (await fetch(this.url)).headers.get("content-security-policy");
    this.#front = await Front.start(this.url);
    this.#front.serveFiles(dist, policy);
    this.consoleUrl = this.#front.url;
  }

  #spawn(program, args) {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#processes.add(child);
    child.gone = once(child, "exit").then(() => this.#processes.delete(child));
    child.stderr.on("data", (text) => (child.said = ((child.said ?? "") + text).slice(-4_000)));
    return child;
  }

  /** Each line to `take`; resolves with the first. */
  async #firstLine(child, take = () => undefined) {
    const lines = createInterface({ input: child.stdout });
    lines.on("line", take);
    const [line] = await Promise.race([once(lines, "line"), child.gone.then(() => [undefined])]);
    assert.ok(line, `it ended before it was ready: ${child.said}`);
    return line;
  }

  async #startTelephones(texts) {
    const secret = (name, text) => writeFileSync(join(this.folder, name), `${text}\n`, { mode: 0o600 });
    secret("elks", "user:password");
    secret("callback", "e2e0secret0of0the0console0");
    const args = ["elks", "--credentials", join(this.folder, "elks"), "--callback", this.url, "--secret-file", join(this.folder, "callback")];
    for (const [party, text] of Object.entries(texts)) {
      args.push("--texts", `${telephoneOf(party)}=${text}`);
    }
    const child = this.#spawn(process.env.LARM_GATEWAYS, args);
    this.telephoneUrl = /http:\S+/.exec(await this.#firstLine(child, (line) => this.telephones.push(line)))[0];
  }

  async #startPush() {
    const child = this.#spawn(process.env.LARM_GATEWAYS, ["push"]);
    const lines = [];
    const pushes = [];
    const first = await this.#firstLine(child, (line) => {
      lines.push(line);
      if (line.startsWith("{") && !line.includes('"endpoint"')) {
        pushes.push(line);
      }
    });
    this.devices.push({ subscription: JSON.parse(await until("the browser's subscription", () => lines.find((line) => line.includes('"endpoint"')))), pushes });
    return /http:\S+/.exec(first)[0];
  }

  /** Also again, on the same data and port. */
  async startDaemon(...more) {
    const { port } = new URL(this.url);
    this.daemon = this.#spawn(process.env.LARMD, [
      ...["--rules", this.#rules, "--data", this.data, "--listen", `127.0.0.1:${port}`],
      ...this.#config,
      ...this.#exercise,
      ...more,
    ]);
    assert.match(await this.#firstLine(this.daemon), /^larmd ready on /);
  }

  async killDaemon() {
    this.daemon.kill("SIGKILL");
    await this.daemon.gone;
  }

  /** As after a disaster: another folder, filled from a backup, delivers from now on. */
  async goOnFromCopy() {
    await this.killDaemon();
    const copy = join(this.folder, "restored");
    cpSync(this.data, copy, { recursive: true });
    this.data = copy;
    await this.startDaemon("--adopt");
  }

  async larm(args, token = "") {
    const { stdout } = await run(process.env.LARM, args, {
      env: { ...process.env, LARM_SERVER: this.url, LARM_TOKEN: token },
      maxBuffer: 64 << 20,
    });
    return stdout;
  }

  /** { secret, id } of a new token. */
  async token(role, organisation, world = "live") {
    const args = ["token", "create", "--data", this.data, "--role", role, "--world", world, "--name", `${role} ${organisation ?? ""}`.trim()];
    const where = role === "hospital" || role === "national" ? "--org" : "--region";
    const said = await this.larm(organisation ? [...args, where, organisation] : args);
    return { secret: said.trim().split(/\s+/).at(-1), id: /tok_\w+/.exec(said)[0] };
  }

  /** What a person is sent: a link that signs in once. `url`: how they reach the console. */
  async link(token, url = this.consoleUrl) {
    const said = await this.larm(["token", "link", "--data", this.data, token.id, "--url", url]);
    return /http\S+/.exec(said)[0];
  }

  /** By command line; its id. */
  async confirm(token, region, type = "Tågolycka", more = []) {
    const args = ["confirm", "--yes", "--region", region, "--level", "katastrof", "--mass-casualty", "--type", type];
    await this.larm([...args, "--exact-location", "Uppsala C", "--severe", "11", ...more], token.secret);
    const { incidents } = JSON.parse(await this.larm(["incidents", "--json"], token.secret));
    return incidents[0].incidentId;
  }

  async incident(token, incidentId) {
    return JSON.parse(await this.larm(["incident", "--incident", incidentId, "--json"], token.secret)).incident;
  }

  /** The journal's events, as the daemon has written them. */
  async journal() {
    const lines = (await this.larm(["journal", "export", "--json", join(this.data, "live.db")])).trim().split("\n");
    return lines.map((line) => JSON.parse(line));
  }

  end() {
    this.#front?.end();
    for (const child of this.#processes) {
      child.kill("SIGKILL");
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
