// Whom an alarm would go to, as the rule pack has it and the duties say it now: which steps begin with it, which later, who
// is asked in each, and to whom a message leaves in the first second. Mirrors how the core begins a step
// (engine/core/ladder.cpp, pack.cpp).
import type { DutyView } from "../../gen/larm/v1/contact_pb";
import { Channel, Role } from "../../gen/larm/v1/domain_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import { type Audience, type Notify, Recipient, type RulePack, type Step, Trigger, Where } from "../../gen/larm/v1/rules_pb";
import { isHuman } from "../fold_chases";
import { organisationOf, partyFor } from "../party";
import type { Rules } from "../rules";

export interface AskedStep {
  readonly step: Step;
  readonly parties: readonly string[];
  /** Whoever confirms is among them, and is not told what they know. */
  readonly hasDeclarer: boolean;
  /** When whoever is asked is first told, seconds from the step's beginning; undefined: never. */
  readonly toldAfterS: number | undefined;
  /** Over what they are told then. */
  readonly channels: readonly Channel[];
}

export interface Told {
  readonly party: string;
  /** Empty: nobody is on duty. */
  readonly officerId: string;
  /** Of those that it goes over, what the officer has; undefined where that is not known. */
  readonly channels: readonly Channel[] | undefined;
}

export interface AlarmAudience {
  /** That begin when the alarm goes. */
  readonly steps: readonly AskedStep[];
  /** That begin only if something comes about. */
  readonly later: readonly AskedStep[];
  /** To whom a message leaves in the first second. */
  readonly told: readonly Told[];
  /** Asked or told, and nobody is on duty. */
  readonly unmanned: readonly string[];
  /** Told, and has none of the channels that it goes over. */
  readonly unreachable: readonly string[];
}

export function audienceOf(rules: Rules, duties: ReadonlyMap<string, DutyView>, stricken: string): AlarmAudience {
  const asked = rules.pack.steps.filter((step) => !isEnd(step)).map((step) => askedIn(rules.pack, step, stricken));
  const steps = asked.filter(({ step }) => step.start?.trigger === Trigger.ALARM);
  const told = toldOf(steps, duties, stricken);
  const parties = new Set([...steps.flatMap((each) => each.parties), ...told.map((each) => each.party)]);
  return {
    steps,
    later: asked.filter((each) => !steps.includes(each)),
    told,
    unmanned: [...parties].filter((party) => party !== declarerOf(stricken) && !duties.get(party)?.officerId),
    unreachable: told.filter((each) => each.officerId && each.channels?.length === 0).map((each) => each.party),
  };
}

function isEnd({ start }: Step): boolean {
  return start?.trigger === Trigger.STAND_DOWN || start?.trigger === Trigger.RESCIND;
}

const declarerOf = (stricken: string) => partyFor(Role.TIB, stricken);

function askedIn(pack: RulePack, step: Step, stricken: string): AskedStep {
  const parties = partiesOf(pack, step.audience, stricken);
  const first = step.rungs.find((rung) => rung.notify.some(isToParty));
  return {
    step,
    parties,
    hasDeclarer: parties.includes(declarerOf(stricken)),
    toldAfterS: first?.afterS,
    channels: [...new Set(first?.notify.filter(isToParty).flatMap((each) => each.channels))],
  };
}

const isToParty = ({ who }: Notify) => who === Recipient.PARTY;

function partiesOf(pack: RulePack, audience: Audience | undefined, stricken: string): string[] {
  const role = audience?.role ?? Role.UNSPECIFIED;
  switch (audience?.where) {
    case Where.EVERY_REGION:
    case Where.OTHER_REGIONS: {
      const regions = [...pack.regions].sort((a, b) => a.number - b.number).map((each) => each.id);
      return regions.filter((id) => audience.where === Where.EVERY_REGION || id !== stricken).map((id) => partyFor(role, id));
    }
    case Where.STRICKEN_REGION:
      return [partyFor(role, stricken)];
    case Where.ORGANISATIONS:
      return pack.organisations.filter((each) => each.role === role).map((each) => partyFor(role, each.id));
    default:
      return []; // those who have been alarmed: nobody yet; or of a newer server
  }
}

function toldOf(steps: readonly AskedStep[], duties: ReadonlyMap<string, DutyView>, stricken: string): Told[] {
  const over = new Map<string, Set<Channel>>();
  for (const { step, parties } of steps) {
    const first = step.rungs[0];
    if (first === undefined || first.afterS > 0) {
      continue;
    }
    for (const party of parties.filter((each) => each !== declarerOf(stricken))) {
      for (const notify of first.notify) {
        const recipient = recipientOf(notify, party, stricken);
        over.set(recipient, new Set([...(over.get(recipient) ?? []), ...notify.channels]));
      }
    }
  }
  return [...over].map(([party, channels]) => {
    const duty = duties.get(party);
    // Of an officer who has just taken over the feed does not say over what they are reached.
    const isKnown = duty !== undefined && duty.channels.length > 0;
    const has = [...channels].filter((each) => each === Channel.OPERATOR || duty?.channels.includes(each));
    return { party, officerId: duty?.officerId ?? "", channels: isKnown ? has.sort((a, b) => a - b) : undefined };
  });
}

function recipientOf({ who }: Notify, party: string, stricken: string): string {
  switch (who) {
    case Recipient.DEPUTY:
      return partyFor(Role.DEPUTY, organisationOf(party));
    case Recipient.DECLARER:
      return declarerOf(stricken);
    default:
      return party;
  }
}

/** Of those whom the alarm asks, the declarer aside: how many there are, and of how many a human has seen it. */
export function acknowledgedIn(view: IncidentView, rules: Rules | undefined): { readonly seen: number; readonly asked: number } {
  const isOfAlarm = (step: string) => rules === undefined || rules.steps.get(step)?.start?.trigger === Trigger.ALARM;
  const chases = view.parties.filter((each) => isOfAlarm(each.step) && each.party !== declarerOf(view.regionId));
  return {
    asked: new Set(chases.map((each) => each.party)).size,
    seen: new Set(chases.filter((each) => isHuman(each.state)).map((each) => each.party)).size,
  };
}
