/** Items that a request names more than once: Kafka answers each of them once, as a mistake, and runs the others. */
export function separateRepeated<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): { readonly once: T[]; readonly repeated: ReadonlySet<string> } {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const item of items) {
    const key = keyOf(item);
    if (seen.has(key)) repeated.add(key);
    seen.add(key);
  }
  return { once: items.filter((item) => !repeated.has(keyOf(item))), repeated };
}
