// Having seen an alarm is not an answer to it; a report is not yet an alarm.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { BloodViewSchema } from "../src/gen/larm/v1/blood_pb";
import { IncidentPhase, PartyState } from "../src/gen/larm/v1/domain_pb";
import { type IncidentView, IncidentViewSchema } from "../src/gen/larm/v1/incident_pb";
import { unconfirmed } from "../src/state/derive/incidents";
import { owedBy, seenAt } from "../src/state/derive/owed";
import { unknownWorld } from "../src/state/world";
import { deliveredRules as rules } from "./pack";

type Part = Exclude<MessageInitShape<typeof IncidentViewSchema>, IncidentView>;
const running = (part: Part) => create(IncidentViewSchema, { regionId: "uppsala", phase: IncidentPhase.RUNNING, alarmAt: 100n, ...part });
const alarm = { party: "tib@dalarna", step: "regional_alarm", state: PartyState.ACKNOWLEDGED, since: 120n };
const transports = { party: "tib@dalarna", step: "transports", state: PartyState.ACKNOWLEDGED, since: 120n, missing: 5, deadline: 400n };
const asked = { regionId: "dalarna", required: 5 };

describe("what is still owed", () => {
  it("is nothing while the alarm has not been seen: that comes first", () => {
    const view = running({ parties: [{ ...alarm, state: PartyState.DELIVERED }, transports], transports: [asked] });
    expect(owedBy(view, rules, "tib@dalarna", undefined)).toEqual([]);
  });

  it("is the vehicles that are missing, and when they are asked for again", () => {
    const view = running({ parties: [alarm, transports], transports: [{ ...asked, committed: 2, provisional: 3 }] });
    expect(owedBy(view, rules, "tib@dalarna", undefined)).toEqual([{ kind: "transports", step: "transports", missing: 3, required: 5, againAt: 400n }]);
    expect(seenAt(view, "tib@dalarna")).toBe(120n);
    expect(owedBy(view, undefined, "tib@dalarna", undefined)).toMatchObject([{ kind: "transports", missing: 3 }]);
  });

  it("is nothing of them once there are enough, or a no, or a lack that was accepted, or an end", () => {
    const of = (part: Part) => owedBy(running({ parties: [alarm, transports], transports: [asked], ...part }), rules, "tib@dalarna", undefined);
    expect(of({}).length).toBe(1);
    expect(of({ transports: [{ ...asked, committed: 3, released: 2 }] })).toEqual([]);
    expect(of({ transports: [{ ...asked, shortfallAccepted: true }] })).toEqual([]);
    expect(of({ parties: [alarm, { ...transports, state: PartyState.ANSWERED, answer: "decline: inga" }] })).toEqual([]);
    expect(of({ phase: IncidentPhase.STOOD_DOWN })).toEqual([]);
  });

  it("is a blood centre's stock until one has been counted in this alarm, and its offer when the country is asked", () => {
    const chase = { party: "blood@dalarna", step: "blood_alarm", state: PartyState.ACKNOWLEDGED, since: 130n };
    const blood = (observedAt: bigint) => create(BloodViewSchema, { centres: [{ party: "blood@dalarna", observedAt }] });
    const kinds = (part: Part, at?: bigint) => owedBy(running(part), rules, "blood@dalarna", at === undefined ? undefined : blood(at)).map(({ kind }) => kind);
    expect(kinds({ parties: [chase] }, 50n)).toEqual(["stock"]);
    expect(kinds({ parties: [chase] }, 140n)).toEqual([]);
    expect(kinds({ parties: [chase] })).toEqual([]);
    const country = { ...chase, step: "blood_country", deadline: 500n };
    expect(kinds({ parties: [chase, country] }, 140n)).toEqual(["offer"]);
    expect(kinds({ parties: [chase, { ...country, state: PartyState.ANSWERED, answer: "accept" }] }, 140n)).toEqual([]);
  });
});

describe("a report", () => {
  it("waits until somebody has confirmed it, the oldest first", () => {
    const views = [
      create(IncidentViewSchema, { incidentId: "b", phase: IncidentPhase.REPORTED, reportedAt: 2n }),
      create(IncidentViewSchema, { incidentId: "a", phase: IncidentPhase.REPORTED, reportedAt: 1n }),
      running({ incidentId: "c" }),
      create(IncidentViewSchema, { incidentId: "d", phase: IncidentPhase.RESCINDED }),
    ];
    const incidents = new Map(views.map((view) => [view.incidentId, { view, seq: 1n, toldSeq: 1n }]));
    expect(unconfirmed({ ...unknownWorld, incidents }).map(({ view }) => view.incidentId)).toEqual(["a", "b"]);
  });
});
