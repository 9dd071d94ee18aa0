// The words: complete in both languages, and nowhere but in their tables.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Role } from "../src/gen/larm/v1/domain_pb";
import { holderName, partyName, vehiclesWord } from "../src/words/names";
import { browserFault } from "../src/words/push";
import { spokenRules } from "../src/words/spoken_rules.svelte";
import { whyWord } from "../src/words/why";
import { deliveredRules } from "./pack";

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

describe("why a message did not get through", () => {
  it("is said in words, the carrier's trouble apart from the address book's and our own", () => {
    const said = (why: string) => whyWord(why)?.[0];
    expect(said("nobody is on duty for tib@dalarna")).toBe("ingen är i tjänst");
    expect(said("no device has subscribed")).toBe("ingen enhet har push påslagen");
    expect(said("the provider answered 401")).toMatch(/nyckel/);
    expect(said("the provider answered 503")).toBe("fel hos förmedlaren");
    expect(said("the provider answered 418")).toBe("förmedlaren vägrade");
    expect(said("SMS did not answer within 20 s")).toMatch(/inget svar/);
    expect(said("refused at the wire: not marked ÖVNING")).toMatch(/stoppat/);
    expect(said("not tried: nothing gets through over push (no answer in time)")).toMatch(/inte försökt/);
    expect(said("something new")).toBeUndefined();
  });

  it("has words for what browsers say of push", () => {
    expect(browserFault("Error: no answer in time")[0]).toMatch(/svarade inte/);
    expect(browserFault("AbortError: Registration failed - push service error")[0]).toMatch(/kan inte nås/);
    expect(browserFault("TypeError: odd")[0]).toBe("Webbläsaren kunde inte ordna push.");
  });
});

describe("whoever is signed in", () => {
  it("is called by role and region in the chosen language, and by a name where there is one", () => {
    const of = (name: string) => holderName({ role: Role.TIB, organisation: "uppsala", name });
    expect([of("tib uppsala"), of("TiB Uppsala"), of(""), of("A. Lind")]).toEqual(["TiB uppsala", "TiB uppsala", "TiB uppsala", "A. Lind, TiB uppsala"]);
    expect(holderName({ role: Role.OBSERVER, organisation: "", name: "observer" })).toBe("Observatör");
    expect(holderName({ role: Role.OBSERVER, organisation: "", name: "Länsstyrelsen" })).toBe("Länsstyrelsen, Observatör");
  });
});

describe("a hospital", () => {
  it("is called by its name, which says itself what it is; where that is not known, by what it is and its id", () => {
    spokenRules.now = [deliveredRules];
    expect(["hospital@VAS", "hospital@GAV", "hospital@FAL", "blood@dalarna", "tib@dalarna"].map(partyName)).toEqual([
      "Västmanlands sjukhus Västerås",
      "Gävle sjukhus",
      "Falu lasarett",
      "Blodcentral Dalarna",
      "TiB Dalarna",
    ]);
    expect(holderName({ role: Role.HOSPITAL, organisation: "VAS", name: "hospital VAS" })).toBe("Västmanlands sjukhus Västerås");
    spokenRules.now = [];
    expect(partyName("hospital@VAS")).toBe("Sjukhus VAS");
  });
});

describe("the components", () => {
  it.each(components)("%s holds no text of its own", (name) => {
    expect(ownText(readFileSync(join(source, name), "utf8"))).toEqual([]);
  });

  it("would be caught if they did", () => {
    expect(ownText("<p>{say(a.b)} Larma</p>")).toEqual(["Larma"]);
    expect(ownText('<button aria-label="Stäng">{x}</button>')).toEqual(["Stäng"]);
  });
});

it("several vehicles are several, and one is one", () => {
  expect([1, 2, 0].map((n) => vehiclesWord(n, "ambulans"))).toEqual(["ambulans", "ambulanser", "ambulanser"]);
  expect(["Intensivvårdsambulans", "ambulanshelikopter", "buss", "sjuktransport", "ambulance"].map((each) => vehiclesWord(2, each))).toEqual([
    "Intensivvårdsambulanser",
    "ambulanshelikoptrar",
    "bussar",
    "sjuktransporter",
    "ambulances",
  ]);
  expect(vehiclesWord(3, "lätt bil")).toBe("lätt bil");
  expect(vehiclesWord(3, "")).toBe("");
});
