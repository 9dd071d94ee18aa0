// Who is on duty in each organisation and who comes next: the feed's word for now, the roster's for what is planned.
import type { DutyView, PlannedShift, RosterView } from "../../gen/larm/v1/contact_pb";
import type { Channel } from "../../gen/larm/v1/domain_pb";
import { organisationOf, roleWordOf } from "../party";

export interface DutyLine {
  readonly party: string;
  /** Empty: nobody. */
  readonly officerId: string;
  readonly since: bigint;
  readonly offeredTo: string;
  readonly channels: readonly Channel[];
  /** Undefined where the roster is not known. */
  readonly plan: Plan | undefined;
}

export interface Plan {
  /** Empty: nobody is planned. */
  readonly nextOfficerId: string;
  readonly nextFrom: bigint;
  /** The first time that nobody is planned for, before a later shift begins. */
  readonly gap: { readonly from: bigint; readonly until: bigint } | undefined;
  /** When the last planned shift ends; 0: none is planned. */
  readonly ends: bigint;
  readonly shifts: readonly PlannedShift[];
}

export interface OrganisationDuty {
  readonly organisation: string;
  readonly lines: readonly DutyLine[];
}

const order = ["tib", "deputy", "blood", "hospital", "national"];
const rank = (party: string) => (order.indexOf(roleWordOf(party)) + order.length + 1) % (order.length + 1);

/** Regions in their order, then others. */
export function dutiesOf(
  duties: ReadonlyMap<string, DutyView>,
  rosters: readonly RosterView[] | undefined,
  regions: readonly string[],
  nowUs: bigint,
): OrganisationDuty[] {
  const planned = new Map(rosters?.map((each) => [each.party, each]));
  const parties = [...new Set([...duties.keys(), ...planned.keys()])].sort((a, b) => rank(a) - rank(b));
  const others = [...new Set(parties.map(organisationOf))].filter((each) => !regions.includes(each));
  return [...regions, ...others].map((organisation) => ({
    organisation,
    lines: parties
      .filter((party) => organisationOf(party) === organisation)
      .map((party) => lineOf(party, duties.get(party), planned.get(party), nowUs)),
  }));
}

function lineOf(party: string, duty: DutyView | undefined, roster: RosterView | undefined, nowUs: bigint): DutyLine {
  return {
    party,
    officerId: duty?.officerId ?? roster?.officerId ?? "",
    since: duty?.since ?? roster?.since ?? 0n,
    offeredTo: duty?.offeredTo ?? roster?.offeredTo ?? "",
    channels: duty?.channels ?? [],
    plan: roster && planOf(roster, nowUs),
  };
}

export function planOf(roster: RosterView, nowUs: bigint): Plan {
  const shifts = [...roster.shifts].sort((a, b) => (a.fromUs < b.fromUs ? -1 : 1));
  let covered = 0n;
  let gap: Plan["gap"];
  for (const shift of shifts) {
    if (covered > 0n && gap === undefined && shift.fromUs > covered && shift.fromUs > nowUs) {
      gap = { from: covered, until: shift.fromUs };
    }
    covered = shift.untilUs > covered ? shift.untilUs : covered;
  }
  return { nextOfficerId: roster.nextOfficerId, nextFrom: roster.nextFrom, gap, ends: covered, shifts };
}

/** "2026-11-26 07:00" as a field for date and time has it, and back. */
export function asField(local: string): string {
  return local.replace(" ", "T").slice(0, 16);
}

export function asLocal(field: string): string {
  return field.replace("T", " ").slice(0, 16);
}

export interface DraftShift {
  readonly officerId: string;
  readonly from: string;
  readonly until: string;
}

/** The first shift that is not whole, or that ends before it begins; -1: all are well. */
export function faultyShift(shifts: readonly DraftShift[]): number {
  return shifts.findIndex(({ officerId, from, until }) => !officerId.trim() || !from || !until || until <= from);
}
