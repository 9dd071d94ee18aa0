// Draws the app's icons from src/design/icon.svg, which is one rounded square and rings: phones take no SVG. Knows no
// other shapes than those, and says so.
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

const per_side = 4; // samples per pixel and axis

function attributes(tag) {
  return Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

function colour(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

function shapesOf(svg) {
  const tags = [...svg.matchAll(/<(rect|circle|path|polygon|line|ellipse)\b[^>]*>/g)];
  return tags.map(([tag, name]) => {
    const each = attributes(tag);
    if (name === "rect") {
      return { is: "ground", rx: Number(each.rx), colour: colour(each.fill) };
    }
    if (name === "circle" && each.fill === "none") {
      return { is: "ring", x: Number(each.cx), y: Number(each.cy), r: Number(each.r), half: Number(each["stroke-width"]) / 2, colour: colour(each.stroke) };
    }
    throw new Error(`icon.svg: no way to draw ${tag}`);
  });
}

const isInCorner = (x, y, side, rx) => {
  const dx = Math.max(rx - x, x - (side - rx), 0);
  const dy = Math.max(rx - y, y - (side - rx), 0);
  return dx * dx + dy * dy <= rx * rx;
};

/** `how.scale` shrinks the drawing; `how.isSquare` fills the corners; `how.isMask` keeps the shape alone, in white. */
function draw(shapes, side, size, { scale = 1, isSquare = false, isMask = false }) {
  const ground = shapes.find((each) => each.is === "ground");
  const rings = shapes.filter((each) => each.is === "ring");
  const pixels = Buffer.alloc(size * size * 4);
  const at = (x, y) => {
    const inX = (x - side / 2) / scale + side / 2;
    const inY = (y - side / 2) / scale + side / 2;
    const ring = rings.find((each) => Math.abs(Math.hypot(inX - each.x, inY - each.y) - each.r) <= each.half);
    if (isMask) {
      return ring ? [255, 255, 255] : undefined;
    }
    return ring?.colour ?? (isSquare || isInCorner(x, y, side, ground.rx) ? ground.colour : undefined);
  };
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < per_side * per_side; i += 1) {
        const x = (column + ((i % per_side) + 0.5) / per_side) * (side / size);
        const y = (row + (Math.floor(i / per_side) + 0.5) / per_side) * (side / size);
        const found = at(x, y);
        if (found) {
          found.forEach((part, n) => (sum[n] += part));
          sum[3] += 1;
        }
      }
      const to = (row * size + column) * 4;
      for (let n = 0; n < 3; n += 1) {
        pixels[to + n] = sum[3] ? Math.round(sum[n] / sum[3]) : 0;
      }
      pixels[to + 3] = Math.round((255 * sum[3]) / (per_side * per_side));
    }
  }
  return pixels;
}

const crcs = Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) {
    crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return crc >>> 0;
});

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) {
    crc = crcs[(crc ^ byte) & 255] ^ (crc >>> 8);
  }
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const end = Buffer.alloc(4);
  end.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, end]);
}

export function png(pixels, size) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) {
    pixels.copy(rows, row * (size * 4 + 1) + 1, row * size * 4, (row + 1) * size * 4);
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** File names and contents. */
export function drawIcons(svgFile) {
  const svg = readFileSync(svgFile, "utf8");
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const shapes = shapesOf(svg);
  const icon = (size, how = {}) => png(draw(shapes, side, size, how), size);
  return {
    "icon-192.png": icon(192),
    "icon-512.png": icon(512),
    // Within the inner circle that every mask leaves.
    "maskable-512.png": icon(512, { isSquare: true, scale: 0.72 }),
    "apple-touch-180.png": icon(180, { isSquare: true }),
    "badge-96.png": icon(96, { isMask: true }),
  };
}
