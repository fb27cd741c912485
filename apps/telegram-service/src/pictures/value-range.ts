/** A change of less than this share of the amount is not blown up to the height of a picture. */
const LEAST_SHARE = 2e-4;
/** What ten places after the point can tell apart. */
const LEAST = 1e-9;
const AIR = 0.06;

/** From where to where an axis goes that shows these values with some air around them. */
export function valueRange(lowest: number, highest: number): { min: number; max: number } {
  const largest = Math.max(Math.abs(lowest), Math.abs(highest));
  const least = largest === 0 ? 1 : Math.max(largest * LEAST_SHARE, LEAST);
  const span = highest - lowest;
  const missing = Math.max(0, least - span) / 2;
  const air = Math.max(span, least) * AIR;
  return { min: lowest - missing - air, max: highest + missing + air };
}
