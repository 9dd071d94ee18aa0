// What is known of the casualties of an incident, and who has said it: what reports told, and what was counted at the scenes
// since. A number that nobody has said is unknown, and never 0.
import type { CasualtySite, SeverityCounts } from "../../gen/larm/v1/capacity_pb";
import type { Casualties } from "../../gen/larm/v1/domain_pb";
import type { Entry } from "../world";

export const severities = ["dead", "severe", "moderate", "minor"] as const;
export type SeverityKey = (typeof severities)[number];
export type Figure = readonly [SeverityKey, number];
type Counts = Partial<Pick<Casualties, SeverityKey>>;

/** A report has no way to say none: what it leaves out comes as 0 too. */
export function figuresOf(counts: Counts | undefined): { readonly said: readonly Figure[]; readonly unsaid: readonly SeverityKey[] } {
  const all = severities.map((key): Figure => [key, counts?.[key] ?? 0]);
  return { said: all.filter(([, count]) => count > 0), unsaid: all.filter(([, count]) => count === 0).map(([key]) => key) };
}

/** The report that told of casualties last. Undefined where none did, or where what came so early is not known here. */
export function reportOf(entries: readonly Entry[]): Entry | undefined {
  return entries.findLast(
    ({ event: { kind } }) => (kind.case === "incidentReported" || kind.case === "incidentConfirmed") && figuresOf(kind.value.report?.casualties).said.length > 0,
  );
}

export interface Counted {
  readonly atScene: readonly Figure[];
  readonly underWay: readonly Figure[];
  readonly dead: number;
  readonly sites: readonly { readonly name: string; readonly siteId: string }[];
  /** When the first and the last of those sites were looked at. */
  readonly fromUs: bigint;
  readonly toUs: bigint;
  /** Who has counted last. */
  readonly by: Entry;
}

/** All scenes together, each as it was counted last. */
export function scenesOf(entries: readonly Entry[]): Counted | undefined {
  const latest = new Map<string, CasualtySite>();
  let by: Entry | undefined;
  for (const entry of entries) {
    const { kind } = entry.event;
    if (kind.case === "casualtiesReported" && kind.value.site) {
      latest.set(kind.value.site.siteId, kind.value.site);
      by = entry;
    }
  }
  const sites = [...latest.values()];
  const [first] = sites;
  if (!first || !by) {
    return undefined;
  }
  const sum = (of: (site: CasualtySite) => SeverityCounts | undefined, key: Exclude<SeverityKey, "dead">) => sites.reduce((all, each) => all + (of(each)?.[key] ?? 0), 0);
  const figures = (of: (site: CasualtySite) => SeverityCounts | undefined) =>
    figuresOf({ severe: sum(of, "severe"), moderate: sum(of, "moderate"), minor: sum(of, "minor") }).said;
  const times = sites.map((each) => each.observedAtUs).sort((a, b) => (a < b ? -1 : 1));
  return {
    atScene: figures((each) => each.atScene),
    underWay: figures((each) => each.underWay),
    dead: sites.reduce((all, each) => all + each.dead, 0),
    sites: sites.map((each) => ({ name: each.name, siteId: each.siteId })),
    fromUs: times[0] ?? 0n,
    toUs: times.at(-1) ?? 0n,
    by,
  };
}
