// The words: complete in both languages, and nowhere but in their tables.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const source = new URL("../src/", import.meta.url).pathname;
const tables = readdirSync(join(source, "words")).filter((name) => name.endsWith(".ts") && !name.includes(".svelte."));

interface Found {
  readonly where: string;
  readonly pair: readonly [string, string];
}

/** Every pair in a module's exports, however deep. */
function pairs(where: string, value: unknown): Found[] {
  if (Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "string")) {
    return [{ where, pair: value as unknown as readonly [string, string] }];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, each]) => pairs(`${where}.${key}`, each));
}

const modules = await Promise.all(
  tables.map(async (name) => pairs(name, { ...((await import(join(source, "words", name))) as object) })),
);
const found = modules.flat();
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe("the words", () => {
  it("are many", () => {
    expect(found.length).toBeGreaterThan(150);
  });

  it.each(found.map(({ where, pair }) => [where, pair] as const))("%s is there in Swedish and English", (_where, [sv, en]) => {
    expect(sv.trim()).not.toBe("");
    expect(en.trim()).not.toBe("");
    expect(places(en)).toEqual(places(sv));
  });

  it("promise nothing that another trouble may make untrue", () => {
    for (const { pair } of found) {
      expect(pair[0]).not.toMatch(/når dig ändå|larm(en)? fungerar|larmet går ändå/i);
      expect(pair[1]).not.toMatch(/reaches you .* all the same|alarms work|alarm goes all the same/i);
    }
  });

  it("never say that this is not a drill", () => {
    for (const { pair } of found) {
      expect(pair[0].toLowerCase()).not.toContain("ingen övning");
      expect(pair[1].toLowerCase()).not.toMatch(/not (a|an) (drill|exercise)/);
    }
  });
});

/** What a component shows without asking the tables: text between tags, and attributes that are read out. */
function ownText(component: string): string[] {
  const markup = component
    .replace(/<script[\s\S]*?<\/script>/g, "")
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<!--[\s\S]*?-->/g, "");
  // Expressions may hold anything, also tags' signs: they go first, from the inside out.
  let left = markup;
  for (let before = ""; before !== left; ) {
    before = left;
    left = left.replace(/\{[^{}]*\}/g, "");
  }
  const between = [...left.matchAll(/>([^<>]*)</g)].map(([, text]) => text ?? "");
  const spoken = [...markup.matchAll(/\s(?:aria-label|title|placeholder|alt)="([^"{]*)"/g)].map(([, text]) => text ?? "");
  return [...between, ...spoken].map((text) => text.trim()).filter((text) => /\p{L}{2,}/u.test(text));
}

const components = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".svelte"));

describe("the components", () => {
  it.each(components)("%s holds no text of its own", (name) => {
    expect(ownText(readFileSync(join(source, name), "utf8"))).toEqual([]);
  });

  it("would be caught if they did", () => {
    expect(ownText("<p>{say(a.b)} Larma</p>")).toEqual(["Larma"]);
    expect(ownText('<button aria-label="Stäng">{x}</button>')).toEqual(["Stäng"]);
  });
});
