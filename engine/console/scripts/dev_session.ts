// /session for the development server and the browser tests, as the daemon's is described in session.proto: who
// LARM_DEV_TOKEN belongs to is told by LARM_DEV_SESSION ("tib@uppsala" or "tib@uppsala/WORLD"). Signed in at once; with
// LARM_DEV_SIGNED_OUT one signs in with the token "dev", or with a link's code, "CODE" once for each name. Not part of
// what is built.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";

const used = new Set<string>();
let sessions = 0;
const open = new Set<string>();

function view(name = "") {
  const [party = "", world = "live"] = (process.env.LARM_DEV_SESSION ?? "").split("/");
  const [role = "", organisation = ""] = party.split("@");
  return {
    sessionId: "dev",
    tokenId: "dev",
    role: `ROLE_${role.toUpperCase()}`,
    organisation,
    world,
    name: name || (process.env.LARM_DEV_NAME ?? ""),
    expiresAt: String((Date.now() + 12 * 3_600_000) * 1_000),
    reserveNumber: process.env.LARM_DEV_RESERVE ?? "",
    serverVersion: "dev",
  };
}

async function bodyOf(request: IncomingMessage): Promise<{ token?: string; code?: string }> {
  let text = "";
  for await (const part of request) {
    text += part;
  }
  try {
    return JSON.parse(text) as { token?: string; code?: string };
  } catch {
    return {};
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const needsSignIn = Boolean(process.env.LARM_DEV_SIGNED_OUT);
  const cookie = /larm_dev=(\d+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
  const say = (status: number, body?: unknown, setCookie?: string) => {
    response.statusCode = status;
    response.setHeader("content-type", "application/json");
    if (setCookie !== undefined) {
      response.setHeader("set-cookie", `larm_dev=${setCookie}; HttpOnly; SameSite=Strict; Path=/`);
    }
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  const begin = () => {
    sessions += 1;
    open.add(String(sessions));
    say(200, view(), String(sessions));
  };
  switch (request.method) {
    case "GET":
      return process.env.LARM_DEV_SESSION && (!needsSignIn || open.has(cookie))
        ? say(200, view())
        : say(401, { code: "unauthenticated", message: "no session" });
    case "DELETE":
      open.delete(cookie);
      return say(204, undefined, "");
    case "POST": {
      const { token, code } = await bodyOf(request);
      if (code !== undefined && used.has(code)) {
        return say(409, { code: "already_exists", message: "the link has been used" });
      }
      if (code?.startsWith("CODE")) {
        used.add(code);
        return begin();
      }
      return token === "dev" ? begin() : say(401, { code: "unauthenticated", message: "no such token or code" });
    }
    default:
      return say(405);
  }
}

export function devSession(): Plugin {
  const handle = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  return {
    name: "dev-session",
    configureServer: (server) => void server.middlewares.use("/session", handle),
    configurePreviewServer: (server) => void server.middlewares.use("/session", handle),
  };
}
