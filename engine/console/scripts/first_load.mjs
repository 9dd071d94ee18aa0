// What a first visit loads of dist/: the page, what it names, and the fonts. Fails where that is more than promised.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const most = 200_000;
const dist = join(import.meta.dirname, "../dist");
const page = readFileSync(join(dist, "index.html"));
const named = [...page.toString().matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name);
const fonts = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".woff2"));

const parts = [
  ["index.html", brotliCompressSync(page).length],
  ...named.map((name) => [name, brotliCompressSync(readFileSync(join(dist, name))).length]),
  ...fonts.map((name) => [`assets/${name}`, readFileSync(join(dist, "assets", name)).length]),
];
for (const [name, bytes] of parts) {
  console.log(`${String(bytes).padStart(8)}  ${name}`);
}
const sum = parts.reduce((all, [, bytes]) => all + bytes, 0);
console.log(`${String(sum).padStart(8)}  of ${most}`);
process.exitCode = sum > most ? 1 : 0;
