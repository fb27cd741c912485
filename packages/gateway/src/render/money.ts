import { grouped } from '@neuratrade/service-kit';
import { Decimal } from 'decimal.js';
import pc from 'picocolors';

/** `1,234.50`, of a decimal as the API tells it. */
export function amount(text: string): string {
  return grouped(cents(text).toFixed(2));
}

/** `+125.50` in green, `-32.00` in red, `0.00` for what rounds to nothing. */
export function result(text: string): string {
  const rounded = cents(text);
  if (rounded.isZero()) return '0.00';
  const digits = grouped(rounded.toFixed(2));
  return rounded.gt(0) ? pc.green(`+${digits}`) : pc.red(digits);
}

function cents(text: string): Decimal {
  const rounded = new Decimal(text).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return rounded.isZero() ? rounded.abs() : rounded;
}
