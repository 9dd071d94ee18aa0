// Makes src/gen: the messages and services of ../../proto, and the map's outlines; and public/icons. Never committed.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { drawIcons } from "./icons.mjs";
import { drawMap } from "./map.mjs";
import { writeMessages } from "./messages.mjs";

const here = resolve(dirname(fileURLToPath(import.meta.url)), "..");
// A build outside the source tree says where the sources lie.
const protos = process.env.LARM_PROTO ?? resolve(here, "../../proto");
const protoc = process.env.PROTOC ?? "protoc";
const out = join(here, "src/gen");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const folder = join(protos, "larm/v1");
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".proto"))
  .sort()
  .map((name) => join(folder, name));
writeMessages({ protoc, protos, files, plugin: join(here, "node_modules/.bin/protoc-gen-es"), out });
// The descriptors as they are rather than in base64, of which brotli sees nothing: a quarter less on the first visit.
const made = join(out, "larm/v1");
for (const name of readdirSync(made)) {
  const text = readFileSync(join(made, name), "utf8");
  writeFileSync(join(made, name), text.replace(/fileDesc\("([A-Za-z0-9+/=]+)"/, (_, base64) => `fileDesc(btoa(${JSON.stringify(atob(base64))})`));
}
writeFileSync(join(out, "map.ts"), drawMap(here));

const icons = join(here, "public/icons");
mkdirSync(icons, { recursive: true });
for (const [name, data] of Object.entries(drawIcons(join(here, "src/design/icon.svg")))) {
  writeFileSync(join(icons, name), data);
}
