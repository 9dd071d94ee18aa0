// Regions by steps, and everything that is asked for in them. Once the alarm has ended: how it was left.
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";
import { organisationOf } from "../party";
import type { Rules } from "../rules";
import { columnsOf, isLeftOut } from "./columns";
import { hasEnded, tellsOfEnd } from "./ending";
import { pastStandingOf, type Standing, standingOf, type Tone, worst } from "./standing";

export interface Cell {
  readonly step: string;
  readonly region: string;
  /** Most cells have one party. */
  readonly parties: readonly PartyView[];
  readonly standing: Standing;
}

export interface Row {
  readonly region: string;
  readonly cells: readonly Cell[];
  readonly tone: Tone;
}

export interface Matrix {
  readonly steps: readonly string[];
  readonly rows: readonly Row[];
  readonly deviating: number;
}

/** The steps that have a column. Who has seen the end stands in a list of its own. */
export function matrixSteps(view: IncidentView, rules: Rules | undefined): string[] {
  return columnsOf(view, rules).filter((step) => !tellsOfEnd(rules, step));
}

export function matrixOf(view: IncidentView, rules: Rules | undefined, regions: readonly string[], nowUs: bigint, isUntold: boolean): Matrix {
  const steps = matrixSteps(view, rules);
  const rows = regions.map((region) => {
    const cells = steps.map((step) => cellOf(view, rules, region, step, nowUs, isUntold));
    return { region, cells, tone: worst(cells.map((cell) => cell.standing.tone)) };
  });
  const deviating = rows.flatMap((row) => row.cells).filter((cell) => deviates(cell.standing.tone)).length;
  return { steps, rows, deviating };
}

export function deviates(tone: Tone): boolean {
  return tone === "late" || tone === "bad";
}

function cellOf(view: IncidentView, rules: Rules | undefined, region: string, step: string, nowUs: bigint, isUntold: boolean): Cell {
  const parties = view.parties.filter((each) => each.step === step && organisationOf(each.party) === region);
  const isPast = hasEnded(view);
  const standings = parties.map((party) => (isPast ? pastStandingOf(party) : standingOf(party, nowUs, isUntold, rules?.steps.get(step))));
  const tone = worst(standings.map((each) => each.tone));
  const none: Standing = isLeftOut(view, rules, step, region) ? { tone: "none", word: "notAsked" } : pastStandingOf(undefined);
  const standing = standings.find((each) => each.tone === tone) ?? none;
  return { step, region, parties, standing };
}
