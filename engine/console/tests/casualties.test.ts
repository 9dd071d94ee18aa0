// What is known of casualties: who said it, when, and what nobody has said.
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { Durability } from "../src/gen/larm/v1/domain_pb";
import { EventSchema } from "../src/gen/larm/v1/event_pb";
import { figuresOf, reportOf, scenesOf } from "../src/state/derive/casualties";
import type { Entry } from "../src/state/world";

type Kind = NonNullable<Parameters<typeof create<typeof EventSchema>>[1]>["kind"];
const entry = (seq: bigint, kind: Kind): Entry => ({ seq, durability: Durability.LOCAL, event: create(EventSchema, { atUs: seq * 10n, kind }) });
const report = (seq: bigint, casualties: { dead?: number; severe?: number } | undefined) =>
  entry(seq, { case: "incidentReported", value: { regionId: "uppsala", report: casualties ? { casualties } : {} } });
const site = (seq: bigint, siteId: string, severe: number, left: number, more: { dead?: number; name?: string } = {}) =>
  entry(seq, { case: "casualtiesReported", value: { site: { siteId, atScene: { severe }, underWay: { severe: left }, observedAtUs: seq * 10n, ...more } } });

describe("casualties", () => {
  it("never says that there are none of whom nobody has said a number", () => {
    expect(figuresOf({ severe: 11, moderate: 23 })).toEqual({ said: [["severe", 11], ["moderate", 23]], unsaid: ["dead", "minor"] });
    expect(figuresOf(undefined).said).toEqual([]);
  });

  it("are of the last report that tells of any", () => {
    const all = [report(1n, { severe: 3 }), report(2n, { dead: 1 }), report(3n, undefined), site(4n, "1", 9, 0)];
    expect(reportOf(all)?.seq).toBe(2n);
    expect(reportOf([report(1n, { severe: 0 })])).toBeUndefined();
  });

  it("are counted scene by scene, each as it was counted last", () => {
    const all = [site(1n, "1", 20, 0, { name: "Perrongen" }), site(2n, "2", 5, 1), site(3n, "1", 12, 8, { name: "Perrongen", dead: 2 })];
    expect(scenesOf(all)).toMatchObject({ atScene: [["severe", 17]], underWay: [["severe", 9]], dead: 2, sites: [{ name: "Perrongen" }, { name: "", siteId: "2" }], fromUs: 20n, toUs: 30n, by: { seq: 3n } });
    expect(scenesOf([report(1n, { severe: 3 })])).toBeUndefined();
  });
});
