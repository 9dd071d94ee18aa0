// Names of steps stand in narrow columns: where their words are divided there.
import { describe, expect, it } from "vitest";
import { hyphenated } from "../src/words/hyphens";
import { cooperationRules, deliveredRules } from "./pack";

const seen = (text: string) => hyphenated(text).replaceAll("\u00ad", "·");

describe("a long word", () => {
  it("is divided between the parts that it is made of", () => {
    expect(seen("Sjukvårdsregionalt masskadelarm")).toBe("Sjukvårds·regionalt masskade·larm");
    expect(seen("Minst fem sekundärtransporter per region")).toBe("Minst fem sekundär·transporter per region");
    expect(seen("Ställningstagande till masskadetriage och vårdstandard")).toBe("Ställnings·tagande till masskade·triage och vård·standard");
    expect(seen("Förflyttning av patienter")).toBe("För·flyttning av patienter");
    expect(seen("Blodlarm till landets blodcentraler")).toBe("Blodlarm till landets blod·centraler");
    expect(seen("Lägesbild till Socialstyrelsen")).toBe("Lägesbild till Social·styrelsen");
  });

  it("of which the parts are not known is divided before the consonant that begins a syllable, and never within a sound", () => {
    expect(seen("Verksamhetsberättelse")).toBe("Verk·sam·hets·berät·telse");
    expect(seen("kvalitetssäkringar")).toBe("kva·litets·säkringar");
  });

  it("is divided sooner where a column has room for less", () => {
    const narrow = (text: string, whole: number) => hyphenated(text, whole).replaceAll("\u00ad", "·");
    expect(["Akut", "Röntgen", "Operation", "IVA", "Avdelning"].map((each) => narrow(each, 6))).toEqual(["Akut", "Rönt·gen", "Ope·ration", "IVA", "Avdel·ning"]);
    expect([narrow("Utrustning", 8), narrow("Lokaler", 8)]).toEqual(["Utrust·ning", "Lokaler"]);
  });

  it("that has room is left whole, and the text is the same without its hyphens", () => {
    expect(seen("Situation report to the regions")).toBe("Situation report to the regions");
    for (const rules of [deliveredRules, cooperationRules]) {
      for (const { title } of rules.steps.values()) {
        for (const text of [title?.sv ?? "", title?.en ?? ""]) {
          expect(hyphenated(text).replaceAll("\u00ad", "")).toBe(text);
          const longest = hyphenated(text).split(/[\s\u00ad-]+/).map((part) => part.length);
          expect(Math.max(...longest), text).toBeLessThanOrEqual(12);
        }
      }
    }
  });
});
