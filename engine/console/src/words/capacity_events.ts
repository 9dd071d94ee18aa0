// What hospitals and scenes report, as a line of the timeline.
import { FacilityStatus, StepState } from "../gen/larm/v1/capacity_pb";
import type { SeverityCounts } from "../gen/larm/v1/capacity_pb";
import { CareStage } from "../gen/larm/v1/domain_pb";
import type { Event } from "../gen/larm/v1/event_pb";
import { microsToMs } from "../feed/server_clock";
import { say } from "./say.svelte";
import type { Pair } from "./say.svelte";
import { clockMinute } from "./times";

const text = {
  reported: ["{hospital} rapporterade vad det kan ta emot", "{hospital} reported what it can take"],
  facility: ["{hospital}: {status}", "{hospital}: {status}"],
  step: ["{hospital}, {step}: {state}", "{hospital}, {step}: {state}"],
  exercised: ["{hospital} övade {step}", "{hospital} exercised {step}"],
  short: ["{hospital}: {stage} saknar {n} platser från {at}", "{hospital}: {stage} lacks {n} places from {at}"],
  overdue: ["{hospital}: {steps} inte klart i tid", "{hospital}: {steps} not done in time"],
  passed: ["{hospital}: väntad brist i {stage} är förbi", "{hospital}: the foreseen shortfall in {stage} has passed"],
  site: ["Skadade vid {site}: {waiting} på plats, {left} på väg", "Casualties at {site}: {waiting} at the scene, {left} under way"],
  arrived: ["{hospital}: {n} har kommit", "{hospital}: {n} have come"],
} as const satisfies Record<string, Pair>;

const facilityWord: Record<FacilityStatus, Pair> = {
  [FacilityStatus.UNSPECIFIED]: ["", ""],
  [FacilityStatus.NORMAL]: ["i normalt skick", "in normal order"],
  [FacilityStatus.COMPROMISED]: ["delvis ur funktion", "partly out of order"],
  [FacilityStatus.EVACUATING]: ["utryms", "being evacuated"],
  [FacilityStatus.CLOSED]: ["stängt", "closed"],
};

const stepWord: Record<StepState, Pair> = {
  [StepState.UNSPECIFIED]: ["", ""],
  [StepState.NONE]: ["inte beställt", "not ordered"],
  [StepState.ORDERED]: ["beställt", "ordered"],
  [StepState.ACCEPTED]: ["påbörjat", "accepted"],
  [StepState.DONE]: ["klart", "done"],
  [StepState.FAILED]: ["misslyckades", "failed"],
  [StepState.STEPPING_DOWN]: ["avvecklas", "stepping down"],
};

const stageWord: Record<CareStage, Pair> = {
  [CareStage.UNSPECIFIED]: ["vården", "care"],
  [CareStage.EMERGENCY]: ["akuten", "the emergency department"],
  [CareStage.IMAGING]: ["röntgen", "imaging"],
  [CareStage.OPERATING]: ["operation", "operating"],
  [CareStage.INTENSIVE]: ["intensivvården", "intensive care"],
  [CareStage.WARD]: ["vårdavdelningen", "the ward"],
};

/** Severe, moderate and minor. */
function counts(of: SeverityCounts | undefined): string {
  return `${of?.severe ?? 0}/${of?.moderate ?? 0}/${of?.minor ?? 0}`;
}

/** Nothing where the event is about something else. */
export function capacityEvent({ kind }: Event): string | undefined {
  switch (kind.case) {
    case "capacityReported": {
      const { hospitalId: hospital = "", facility = FacilityStatus.UNSPECIFIED } = kind.value.report ?? {};
      return facility === FacilityStatus.UNSPECIFIED
        ? say(text.reported, { hospital })
        : say(text.facility, { hospital, status: say(facilityWord[facility] ?? facilityWord[0]) });
    }
    case "stepsChanged":
      return kind.value.steps
        .map((each) => say(text.step, { hospital: each.hospitalId, step: each.stepId, state: say(stepWord[each.state] ?? stepWord[0]) }))
        .join("; ");
    case "stepExercised":
      return say(text.exercised, { hospital: kind.value.record?.hospitalId ?? "", step: kind.value.record?.stepId ?? "" });
    case "capacityWarned": {
      const { hospitalId: hospital = "", shortfalls = [], overdueStepIds = [] } = kind.value.warning ?? {};
      const lines = shortfalls.map((each) =>
        say(text.short, { hospital, stage: say(stageWord[each.stage] ?? stageWord[0]), n: each.missing, at: clockMinute(microsToMs(each.shortAtUs)) }),
      );
      return [...lines, ...(overdueStepIds.length > 0 ? [say(text.overdue, { hospital, steps: overdueStepIds.join(", ") })] : [])].join("; ");
    }
    case "shortfallPassed":
      return say(text.passed, { hospital: kind.value.hospitalId, stage: say(stageWord[kind.value.stage] ?? stageWord[0]) });
    case "casualtiesReported": {
      const site = kind.value.site;
      return say(text.site, { site: site?.name || site?.siteId || "", waiting: counts(site?.atScene), left: counts(site?.underWay) });
    }
    case "arrivalsReported":
      return say(text.arrived, { hospital: kind.value.record?.hospitalId ?? "", n: counts(kind.value.record?.arrived) });
    default:
      return undefined;
  }
}
