// Figures of capacity and triage as they are read.
import { describe, expect, it } from "vitest";
import { arrivalModelText, shareText } from "../src/words/capacity_values";
import { spokenRules } from "../src/words/spoken_rules.svelte";
import { capacityRules } from "./pack";

describe("figures of capacity", () => {
  it("name the model that casualties are expected by, and the default by what it is for", () => {
    spokenRules.now = [capacityRules];
    expect(arrivalModelText("skottlossning")).toBe("Enligt modellen skottlossning");
    expect(arrivalModelText("ovrigt")).toBe("Enligt modellen för händelser i allmänhet");
  });

  it("have no figure beyond what the engine reckons with", () => {
    expect(shareText(1_250n)).toBe("125 %");
    expect(shareText(9_999n)).toBe("mer än 999 %");
  });
});
