// Makes C++ of the built files: embed.mjs DIST OUT writes console_files.cpp and console_files.S. Text is held compressed
// too, so that the daemon need not compress.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [dist, out] = process.argv.slice(2);

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
};
/** Compressed already. */
const dense = new Set([".png", ".woff2"]);

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort();

mkdirSync(join(out, "files"), { recursive: true });
const parts = files.map((file, index) => {
  const type = types[extname(file)];
  if (!type) {
    throw new Error(`${file}: its content type is not known here`);
  }
  const plain = readFileSync(file);
  const hash = createHash("sha256").update(plain).digest("hex").slice(0, 32);
  const small = dense.has(extname(file))
    ? Buffer.alloc(0)
    : brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  const compressed = small.length < plain.length ? small : Buffer.alloc(0);
  const names = [join(out, "files", `${index}.plain`), join(out, "files", `${index}.br`)];
  writeFileSync(names[0], plain);
  writeFileSync(names[1], compressed);
  const path = `/${relative(dist, file)}`;
  return { path, type, hash, plain: plain.length, br: compressed.length, names, isImmutable: path.startsWith("/assets/") };
});

const blob = (index, kind, file) =>
  `.global larm_console_${index}_${kind}\nlarm_console_${index}_${kind}:\n.incbin "${file}"\n`;
writeFileSync(
  join(out, "console_files.S"),
  [
    ".section .rodata",
    // The hashes make this file another one whenever a file is.
    ...parts.flatMap((part, index) => [
      `/* ${part.path} ${part.hash} */`,
      blob(index, "plain", part.names[0]),
      blob(index, "br", part.names[1]),
    ]),
    '.section .note.GNU-stack,"",@progbits',
    "",
  ].join("\n"),
);
writeFileSync(
  join(out, "console_files.cpp"),
  `#include "engine/console/console_files.hpp"

#include <array>

extern "C" {
${parts.map((_, index) => `extern char const larm_console_${index}_plain[];\nextern char const larm_console_${index}_br[];`).join("\n")}
}

namespace larm::console {
namespace {

std::array<server::StaticFile, ${parts.length}> const files{{
${parts
  .map(
    (part, index) =>
      `    {"${part.path}", "${part.type}", "\\"${part.hash}\\"", {larm_console_${index}_plain, ${part.plain}}, {larm_console_${index}_br, ${part.br}}, ${part.isImmutable}},`,
  )
  .join("\n")}
}};

}  // namespace

std::span<server::StaticFile const> console_files() {
    return files;
}

}  // namespace larm::console
`,
);
const first = parts.filter((part) => part.path === "/index.html" || part.path.startsWith("/assets/index-"));
const sum = first.reduce((bytes, part) => bytes + (part.br || part.plain), 0);
console.log(`console: ${parts.length} files, index and its entry ${Math.round(sum / 1024)} kB compressed`);
