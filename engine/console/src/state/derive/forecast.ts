// A forecast as a drawing: a line of what is left over, bars of who is expected, a zero line, gaps where it is not known.
// And the forecast of many hospitals as rows, the worst first.
import type { ForecastPoint, GetCapacityReply, HospitalCapacityView, StageCapacityView } from "../../gen/larm/v1/capacity_calls_pb";
import type { StageSum } from "../../gen/larm/v1/capacity_pb";
import type { CareStage } from "../../gen/larm/v1/domain_pb";
import { takesNobody } from "./capacity";

export interface Drawn {
  readonly zero: number;
  /** Known points next to each other, as an SVG polyline's points. */
  readonly runs: readonly string[];
  readonly points: readonly { readonly x: number; readonly y: number; readonly isShort: boolean }[];
  readonly bars: readonly { readonly x: number; readonly y: number; readonly height: number }[];
}

const edge = 6;

export function lineOf(forecast: readonly ForecastPoint[], width: number, height: number): Drawn {
  const last = forecast.at(-1)?.inMinutes ?? 0;
  const values = [0, ...forecast.map((each) => each.expected), ...forecast.filter((each) => each.known).map((each) => each.effective)];
  const most = Math.max(1, ...values);
  const least = Math.min(0, ...values);
  const x = (minutes: number) => round(edge + (last === 0 ? 0 : (minutes / last) * (width - 2 * edge)));
  const y = (value: number) => round(edge + ((most - value) / (most - least)) * (height - 2 * edge));
  const runs: string[][] = [];
  let run: string[] | undefined;
  for (const each of forecast) {
    if (!each.known) {
      run = undefined;
    } else if (run) {
      run.push(`${x(each.inMinutes)},${y(each.effective)}`);
    } else {
      run = [`${x(each.inMinutes)},${y(each.effective)}`];
      runs.push(run);
    }
  }
  return {
    zero: y(0),
    runs: runs.filter((each) => each.length > 1).map((each) => each.join(" ")),
    points: forecast.filter((each) => each.known).map((each) => ({ x: x(each.inMinutes), y: y(each.effective), isShort: each.effective < 0 })),
    bars: forecast.filter((each) => each.expected > 0).map((each) => ({ x: x(each.inMinutes), y: y(each.expected), height: round(y(0) - y(each.expected)) })),
  };
}

const round = (value: number) => Math.round(value * 10) / 10;

export interface ForecastRow {
  readonly hospital: HospitalCapacityView;
  readonly stage: StageCapacityView;
}

export interface RegionForecast {
  readonly regionId: string;
  readonly sum: StageSum | undefined;
  readonly rows: readonly ForecastRow[];
}

/** The hospitals that have the stage and take somebody, by region in `order`. */
export function forecastsOf(reply: GetCapacityReply, stage: CareStage, order: readonly string[]): RegionForecast[] {
  const ids = [...new Set([...order, ...reply.hospitals.map((each) => each.regionId)])];
  return ids
    .map((regionId): RegionForecast => ({
      regionId,
      sum: reply.regions.find((each) => each.regionId === regionId)?.stages.find((each) => each.stage === stage),
      rows: reply.hospitals
        .filter((hospital) => hospital.regionId === regionId && !takesNobody(hospital.facility))
        .flatMap((hospital) => hospital.stages.filter((each) => each.stage === stage).map((each) => ({ hospital, stage: each }))),
    }))
    .filter(({ rows }) => rows.length > 0);
}
