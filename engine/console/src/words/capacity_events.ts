// What hospitals and scenes report, moves of patients, and triage, as a line of the timeline.
import { FacilityStatus } from "../gen/larm/v1/capacity_pb";
import { CareStandard } from "../gen/larm/v1/domain_pb";
import type { Event } from "../gen/larm/v1/event_pb";
import { TransferAct, type TransferMove, TransferState } from "../gen/larm/v1/transfer_pb";
import { IndicatorStanding, type IndicatorTurn, RemindCause, type TriageDecision, type TriageRecommendation } from "../gen/larm/v1/triage_pb";
import { microsToMs } from "../feed/server_clock";
import { countsShort, facilityWord, modeWord, severityWord, stageWord, standardWord, stepStateWord } from "./capacity_domain";
import { indicatorName, questionName, scaleName, stepTitle } from "./capacity_names";
import { nameOfSite, partyName, regionName } from "./names";
import { say } from "./say.svelte";
import type { Pair } from "./say.svelte";
import { clockMinute } from "./times";

const text = {
  reported: ["{hospital} rapporterade vad det kan ta emot", "{hospital} reported what it can take"],
  facility: ["{hospital}: {status}", "{hospital}: {status}"],
  takesNobody: ["{hospital} tar inte emot: vilka som skulle dit har ställts in, och de på väg måste ledas om", "{hospital} takes nobody: those who were to go there are called off, and those on the way must be sent elsewhere"],
  step: ["{hospital}, {step}: {state}", "{hospital}, {step}: {state}"],
  exercised: ["{hospital} övade {step}", "{hospital} exercised {step}"],
  full: ["{hospital}: {stage} har ingen ledig plats", "{hospital}: {stage} has no free place"],
  short: ["{hospital}: {stage} saknar {n} platser från {at}", "{hospital}: {stage} lacks {n} places from {at}"],
  overdue: ["{hospital}: {steps} inte klart i tid", "{hospital}: {steps} not done in time"],
  passed: ["{hospital}: väntad brist i {stage} är förbi", "{hospital}: the foreseen shortfall in {stage} has passed"],
  site: ["Skadade vid {site}: {waiting} på plats, {left} på väg", "Casualties at {site}: {waiting} at the scene, {left} under way"],
  arrived: ["{hospital}: {n} har kommit", "{hospital}: {n} have come"],

  proposed: ["Flyttförslag {n}: {who} i {moves}", "Proposal {n} of moves: {who} in {moves}"],
  onePatient: ["1 patient", "1 patient"],
  patients: ["{n} patienter", "{n} patients"],
  oneMove: ["1 flytt", "1 move"],
  moves: ["{n} flyttar", "{n} moves"],
  proposedLeft: ["{what}, {n} kan inte flyttas", "{what}, {n} cannot be moved"],
  reviewed: ["Flyttplanen sågs över: inget nytt förslag", "The plan of moves was looked at: nothing new"],
  move: ["{n} {who} från {from} till {to}", "{n} {who} from {from} to {to}"],
  leftOver: ["{did}. Plats, fordon eller patienter fanns inte för {what}", "{did}. No place, vehicle or patients were left for {what}"],
  movesMore: ["{first} och {n} flyttar till", "{first} and {n} more moves"],
  because: ["{what}: {reason}", "{what}: {reason}"],

  indicator: ["{where}, {indicator}: {value}", "{where}, {indicator}: {value}"],
  holds: ["{indicator} talar för ({region})", "{indicator} speaks for it ({region})"],
  ceases: ["{indicator} talar inte längre för ({region})", "{indicator} speaks for it no longer ({region})"],
  unknown: ["{indicator} är okänd ({region})", "{indicator} is not known ({region})"],
  recommended: ["Rekommenderas {region}: {what}. Beslutas av {who}", "Recommended for {region}: {what}. To be decided by {who}"],
  recommendedBack: ["Rekommenderas {region}: avsluta {what}. Beslutas av {who}", "Recommended for {region}: end {what}. To be decided by {who}"],
  speaksFor: ["Indikatorerna talar för {what} ({region}); {who} har beslutat annat", "The indicators speak for {what} ({region}); {who} has decided otherwise"],
  speaksForBack: ["Indikatorerna talar inte för {what} ({region}); {who} har beslutat annat", "The indicators do not speak for {what} ({region}); {who} has decided otherwise"],
  expired: ["{region}: beslutet om {what} gällde till nu, {who} frågas på nytt", "{region}: the decision on {what} held until now, {who} is asked anew"],
  withdrawn: ["{region}: {what} rekommenderas inte längre", "{region}: {what} is recommended no longer"],
  decided: ["{region}: {what}. {reason}", "{region}: {what}. {reason}"],
  rationed: ["{item} ransoneras", "{item} is rationed"],
  rationEnds: ["{item} ransoneras inte", "{item} is not rationed"],
  remindedWorse: ["{who} påminns om {what}: fler indikatorer talar för", "{who} is reminded of {what}: more indicators speak for it"],
  reminded: ["{who} påminns om {what}", "{who} is reminded of {what}"],
} as const satisfies Record<string, Pair>;

