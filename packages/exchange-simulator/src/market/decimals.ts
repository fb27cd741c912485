/**
 * Writes an integer count of units as a decimal text: `formatUnits(4600012, 2)` is `46000.12`.
 * `decimals` is the size of the unit (10^-decimals); `places` (default: all of them) is how many digits
 * follow the point, padded with zeros or cut off.
 */
export function formatUnits(units: number | bigint, decimals: number, places = decimals): string {
  const negative = units < 0;
  const digits = (negative ? -BigInt(units) : BigInt(units)).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits
    .slice(digits.length - decimals)
    .padEnd(places, '0')
    .slice(0, places);
  const text = places === 0 ? whole : `${whole}.${fraction}`;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Reads a plain decimal text as a count of units of 10^-decimals; undefined when it does not fit exactly. */
export function parseUnits(text: string, decimals: number): number | undefined {
  const match = /^(\d{1,15})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) return undefined;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return undefined;
  const units = Number(`${match[1]}${fraction.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(units) ? units : undefined;
}
