// What hospitals can take, as the screens show it: cells of the heat matrix, what needs an act, ladders, forecasts.
// Nothing is reckoned here that the server has not: sums are its own.
import type { Session } from "../../api/session";
import type { FigureView, GetCapacityReply, HospitalCapacityView, StageCapacityView, StepView } from "../../gen/larm/v1/capacity_calls_pb";
import { FacilityStatus, type SeverityCounts, StepState, type ExpectedArrivals, type IncidentCasualtiesView, type StageSum } from "../../gen/larm/v1/capacity_pb";
import { CareStage, PlusDimension, Role } from "../../gen/larm/v1/domain_pb";
import { isDutyOfficer } from "./rights";

/** As hospitals have them, in the way of a patient. */
export const stages: readonly CareStage[] = [
  CareStage.EMERGENCY,
  CareStage.IMAGING,
  CareStage.OPERATING,
  CareStage.INTENSIVE,
  CareStage.WARD,
];

/** P L U S: personal, lokaler, utrustning, styrning. */
export const dimensions: readonly PlusDimension[] = [
  PlusDimension.STAFF,
  PlusDimension.PREMISES,
  PlusDimension.EQUIPMENT,
  PlusDimension.CONTROL,
];

/** "short": already too few. "foreseen": will be. "closed": takes nobody. "none": the hospital does not have the stage. */
export type CellIs = "free" | "full" | "short" | "foreseen" | "unknown" | "closed" | "none";

export interface Cell {
  readonly is: CellIs;
  readonly stage: CareStage;
  readonly view: StageCapacityView | undefined;
  /** When the oldest figure that is too old, or nothing, was seen; 0: at least one was never reported. */
  readonly unknownSince: bigint;
  /** What nobody has ever reported, where something else of the stage has been; else empty. */
  readonly notReported: readonly PlusDimension[];
}

export interface Row {
  readonly hospital: HospitalCapacityView;
  readonly cells: readonly Cell[];
}

export interface RegionRows {
  readonly regionId: string;
  readonly sums: readonly (StageSum | undefined)[];
  readonly rows: readonly Row[];
}

export function takesNobody(facility: FacilityStatus): boolean {
  return facility === FacilityStatus.EVACUATING || facility === FacilityStatus.CLOSED;
}

function cellOf(hospital: HospitalCapacityView, stage: CareStage): Cell {
  const view = hospital.stages.find((each) => each.stage === stage);
  if (view === undefined || (view.maximum === 0 && view.figures.every(({ reported }) => !reported))) {
    return { is: "none", stage, view: undefined, unknownSince: 0n, notReported: [] };
  }
  if (takesNobody(hospital.facility)) {
    return { is: "closed", stage, view, unknownSince: 0n, notReported: [] };
  }
  return { is: cellIs(view), stage, view, unknownSince: view.known ? 0n : unknownSince(view), notReported: view.known ? [] : notReported(view) };
}

function cellIs(view: StageCapacityView): CellIs {
  if (!view.known) {
    return "unknown";
  }
  if (view.effective < 0) {
    return "short";
  }
  return view.shortfall && view.shortfall.missing > 0 ? "foreseen" : view.effective === 0 ? "full" : "free";
}

function unknownSince(view: StageCapacityView): bigint {
  const missing = view.figures.filter((each) => view.unknown.includes(each.dimension));
  return missing.reduce<bigint>((oldest, { reported, observedAt }) => (!reported ? 0n : observedAt < oldest ? observedAt : oldest), missing[0]?.observedAt ?? 0n);
}

function notReported(view: StageCapacityView): PlusDimension[] {
  const reported = view.figures.filter((each) => each.reported).map((each) => each.dimension);
  return reported.length === 0 ? [] : view.unknown.filter((each) => !reported.includes(each));
}

/** Regions in `order`, then those that it does not have; hospitals as the server has them. */
export function heatOf(reply: GetCapacityReply, order: readonly string[]): RegionRows[] {
  const ids = [...new Set([...order, ...reply.hospitals.map((each) => each.regionId)])];
  return ids.flatMap((regionId): RegionRows[] => {
    const hospitals = reply.hospitals.filter((each) => each.regionId === regionId);
    const sums = reply.regions.find((each) => each.regionId === regionId)?.stages ?? [];
    return hospitals.length === 0
      ? []
      : [
          {
            regionId,
            sums: stages.map((stage) => sums.find((each) => each.stage === stage)),
            rows: hospitals.map((hospital) => ({ hospital, cells: stages.map((stage) => cellOf(hospital, stage)) })),
          },
        ];
  });
}

export interface Short {
  readonly hospital: HospitalCapacityView;
  readonly stage: StageCapacityView;
  /** Too few already now, or, with 0 missing, full. */
  readonly isNow: boolean;
  readonly atUs: bigint;
  readonly missing: number;
}

/** Where there are too few, or will be: now first, then by time. */
export function shortsOf(reply: GetCapacityReply, nowUs: bigint): Short[] {
  return reply.hospitals
    .flatMap((hospital) =>
      hospital.stages.flatMap((stage): Short[] => {
        const foreseen = stage.shortfall;
        const isNow = stage.known && (stage.effective < 0 || foreseen?.missing === 0);
        if (!foreseen && !isNow) {
          return [];
        }
        const missing = Math.max(foreseen?.missing ?? 0, isNow ? -stage.effective : 0);
        return [{ hospital, stage, isNow, atUs: foreseen?.shortAtUs ?? nowUs, missing }];
      }),
    )
    .sort((a, b) => Number(b.isNow) - Number(a.isNow) || Number(a.atUs - b.atUs) || b.missing - a.missing);
}

