// Whom an alarm would go to: what the rule pack says, whatever steps and parties it has, with who is on duty now.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { type DutyView, DutyViewSchema } from "../src/gen/larm/v1/contact_pb";
import { Channel, PartyState, Role } from "../src/gen/larm/v1/domain_pb";
import { IncidentViewSchema } from "../src/gen/larm/v1/incident_pb";
import { Expects, Recipient, RulePackSchema, StepSchema, Trigger, Where } from "../src/gen/larm/v1/rules_pb";
import { acknowledgedIn, audienceOf } from "../src/state/derive/audience";
import { rulesOf } from "../src/state/rules";
import { deliveredPack, deliveredRules as rules } from "./pack";

const usual = [Channel.PUSH, Channel.SMS, Channel.VOICE];
function dutiesFor(parties: readonly string[], changed: Record<string, Partial<DutyView>> = {}): ReadonlyMap<string, DutyView> {
  return new Map(
    parties.map((party) => [party, { ...create(DutyViewSchema, { party, officerId: `${party}-1`, channels: usual }), ...changed[party] }]),
  );
}
const everyone = rules.regions.flatMap((region) => [`tib@${region}`, `blood@${region}`]);

type StepInit = Exclude<MessageInitShape<typeof StepSchema>, { $typeName: string }>;
const withStep = (step: StepInit) =>
  rulesOf("1f", create(RulePackSchema, { ...deliveredPack, steps: [...deliveredPack.steps, create(StepSchema, step)] }));
const atOnce = (who: Recipient, channels: Channel[]) => [{ afterS: 0, notify: [{ who, channels }] }];

describe("an alarm's audience", () => {
  const audience = audienceOf(rules, dutiesFor(everyone), "uppsala");

  it("is what the delivered pack says: its steps at the alarm, and those that wait for something", () => {
    expect(audience.steps.map((each) => each.step.id)).toEqual(["regional_alarm", "transports", "blood_alarm", "national_decision"]);
    expect(audience.later.map((each) => each.step.id)).toEqual(["shortfall", "national_alarm"]);
    expect(audience.later[1]?.parties).toEqual(["national@socialstyrelsen"]);
  });

  it("does not tell whoever confirms what they know, and asks them all the same", () => {
    expect(audience.told.map((each) => each.party)).not.toContain("tib@uppsala");
    expect(audience.told.length).toBe(13);
    expect(audience.steps[1]).toMatchObject({ hasDeclarer: true, toldAfterS: 300, channels: [Channel.PUSH, Channel.SMS] });
  });

  it("goes over what the pack says and the officer has; what is not known is not none", () => {
    const changed = audienceOf(
      rules,
      dutiesFor(everyone, {
        "tib@dalarna": { channels: [Channel.SMS, Channel.EMAIL] },
        "blood@dalarna": { channels: [Channel.SMS] },
        "blood@orebro": { channels: [] },
        "blood@varmland": { officerId: "" },
      }),
      "uppsala",
    );
    const over = (party: string) => changed.told.find((each) => each.party === party)?.channels;
    expect(over("tib@orebro")).toEqual([Channel.PUSH, Channel.SMS]);
    expect(over("tib@dalarna")).toEqual([Channel.SMS]);
    expect(changed.unreachable).toEqual(["blood@dalarna"]);
    expect(over("blood@orebro")).toBeUndefined();
    expect(changed.unmanned).toEqual(["blood@varmland"]);
  });

  it("has a national step that begins with the alarm, with whom it asks, also where nobody is on duty", () => {
    const national = withStep({
      id: "national_now",
      start: { trigger: Trigger.ALARM },
      audience: { role: Role.NATIONAL, where: Where.ORGANISATIONS },
      expects: Expects.ACKNOWLEDGEMENT,
      rungs: atOnce(Recipient.PARTY, [Channel.PUSH]),
    });
    const found = audienceOf(national, dutiesFor(everyone), "uppsala");
    expect(found.told.at(-1)?.party).toBe("national@socialstyrelsen");
    expect(found.unmanned).toEqual(["national@socialstyrelsen"]);
  });

  it("has any other kind of party, and whom a rung tells beside it", () => {
    const hospitals = withStep({
      id: "hospitals",
      start: { trigger: Trigger.ALARM },
      audience: { role: Role.HOSPITAL, where: Where.OTHER_REGIONS },
      expects: Expects.ACKNOWLEDGEMENT,
      rungs: [{ afterS: 0, notify: [{ who: Recipient.PARTY, channels: [Channel.SMS] }, { who: Recipient.DEPUTY, channels: [Channel.VOICE] }] }],
    });
    const { steps, told } = audienceOf(hospitals, dutiesFor([...everyone, "deputy@dalarna"]), "uppsala");
    expect(steps.at(-1)?.parties.length).toBe(6);
    expect(told.map((each) => each.party)).toContain("hospital@dalarna");
    expect(told.find((each) => each.party === "deputy@dalarna")?.channels).toEqual([Channel.VOICE]);
  });

  it("is counted as seen by party, whatever step they saw it in", () => {
    const party = (party: string, step: string, state: PartyState) => ({ party, step, state });
    const view = create(IncidentViewSchema, {
      regionId: "uppsala",
      parties: [
        party("tib@uppsala", "regional_alarm", PartyState.ACKNOWLEDGED),
        party("tib@dalarna", "regional_alarm", PartyState.ACKNOWLEDGED),
        party("tib@dalarna", "transports", PartyState.PENDING),
        party("blood@dalarna", "blood_alarm", PartyState.SENT),
        party("national@socialstyrelsen", "national_alarm", PartyState.ACKNOWLEDGED),
      ],
    });
    expect(acknowledgedIn(view, rules)).toEqual({ asked: 2, seen: 1 });
    expect(acknowledgedIn(view, undefined)).toEqual({ asked: 3, seen: 2 });
  });
});
