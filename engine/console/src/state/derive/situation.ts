// The situation report: when it is due, which sections lack words and who writes them, and how it differs from another.
import type { Session } from "../../api/session";
import { Role, type Text } from "../../gen/larm/v1/domain_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import { Expects, type Step, Trigger } from "../../gen/larm/v1/rules_pb";
import type { SituationSection } from "../../gen/larm/v1/situation_rules_pb";
import type { SituationSectionView, SituationView } from "../../gen/larm/v1/situation_calls_pb";
import { partyFor } from "../party";
import type { Rules } from "../rules";
import { askedIn } from "./audience";
import { leads } from "./rights";
import { isAlarming, isOpen } from "./standing";

export interface ReportDue {
  /** "notSent": it can be sent at any time, and nobody waits for it yet. */
  readonly is: "notSent" | "sent" | "due";
  /** When it was sent, or since when it is due; 0: not known. */
  readonly atUs: bigint;
  /** When the next one is due; 0: never. */
  readonly nextUs: bigint;
}

export function reportDue(view: IncidentView, rules: Rules | undefined, situation: SituationView | undefined, nowUs: bigint): ReportDue {
  const sent = situation?.sent ?? 0;
  const nextUs = situation?.nextDue ?? 0n;
  if (isAlarming(view)) {
    if (nextUs !== 0n && nextUs <= nowUs) {
      return { is: "due", atUs: nextUs, nextUs };
    }
    const asked = view.parties.find((each) => rules?.steps.get(each.step)?.expects === Expects.SITUATION_REPORT && each.party === partyFor(Role.TIB, view.regionId));
    if (sent === 0 && asked) {
      return { is: "due", atUs: asked.since, nextUs };
    }
  }
  return sent > 0 ? { is: "sent", atUs: situation?.sentAt ?? 0n, nextUs } : { is: "notSent", atUs: 0n, nextUs };
}

export function maySendReport(session: Session | undefined, view: IncidentView): boolean {
  return isOpen(view) && view.rulesHash !== "" && leads(session, view);
}

/** Whoever leads writes everywhere; others of the stricken region, and national ones, where the template names their role. */
export function mayFill(session: Session | undefined, view: IncidentView, rules: Rules | undefined, section: string): boolean {
  if (session === undefined || !isOpen(view)) {
    return false;
  }
  const rule = rules?.pack.situation?.sections.find((each) => each.id === section);
  return leads(session, view) || (isNear(session, view, rules) && (rule?.filledBy.includes(session.role) ?? false));
}

function isNear(session: Session, view: IncidentView, rules: Rules | undefined): boolean {
  const region = rules?.pack.hospitals.find((each) => each.id === session.organisation)?.regionId ?? session.organisation;
  return session.role === Role.NATIONAL || region === view.regionId;
}

/** A section of the template, with what is known of it; what the server leaves out for want of words is there too. */
export interface Section {
  readonly id: string;
  readonly title: Text | undefined;
  readonly rule: SituationSection | undefined;
  readonly told: SituationSectionView | undefined;
}

/** In the template's order. */
export function sectionsOf(situation: SituationView | undefined, rules: Rules | undefined): Section[] {
  const told = situation?.sections ?? [];
  const template = rules?.pack.situation?.sections ?? [];
  const known = new Set(template.map((each) => each.id));
  return [
    ...template.map((rule) => ({ id: rule.id, title: rule.title, rule, told: told.find((each) => each.id === rule.id) })),
    ...told.filter((each) => !known.has(each.id)).map((each) => ({ id: each.id, title: each.title, rule: undefined, told: each })),
  ];
}

export type DiffKind = "same" | "new" | "gone";

export interface DiffLine {
  readonly kind: DiffKind;
  readonly text: string;
}

/** What is new and what is gone, in the order of the text that is now: by the longest common run of lines. */
export function diffLines(before: readonly string[], now: readonly string[]): DiffLine[] {
  const common = before.map(() => now.map(() => 0));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      (common[i] as number[])[j] = before[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < now.length) {
    if (i < before.length && j < now.length && before[i] === now[j]) {
      lines.push({ kind: "same", text: now[j] as string });
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "gone", text: before[i] as string });
      i += 1;
    } else {
      lines.push({ kind: "new", text: now[j] as string });
      j += 1;
    }
  }
  return lines;
}

/** Whom a report that is sent now goes to: national parties only once the national step is taken. */
export function reportAudience(rules: Rules, view: IncidentView): string[] {
  const steps = rules.pack.steps.filter((step) => step.start?.trigger === Trigger.SITUATION_SENT && (!isNational(step) || view.nationalTaken));
  return [...new Set(steps.flatMap((step) => askedIn(rules.pack, step, view.regionId).parties))];
}

function isNational(step: Step): boolean {
  return step.audience?.role === Role.NATIONAL;
}
