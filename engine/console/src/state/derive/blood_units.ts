// Units of blood by product and group: what can be entered, and what has been. What is not entered is unknown, which is not
// the same as none.
import { BloodGroup, BloodProduct } from "../../gen/larm/v1/domain_pb";

export interface Kind {
  readonly product: BloodProduct;
  /** Unspecified where the product is not divided by it. */
  readonly group: BloodGroup;
}

/** Left out on the wire it is red cells. */
export function productOf({ product }: Kind): BloodProduct {
  return product || BloodProduct.RED_CELLS;
}

export function keyOf(kind: Kind): string {
  return `${productOf(kind)}.${kind.group}`;
}

const groups = [
  BloodGroup.O_NEGATIVE,
  BloodGroup.O_POSITIVE,
  BloodGroup.A_NEGATIVE,
  BloodGroup.A_POSITIVE,
  BloodGroup.B_NEGATIVE,
  BloodGroup.B_POSITIVE,
  BloodGroup.AB_NEGATIVE,
  BloodGroup.AB_POSITIVE,
] as const;

const usual: readonly Kind[] = [
  ...groups.map((group) => ({ product: BloodProduct.RED_CELLS, group })),
  { product: BloodProduct.PLASMA, group: BloodGroup.UNSPECIFIED },
  { product: BloodProduct.PLATELETS, group: BloodGroup.UNSPECIFIED },
];

/** Those that are always asked about, and after them what else occurs. */
export function kindsWith(more: readonly Kind[]): Kind[] {
  const known = new Map(usual.map((kind) => [keyOf(kind), kind]));
  for (const { product, group } of more) {
    const kind = { product: productOf({ product, group }), group };
    if (!known.has(keyOf(kind))) {
      known.set(keyOf(kind), kind);
    }
  }
  return [...known.values()];
}

export interface Entry {
  /** Undefined: nothing has been entered. */
  readonly units?: number | undefined;
  readonly perHour?: number | undefined;
}

/** By key. */
export type Entries = Readonly<Record<string, Entry>>;

export interface UnitLine extends Kind {
  readonly units: number;
  readonly perHour: number;
}

export function kindOf(key: string): Kind | undefined {
  const [, product, group] = /^(\d+)\.(\d+)$/.exec(key) ?? [];
  return product === undefined || group === undefined ? undefined : { product: Number(product), group: Number(group) };
}

/** What has been entered, at least `least` units of it. */
export function linesOf(entries: Entries, least: number): UnitLine[] {
  return kindsWith(Object.keys(entries).flatMap((key) => kindOf(key) ?? [])).flatMap((kind) => {
    const { units, perHour } = entries[keyOf(kind)] ?? {};
    return units === undefined || units < least ? [] : [{ ...kind, units, perHour: perHour ?? 0 }];
  });
}

export function entriesOf(lines: readonly (Kind & { readonly units: number; readonly perHour?: number })[]): Entries {
  return Object.fromEntries(lines.map((line) => [keyOf(line), { units: line.units, ...(line.perHour ? { perHour: line.perHour } : {}) }]));
}

/** Of a text that may hold anything. */
export function readEntries(read: unknown): Entries {
  if (typeof read !== "object" || read === null) {
    return {};
  }
  const count = (value: unknown) => (typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined);
  return Object.fromEntries(
    Object.entries(read as Record<string, unknown>).flatMap(([key, each]) => {
      const { units, perHour } = (typeof each === "object" && each !== null ? each : {}) as Record<string, unknown>;
      const kept = { units: count(units), perHour: count(perHour) };
      return kindOf(key) === undefined || (kept.units === undefined && kept.perHour === undefined) ? [] : [[key, kept]];
    }),
  );
}

export function totalOf(lines: readonly { readonly units: number }[]): number {
  return lines.reduce((sum, { units }) => sum + units, 0);
}

/** What is left of `all` once `taken` is gone; what is gone entirely is left out. */
export function without(all: readonly (Kind & { readonly units: number })[], taken: readonly (Kind & { readonly units: number })[]): UnitLine[] {
  const gone = new Map<string, number>();
  for (const line of taken) {
    gone.set(keyOf(line), (gone.get(keyOf(line)) ?? 0) + line.units);
  }
  return all.flatMap((line) => {
    const units = line.units - (gone.get(keyOf(line)) ?? 0);
    return units > 0 ? [{ product: productOf(line), group: line.group, units, perHour: 0 }] : [];
  });
}
