// GET /session for the development server, which has no sign-in: says who LARM_DEV_TOKEN belongs to, as
// LARM_DEV_SESSION tells it ("tib@uppsala" or "tib@uppsala/WORLD"). Not part of what is built.
import type { Connect, Plugin } from "vite";

export function devSession(): Plugin {
  const answer: Connect.NextHandleFunction = (_request, response) => {
    const [party = "", world = "live"] = (process.env.LARM_DEV_SESSION ?? "").split("/");
    const [role = "", organisation = ""] = party.split("@");
    response.setHeader("content-type", "application/json");
    response.statusCode = role ? 200 : 401;
    response.end(JSON.stringify({ role: `ROLE_${role.toUpperCase()}`, organisation, world, name: "" }));
  };
  return {
    name: "dev-session",
    configureServer: (server) => void server.middlewares.use("/session", answer),
    configurePreviewServer: (server) => void server.middlewares.use("/session", answer),
  };
}
