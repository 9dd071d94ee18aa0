// After an end: what is still to be done is to see that everyone knows, and what was lacking is history.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { Channel, IncidentPhase, PartyState, Via } from "../src/gen/larm/v1/domain_pb";
import { type IncidentView, IncidentViewSchema } from "../src/gen/larm/v1/incident_pb";
import { endReceipts, endToneOf } from "../src/state/derive/ending";
import { matrixOf } from "../src/state/derive/matrix";
import { nightViews } from "./night";
import { deliveredRules as rules } from "./pack";

const now = 1_000_000_000n;
const ended = (part: Exclude<MessageInitShape<typeof IncidentViewSchema>, IncidentView>) =>
  create(IncidentViewSchema, {
    regionId: "uppsala",
    phase: IncidentPhase.STOOD_DOWN,
    confirmedAt: 1n,
    endedAt: 2n,
    ...part,
  });
const alarm = { party: "tib@dalarna", step: "regional_alarm", state: PartyState.UNREACHABLE };
const end = (organisation: string, state: PartyState, deadline = 0n) => ({ party: `tib@${organisation}`, step: "stand_down", state, deadline });

describe("the receipts of an end", () => {
  it("are none while the alarm stands, and none of what was never an alarm", () => {
    expect(endReceipts(create(IncidentViewSchema, { confirmedAt: 1n, phase: IncidentPhase.RUNNING }), rules)).toBeUndefined();
    expect(endReceipts(create(IncidentViewSchema, { endedAt: 2n, phase: IncidentPhase.CLOSED }), rules)).toBeUndefined();
  });

  it("tell what has left from what waits and what has failed, those whom nothing has left for first", () => {
    const view = ended({
      parties: [end("dalarna", PartyState.SENT, 9n), end("orebro", PartyState.PENDING, 9n), end("varmland", PartyState.ACKNOWLEDGED)],
      notSeen: [
        { party: "tib@dalarna", since: 3n, tried: [Channel.SMS], failed: [Channel.PUSH], state: PartyState.SENT },
        { party: "tib@orebro", since: 3n, waiting: [Channel.SMS], failed: [Channel.PUSH], calls: 1, state: PartyState.PENDING },
      ],
    });
    const receipts = endReceipts(view, rules);
    expect(receipts?.unseen.map((each) => each.party)).toEqual(["tib@orebro", "tib@dalarna"]);
    expect(receipts?.unseen[0]).toMatchObject({ tried: [], waiting: [Channel.SMS], failed: [Channel.PUSH], calls: 1, deadline: 9n });
    expect(receipts?.seen.map((each) => each.party)).toEqual(["tib@varmland"]);
  });

  it("believe the latest event of somebody who has seen it, before the list is told anew", () => {
    const view = ended({
      parties: [end("dalarna", PartyState.ACKNOWLEDGED)],
      notSeen: [{ party: "tib@dalarna", tried: [Channel.SMS] }],
    });
    expect(endReceipts(view, rules)).toMatchObject({ unseen: [], seen: [{ party: "tib@dalarna" }] });
  });

  it("do not count whoever ended it, and name whom the list alone knows", () => {
    const view = ended({
      parties: [{ ...end("uppsala", PartyState.ACKNOWLEDGED), via: Via.API }],
      notSeen: [{ party: "hospital@FAL" }],
    });
    expect(endReceipts(view, rules)).toMatchObject({ unseen: [{ party: "hospital@FAL", since: 0n }], seen: [] });
    expect(endReceipts(view, undefined)?.unseen.length).toBe(1);
  });

  it("say of a region whether its people have seen it", () => {
    const view = ended({
      parties: [end("dalarna", PartyState.ACKNOWLEDGED), end("orebro", PartyState.UNREACHABLE), end("varmland", PartyState.SENT)],
      notSeen: [{ party: "tib@varmland", tried: [Channel.SMS] }],
    });
    const receipts = endReceipts(view, rules);
    const tones = ["dalarna", "orebro", "varmland", "sormland"].map((region) => receipts && endToneOf(receipts, region));
    expect(tones).toEqual(["ok", "bad", "progress", "none"]);
  });

  it("are those of the night, which ended with everyone told or named", () => {
    const view = nightViews.at(-1)?.incident as IncidentView;
    const receipts = endReceipts(view, rules);
    const told = new Set(view.parties.filter((each) => each.step === "stand_down" && each.party !== `tib@${view.regionId}`).map((each) => each.party));
    expect((receipts?.seen.length ?? 0) + (receipts?.unseen.length ?? 0)).toBeGreaterThanOrEqual(told.size);
  });
});

describe("the chain after an end", () => {
  const view = ended({
    parties: [
      alarm,
      { party: "tib@orebro", step: "transports", state: PartyState.ACKNOWLEDGED, missing: 5 },
      { party: "tib@varmland", step: "transports", state: PartyState.ACKNOWLEDGED, missing: 2, answer: "accept 3" },
      end("dalarna", PartyState.SENT, 9n),
    ],
  });

  it("is left as it was, in words that ask for nothing", () => {
    const cells = matrixOf(view, rules, rules.regions, now, false).rows.flatMap((row) => row.cells);
    const of = (region: string, step: string) => cells.find((each) => each.region === region && each.step === step)?.standing;
    expect(of("dalarna", "regional_alarm")).toEqual({ tone: "none", word: "notReached" });
    expect(of("orebro", "transports")).toEqual({ tone: "none", word: "unanswered" });
    expect(of("varmland", "transports")).toEqual({ tone: "none", word: "partly" });
  });
});
