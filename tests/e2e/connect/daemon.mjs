// larmd as a process, tokens from the command line, clients and watchers of other makers.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { fromBinary, fromJson } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import WebSocket from "ws";

import { WatchFrameSchema } from "../gen/larm/v1/watch_pb.js";

/** The daemon on a folder of its own and a free port. */
export class Daemon {
  static async start() {
    const daemon = new Daemon();
    daemon.data = mkdtempSync(join(tmpdir(), "larm-e2e-"));
    const args = ["--rules", process.env.RULES, "--data", daemon.data, "--listen", "127.0.0.1:0"];
    daemon.process = spawn(process.env.LARMD, args, { stdio: ["ignore", "pipe", "inherit"] });
    daemon.exited = once(daemon.process, "exit");
    const lines = createInterface({ input: daemon.process.stdout });
    const [line] = await once(lines, "line");
    const ready = /^larmd ready on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line);
    if (!ready) {
      throw new Error(`unexpected first line: ${line}`);
    }
    daemon.url = ready[1];
    return daemon;
  }

  /** A new token; the secret is the last word the tool prints. */
  token(role, region) {
    const args = ["token", "create", "--data", this.data, "--role", role];
    const output = execFileSync(process.env.LARM, region ? [...args, "--region", region] : args, {
      encoding: "utf8",
    });
    return output.trim().split(/\s+/).at(-1);
  }

  client(service, token, useBinaryFormat) {
    const authorize = (next) => (request) => {
      request.header.set("Authorization", `Bearer ${token}`);
      return next(request);
    };
    return createClient(
      service,
      createConnectTransport({
        baseUrl: this.url,
        httpVersion: "1.1",
        useBinaryFormat,
        interceptors: [authorize],
      }),
    );
  }

  /** SIGTERM; the exit code, and how long it took. */
  async stop() {
    const begun = Date.now();
    this.process.kill("SIGTERM");
    const [code, signal] = await this.exited;
    rmSync(this.data, { recursive: true, force: true });
    return { code, signal, ms: Date.now() - begun };
  }
}

/** A watcher that keeps every frame. */
export class Watcher {
  static async open(daemon, token, subprotocol, after) {
    const watcher = new Watcher();
    watcher.frames = [];
    watcher.waiting = [];
    const query = after === undefined ? "" : `&after=${after}`;
    const socket = new WebSocket(`${daemon.url.replace("http", "ws")}/v1/watch?world=live${query}`, subprotocol, {
      headers: { Authorization: `Bearer ${token}` },
    });
    watcher.closed = once(socket, "close").then(([code]) => code);
    socket.on("message", (data, isBinary) => {
      const frame = isBinary
        ? fromBinary(WatchFrameSchema, data)
        : fromJson(WatchFrameSchema, JSON.parse(data.toString("utf8")));
      watcher.frames.push(frame);
      watcher.waiting = watcher.waiting.filter((check) => !check());
    });
    await once(socket, "open");
    watcher.subprotocol = socket.protocol;
    return watcher;
  }

  /** Waits until `isTrue(frames)`. */
  until(isTrue) {
    return new Promise((resolve) => {
      const check = () => {
        const holds = isTrue(this.frames);
        if (holds) {
          resolve();
        }
        return holds;
      };
      if (!check()) {
        this.waiting.push(check);
      }
    });
  }

  events() {
    return this.frames.filter((frame) => frame.frame.case === "event");
  }
}
