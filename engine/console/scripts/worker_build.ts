// Builds the service worker beside the app: /sw.js, always under that name, in one piece, holding the list of this build's
// files and a version that changes with any of them.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "vite";

/** Licences are for reading, not for an app without a network. */
const isShell = (name: string) => name !== "index.html" && name !== "sw.js" && !name.startsWith("licences/");

export function serviceWorker(root: string): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const files = new Map<string, string | Uint8Array>();
        for (const [name, each] of Object.entries(bundle)) {
          files.set(name, each.type === "chunk" ? each.code : each.source);
        }
        for (const name of readdirSync(join(root, "public"), { recursive: true, encoding: "utf8" })) {
          if (/\.\w+$/.test(name)) {
            files.set(name, readFileSync(join(root, "public", name)));
          }
        }
        if (!files.has("index.html")) {
          this.error("index.html is not in the bundle yet: the worker's version would not change with it");
        }
        const names = [...files.keys()].sort();
        const hash = createHash("sha256");
        for (const name of names.filter((each) => !each.startsWith("licences/"))) {
          hash.update(name).update(files.get(name) ?? "");
        }
        const source = await workerCode(root, names.filter(isShell).map((name) => `/${name}`), hash.digest("hex").slice(0, 16));
        this.emitFile({ type: "asset", fileName: "sw.js", source });
      },
    },
  };
}

async function workerCode(root: string, files: readonly string[], version: string): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    define: { SHELL_FILES: JSON.stringify(files), SHELL_VERSION: JSON.stringify(version) },
    build: {
      write: false,
      target: "es2023",
      modulePreload: false,
      rolldownOptions: { input: join(root, "src/worker/sw.ts"), output: { format: "iife", entryFileNames: "sw.js" } },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !("output" in output) || output.output.length !== 1) {
    throw new Error("the service worker is not in one piece");
  }
  return output.output[0].code;
}