const actWord = {
  [TransferAct.UNSPECIFIED]: ["Flytt ändrad, {what}", "Move changed, {what}"],
  [TransferAct.PROPOSED]: ["Flytt föreslagen för hand: {what}", "Move proposed by hand: {what}"],
  [TransferAct.ACCEPTED]: ["Flytt antagen: {what}", "Move accepted: {what}"],
  [TransferAct.AMENDED]: ["Flytt ändrad och antagen: {what}", "Move amended and accepted: {what}"],
  [TransferAct.DECLINED]: ["Flytt avböjd: {what}", "Move declined: {what}"],
  [TransferAct.DEPARTED]: ["Har rest: {what}", "Have left: {what}"],
  [TransferAct.ARRIVED]: ["Framme: {what}", "Arrived: {what}"],
  [TransferAct.RELEASED]: ["Fordon släppta efter flytt: {what}", "Vehicles released after the move: {what}"],
  [TransferAct.CALLED_OFF]: ["Flytt inställd: {what}", "Move called off: {what}"],
  [TransferAct.DIVERTED]: ["Omledda: {what}", "Diverted: {what}"],
  [TransferAct.UNDONE]: ["Besked ångrat, har inte rest eller är inte framme: {what}", "Undone, have not left or are not there: {what}"],
} as const satisfies Record<TransferAct, Pair>;

/** Hospitals and sites by their names. */
export const moveText = (move: TransferMove) =>
  say(text.move, {
    n: move.count,
    who: say(severityWord[move.severity] ?? severityWord[0]),
    from: move.fromHospitalId ? regionName(move.fromHospitalId) : move.fromSiteId,
    to: regionName(move.toHospitalId),
  });

function movesText(moves: readonly TransferMove[]): string {
  const [first, ...more] = moves;
  const line = first ? moveText(first) : "";
  return more.length === 0 ? line : say(text.movesMore, { first: line, n: more.length });
}

/** "Masskadetriage", "Krisstandard", "Plasma ransoneras". */
export function decisionText(decision: TriageDecision | undefined): string {
  if (!decision) {
    return "";
  }
  if (decision.rationItem !== "") {
    return say(decision.ends ? text.rationEnds : text.rationed, { item: decision.rationItem });
  }
  return decision.standard !== CareStandard.UNSPECIFIED
    ? say(standardWord[decision.standard] ?? standardWord[0])
    : say(modeWord[decision.mode] ?? modeWord[0]);
}

function turned(turn: IndicatorTurn): string {
  const what = { indicator: indicatorName(turn.indicatorId), region: regionName(turn.regionId) };
  switch (turn.standing) {
    case IndicatorStanding.HOLDS:
      return say(text.holds, what);
    case IndicatorStanding.DOES_NOT:
      return say(text.ceases, what);
    case IndicatorStanding.UNKNOWN:
    case IndicatorStanding.UNSPECIFIED:
      return say(text.unknown, what);
  }
  return say(text.unknown, what); // of a newer server
}

function recommended(it: TriageRecommendation | undefined): string {
  const what = { region: regionName(it?.regionId ?? ""), what: questionName(it?.questionId ?? ""), who: partyName(it?.decider ?? "") };
  if (it?.decided) return say(it.back ? text.speaksForBack : text.speaksFor, what); // written down as the decision was taken
  return say(it?.expired ? text.expired : it?.back ? text.recommendedBack : text.recommended, what);
}

/** Nothing where the event is about something else. */
export function capacityEvent(event: Event): string | undefined {
  return care(event) ?? transfers(event) ?? triage(event);
}

