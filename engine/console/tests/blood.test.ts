// The blood centre's part: its own chase, its answer in words, and a draft that outlives the page.
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { PartyState } from "../src/gen/larm/v1/domain_pb";
import { IncidentViewSchema, PartyViewSchema } from "../src/gen/larm/v1/incident_pb";
import { emptyDraft, isEmpty, readDraft } from "../src/screens/blood/draft";
import { noteOf } from "../src/screens/blood/note";
import { bloodChase, incidentsOf, otherCentres, reasonOf, saidBy } from "../src/state/derive/blood";
import { advance } from "../src/state/advance";
import { unknownWorld } from "../src/state/world";
import { nightFrames } from "./night";
import { deliveredRules } from "./pack";

const own = (part: object) => create(PartyViewSchema, { party: "blood@uppsala", step: "blood_alarm", ...part });

describe("a blood centre", () => {
  it("finds itself and the others in an incident, and no other step of its own", () => {
    const view = create(IncidentViewSchema, {
      parties: [own({}), own({ step: "stand_down" }), own({ party: "blood@dalarna" }), own({ party: "tib@uppsala", step: "transports" })],
    });
    expect(bloodChase(view, deliveredRules, "blood@uppsala")?.step).toBe("blood_alarm");
    expect(bloodChase(view, deliveredRules, "blood@orebro")).toBeUndefined();
    expect(bloodChase(view, undefined, "blood@uppsala")?.step).toBe("blood_alarm");
    expect(otherCentres(view, deliveredRules, "blood@uppsala").map((each) => each.party)).toEqual(["blood@dalarna"]);
  });

  it("is in the incidents of a recorded night in which it was alarmed, and in no others", () => {
    const world = advance(unknownWorld, nightFrames);
    expect(incidentsOf(world, "blood@uppsala").length).toBeGreaterThan(0);
    for (const { view } of incidentsOf(world, "blood@uppsala")) {
      expect(view.parties.some((each) => each.party === "blood@uppsala")).toBe(true);
    }
    expect(incidentsOf(world, "blood@nowhere")).toEqual([]);
  });

  it("has said something only when it has answered, not when it has seen", () => {
    expect(saidBy(undefined)).toBe("nothing");
    expect(saidBy(own({ state: PartyState.ACKNOWLEDGED }))).toBe("nothing");
    expect(saidBy(own({ state: PartyState.ANSWERED, answer: "accept" }))).toBe("yes");
    const no = own({ state: PartyState.ANSWERED, answer: "decline: ingen personal" });
    expect(saidBy(no)).toBe("no");
    expect(reasonOf(no)).toBe("ingen personal");
  });
});

describe("its answer's note", () => {
  it("holds what was written, in one line, and nothing that was not", () => {
    expect(noteOf(emptyDraft)).toBe("");
    expect(noteOf({ ...emptyDraft, stock: " O neg 12,\nplasma $& 40 ", national: "called" })).toBe(
      "Lager: O neg 12, plasma $& 40. Landets blodcentraler: Vi har larmat dem",
    );
  });
});

describe("its draft", () => {
  it("has its shape whatever was stored", () => {
    expect(readDraft(null)).toBeUndefined();
    expect(readDraft("rubbish")).toBeUndefined();
    expect(readDraft("7")).toBeUndefined();
    expect(readDraft(JSON.stringify({ canGive: "maybe", stock: 7, national: "called", more: 1 }))).toEqual({ ...emptyDraft, national: "called" });
  });

  it("is empty until somebody has entered something", () => {
    expect(isEmpty({ ...emptyDraft, step: "blood_alarm" })).toBe(true);
    expect(isEmpty({ ...emptyDraft, stock: "O neg 2" })).toBe(false);
  });
});
