// Whether two values of messages say the same, so that the old one can be kept: screens draw anew what is another object.

export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return false;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, i) => same(each, b[i]));
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

/** `next`, with those of `old` in place of their equals. */
export function shared<Item>(old: readonly Item[], next: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const known = new Map(old.map((item) => [keyOf(item), item]));
  return next.map((item) => {
    const before = known.get(keyOf(item));
    return before !== undefined && same(before, item) ? before : item;
  });
}