function care({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "capacityReported": {
      const { hospitalId = "", facility = FacilityStatus.UNSPECIFIED } = kind.value.report ?? {};
      const hospital = regionName(hospitalId);
      return facility === FacilityStatus.UNSPECIFIED
        ? say(text.reported, { hospital })
        : say(text.facility, { hospital, status: say(facilityWord[facility] ?? facilityWord[0]) });
    }
    case "stepsChanged":
      return kind.value.steps
        .map((each) => say(text.step, { hospital: regionName(each.hospitalId), step: stepTitle(each.hospitalId, each.stepId), state: say(stepStateWord[each.state] ?? stepStateWord[0]) }))
        .join("; ");
    case "stepExercised": {
      const { hospitalId = "", stepId = "" } = kind.value.record ?? {};
      return say(text.exercised, { hospital: regionName(hospitalId), step: stepTitle(hospitalId, stepId) });
    }
    case "capacityWarned": {
      const { hospitalId = "", shortfalls = [], overdueStepIds = [] } = kind.value.warning ?? {};
      const hospital = regionName(hospitalId);
      const lines = shortfalls.map((each) =>
        say(each.missing === 0 ? text.full : text.short, { hospital, stage: say(stageWord[each.stage] ?? stageWord[0]), n: each.missing, at: clockMinute(microsToMs(each.shortAtUs)) }),
      );
      const late = overdueStepIds.map((id) => stepTitle(hospitalId, id)).join(", ");
      if (lines.length === 0 && !late) {
        return say(text.takesNobody, { hospital });
      }
      return [...lines, ...(late ? [say(text.overdue, { hospital, steps: late })] : [])].join("; ");
    }
    case "shortfallPassed":
      return say(text.passed, { hospital: regionName(kind.value.hospitalId), stage: say(stageWord[kind.value.stage] ?? stageWord[0]) });
    case "casualtiesReported": {
      const site = kind.value.site;
      return say(text.site, { site: site ? nameOfSite(site) : "", waiting: countsShort(site?.atScene), left: countsShort(site?.underWay) });
    }
    case "arrivalsReported":
      return say(text.arrived, { hospital: regionName(kind.value.record?.hospitalId ?? ""), n: countsShort(kind.value.record?.arrived) });
    default:
      return undefined;
  }
}

function transfers({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "transfersProposed": {
      const { number = 0, moves = [], leftBehind = [] } = kind.value.proposal ?? {};
      const sum = (all: readonly { readonly count: number }[]) => all.reduce((so, each) => so + each.count, 0);
      const who = sum(moves) === 1 ? say(text.onePatient) : say(text.patients, { n: sum(moves) });
      const what = say(text.proposed, { n: number, who, moves: moves.length === 1 ? say(text.oneMove) : say(text.moves, { n: moves.length }) });
      return leftBehind.length === 0 ? what : say(text.proposedLeft, { what, n: sum(leftBehind) });
    }
    case "transfersReviewed":
      return say(text.reviewed);
    case "transfersChanged": {
      const over = kind.value.act === TransferAct.ACCEPTED ? kind.value.moves.filter(({ state }) => state === TransferState.CALLED_OFF) : [];
      const did = say(actWord[kind.value.act] ?? actWord[0], { what: movesText(kind.value.moves.filter((move) => !over.includes(move))) });
      const what = over.length === 0 ? did : say(text.leftOver, { did, what: movesText(over) });
      return kind.value.reason ? say(text.because, { what, reason: kind.value.reason }) : what;
    }
    default:
      return undefined;
  }
}

function triage({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "indicatorReported": {
      const report = kind.value.report;
      const where = regionName(report?.hospitalId || report?.regionId || "");
      return say(text.indicator, { where, indicator: indicatorName(report?.indicatorId ?? ""), value: scaleName(report?.indicatorId ?? "", report?.value ?? 0n) || String(report?.value ?? 0n) });
    }
    case "indicatorsTurned":
      return kind.value.turns.map(turned).join("; ");
    case "triageRecommended":
      return recommended(kind.value.recommendation);
    case "recommendationWithdrawn":
      return say(text.withdrawn, { region: regionName(kind.value.regionId), what: questionName(kind.value.questionId) });
    case "triageDecided":
    case "careStandardDecided": {
      const decision = kind.value.decision;
      return say(text.decided, { region: regionName(decision?.regionId ?? ""), what: decisionText(decision), reason: decision?.reason ?? "" });
    }
    case "decisionReminded": {
      const { questionId = "", decider = "" } = kind.value.recommendation ?? {};
      const isWorse = kind.value.cause === RemindCause.WORSE;
      return say(isWorse ? text.remindedWorse : text.reminded, { who: partyName(decider), what: questionName(questionId) });
    }
    default:
      return undefined;
  }
}
