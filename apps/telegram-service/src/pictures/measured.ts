/** Those that can be compared: without snapshots in which something was missing, unless something is missing in all. */
export function measuredOf<T extends { readonly partial: boolean }>(points: readonly T[]): readonly T[] {
  const whole = points.filter(({ partial }) => !partial);
  return whole.length > 0 ? whole : points;
}
