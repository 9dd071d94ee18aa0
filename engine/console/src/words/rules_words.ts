// Sentences about a rule pack, each from what the pack says.
import { type ChannelPolicy, type Notify, type RollCallPolicy, type RulePack, type Step, Trigger, Where } from "../gen/larm/v1/rules_pb";
import { roleWord } from "./domain";
import { channelNames, textOf } from "./names";
import { expectsWord, recipientWord, rules, triggerWord, weekdayWord, whereWord } from "./rules";
import { say } from "./say.svelte";
import { duration } from "./times";

export function after(seconds: number): string {
  return seconds === 0 ? say(rules.atOnce) : say(rules.afterTime, { time: duration(seconds) });
}

export function startText(pack: RulePack, step: Step): string {
  const trigger = step.start?.trigger ?? Trigger.UNSPECIFIED;
  if (trigger === Trigger.STEP_COMPLETE) {
    const before = pack.steps.find((each) => each.id === step.start?.afterStep);
    return say(rules.stepWaited, { step: textOf(before?.title) || (step.start?.afterStep ?? "") });
  }
  return say(triggerWord[trigger] ?? triggerWord[0]);
}

export function audienceText(pack: RulePack, step: Step): string {
  const where = step.audience?.where ?? Where.UNSPECIFIED;
  const role = step.audience?.role ?? 0;
  const text = say(whereWord[where] ?? whereWord[0]).replace("{role}", say(roleWord[role] ?? roleWord[0]));
  const organisations = pack.organisations.filter((each) => each.role === role).map((each) => each.name);
  return where === Where.ORGANISATIONS && organisations.length > 0 ? `${text}: ${organisations.join(", ")}` : text;
}

export function expectsText(step: Step): string {
  return say(expectsWord[step.expects] ?? expectsWord[0]);
}

export function whoText(notify: Notify): string {
  return say(recipientWord[notify.who] ?? recipientWord[0]);
}

/** "den drabbade regionens TiB (Push, SMS)" */
export function notifyText(notify: Notify): string {
  return `${whoText(notify)} (${channelNames(notify.channels)})`;
}

export function channelText(policy: ChannelPolicy): string {
  return [
    say(rules.channelGivenUp, { time: duration(policy.attemptWithinS) }),
    policy.receiptWithinS > 0 && say(rules.channelReceipt, { time: duration(policy.receiptWithinS) }),
    policy.brokenAfter > 0 && say(rules.channelBroken, { n: policy.brokenAfter, time: duration(policy.brokenForS) }),
  ]
    .filter(Boolean)
    .join("; ");
}

export function rollCallText(policy: RollCallPolicy): string {
  const spans = { time: duration(policy.answerWithinS), proven: duration(policy.provenForH * 3_600) };
  if (!policy.atLocal || policy.days.length === 0) {
    return say(rules.rollCallOnDemand, spans);
  }
  const days = policy.days.map((each) => say(weekdayWord[each] ?? weekdayWord[0])).join(", ");
  return say(rules.rollCallAt, { ...spans, days: days.charAt(0).toLocaleUpperCase() + days.slice(1), at: policy.atLocal });
}

/** A source that says itself that it is none. */
export function isAssumption(source: string): boolean {
  return /antagande/i.test(source);
}
