// Stands between browsers and the daemon as a bad network, a broken proxy or another version of the daemon would: passes
// everything on, but for what a test has told it to do otherwise.
import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

import { WebSocket, WebSocketServer } from "ws";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png", ".webmanifest": "application/manifest+json" };

export class Front {
  #server = createServer((request, response) => void this.#answer(request, response));
  #sockets = new WebSocketServer({ noServer: true, handleProtocols: ([first]) => first });
  /** (request, response, path) => true where it has answered. The last one that is added is asked first. */
  #rules = [];
  /** Takes (frame, socket), gives the frame to pass on; undefined: none. */
  onFrame = (frame) => frame;
  /** Takes a browser's feed in the daemon's place; undefined: the daemon has it. */
  onFeed;
  /** Every request that came: "POST /session". */
  asked = [];

  static async start(daemonUrl) {
    const front = new Front();
    front.daemon = new URL(daemonUrl);
    front.#server.on("upgrade", (request, socket, head) => front.#upgrade(request, socket, head));
    front.#server.listen(0, "127.0.0.1");
    await once(front.#server, "listening");
    front.url = `http://127.0.0.1:${front.#server.address().port}`;
    return front;
  }

  /** Files of a console that has been built elsewhere, in place of those that the daemon holds. */
  serveFiles(dist, policy) {
    const compressed = {};
    return this.upset((request, response, path) => {
      const file = join(dist, path === "/" ? "index.html" : path);
      if (request.method !== "GET" || !types[extname(file)] || !existsSync(file)) {
        return false;
      }
      const headers = { "content-type": types[extname(file)], "cache-control": "no-cache", "content-security-policy": policy };
      const plain = readFileSync(file);
      const isDense = /\.(woff2|png)$/.test(file);
      response.writeHead(200, isDense ? headers : { ...headers, "content-encoding": "br" });
      response.end(isDense ? plain : (compressed[file] ??= brotliCompressSync(plain)));
      return true;
    });
  }

  /** Adds a rule; the result takes it away. */
  upset(rule) {
    this.#rules.unshift(rule);
    return () => (this.#rules = this.#rules.filter((each) => each !== rule));
  }

  get sockets() {
    return [...this.#sockets.clients];
  }

  async #answer(request, response) {
    const path = request.url.split("?")[0];
    this.asked.push(`${request.method} ${path}`);
    for (const rule of this.#rules) {
      if (await rule(request, response, path)) {
        return;
      }
    }
    this.#pass(request, response);
  }

  #pass(request, response) {
    const { hostname, port } = this.daemon;
    const passed = ask({ hostname, port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    });
    passed.on("error", () => response.destroy());
    response.on("close", () => passed.destroy());
    request.pipe(passed);
  }

  async #upgrade(request, socket, head) {
    socket.on("error", () => undefined);
    for (const rule of this.#rules) {
      if (await rule(request, socket, request.url.split("?")[0])) {
        return;
      }
    }
    this.#sockets.handleUpgrade(request, socket, head, (near) => (this.onFeed ? this.onFeed(near, request) : this.#pair(near, request)));
  }

  #pair(near, request) {
    const { cookie, origin, host } = request.headers;
    const far = new WebSocket(`ws://${this.daemon.host}${request.url}`, near.protocol, { headers: { cookie, origin, host } });
    far.on("message", (frame) => {
      const passed = this.onFrame(frame, near);
      if (passed !== undefined) {
        near.send(passed);
      }
    });
    const end = () => (near.terminate(), far.terminate());
    for (const each of [near, far]) {
      each.on("close", end);
      each.on("error", end);
    }
  }

  end() {
    for (const each of this.sockets) {
      each.terminate();
    }
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