export interface Overdue {
  readonly hospital: HospitalCapacityView;
  readonly steps: readonly StepView[];
}

/** Steps that were to be ready, and of which nobody has said that they are. */
export function overdueOf(reply: GetCapacityReply): Overdue[] {
  return reply.hospitals
    .map((hospital) => ({ hospital, steps: hospital.steps.filter((each) => each.overdue) }))
    .filter(({ steps }) => steps.length > 0);
}

/** Hospitals of which it is not known what they can take of some stage. */
export function unknownOf(reply: GetCapacityReply): HospitalCapacityView[] {
  return reply.hospitals.filter((each) => !takesNobody(each.facility) && each.stages.some((stage) => !stage.known));
}

/** Whose figures and steps one may say: one's own hospital's; one's region's, by voice. */
export function mayReportFor(session: Session | undefined, hospital: { readonly hospitalId: string; readonly regionId: string }): "own" | "voice" | "no" {
  if (session?.role === Role.HOSPITAL && session.organisation === hospital.hospitalId) {
    return "own";
  }
  return session && isDutyOfficer(session) && session.organisation === hospital.regionId ? "voice" : "no";
}

/** A duty officer's own hospitals: those of the region. */
export function isOwn(session: Session | undefined, hospital: { readonly hospitalId: string; readonly regionId: string }): boolean {
  return mayReportFor(session, hospital) !== "no";
}

export type StepAct = "order" | "accept" | "done" | "fail" | "step_down" | "call_off" | "down";

/** What can be said of a step next, the likeliest first. */
export function stepActs(state: StepState): StepAct[] {
  switch (state) {
    case StepState.UNSPECIFIED:
    case StepState.NONE:
      return ["order"];
    case StepState.ORDERED:
      return ["accept", "done", "fail", "call_off"];
    case StepState.ACCEPTED:
      return ["done", "accept", "fail", "call_off"];
    case StepState.DONE:
      return ["step_down"];
    case StepState.FAILED:
      return ["order", "call_off"];
    case StepState.STEPPING_DOWN:
      return ["down", "order"];
  }
  return []; // of a newer server
}

export interface LadderSide {
  readonly dimension: PlusDimension;
  readonly steps: readonly StepView[];
}

export function ladderOf(hospital: HospitalCapacityView): LadderSide[] {
  return dimensions
    .map((dimension) => ({
      dimension,
      steps: hospital.steps.filter((each) => each.dimension === dimension).sort((a, b) => a.order - b.order),
    }))
    .filter(({ steps }) => steps.length > 0);
}

export const figureKey = (stage: CareStage, dimension: PlusDimension) => `${stage}:${dimension}`;

/** What was reported last, by key; what was never reported is left out. */
export function lastFigures(hospital: HospitalCapacityView): Record<string, number> {
  return Object.fromEntries(
    hospital.stages.flatMap(({ stage, figures }) => figures.filter(({ reported }) => reported).map((each) => [figureKey(stage, each.dimension), each.free])),
  );
}

/** In P L U S order. */
export function figuresInOrder(stage: StageCapacityView): FigureView[] {
  return dimensions.flatMap((dimension) => stage.figures.find((each) => each.dimension === dimension) ?? []);
}

/** Of a form whose empty fields say nothing. */
export function figuresSaid(entries: Readonly<Record<string, number | undefined>>): { stage: CareStage; dimension: PlusDimension; free: number }[] {
  return Object.entries(entries).flatMap(([key, free]) => {
    const [stage = 0, dimension = 0] = key.split(":").map(Number);
    return free === undefined ? [] : [{ stage, dimension, free }];
  });
}

export const total = (counts: SeverityCounts | undefined) => (counts?.severe ?? 0) + (counts?.moderate ?? 0) + (counts?.minor ?? 0);

/** The incident's casualties; the reply may hold those of others. */
export function casualtiesOf(reply: GetCapacityReply | undefined, incidentId: string): IncidentCasualtiesView | undefined {
  return reply?.incidents.find((each) => each.incidentId === incidentId);
}

export interface ArrivalLine {
  readonly hospitalId: string;
  readonly arrived: SeverityCounts | undefined;
  /** 0: nobody has said. */
  readonly observedAt: bigint;
  readonly remaining: SeverityCounts | undefined;
  readonly from: bigint;
}

/** Hospitals where somebody has come or is expected, most first. */
export function arrivalLines({ arrivals, expected }: IncidentCasualtiesView): ArrivalLine[] {
  const ids = [...new Set([...arrivals.map((each) => each.hospitalId), ...expected.map((each) => each.hospitalId)])];
  const weight = (line: ArrivalLine) => total(line.arrived) + total(line.remaining);
  return ids
    .map((hospitalId): ArrivalLine => {
      const come = arrivals.find((each) => each.hospitalId === hospitalId);
      const awaited: ExpectedArrivals | undefined = expected.find((each) => each.hospitalId === hospitalId);
      return { hospitalId, arrived: come?.arrived, observedAt: come?.observedAtUs ?? 0n, remaining: awaited?.remaining, from: awaited?.from ?? 0n };
    })
    .sort((a, b) => weight(b) - weight(a));
}
