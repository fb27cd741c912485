import { Decimal } from '../decimal.js';
import type { Summary } from './summary.js';

/** Keys whose values are decimals; `best` and `worst` may be null. */
const DECIMALS = new Set([
  'volume',
  'fees',
  'funding',
  'realized',
  'grossProfit',
  'grossLoss',
  'best',
  'worst',
  'total',
  'peak',
]);
const PAIRS = new Set(['falls', 'lows']);

/** A summary as a text; equal ones have equal texts. */
export function writeSummary(summary: Summary): string {
  return JSON.stringify(summary, (_, value: unknown) => (value instanceof Decimal ? value.toFixed() : value));
}

/** What {@link writeSummary} wrote. */
export function readSummary(text: string): Summary {
  return JSON.parse(text, (key, value: unknown) => {
    if (DECIMALS.has(key) && typeof value === 'string') return new Decimal(value);
    if (PAIRS.has(key))
      return (value as [string, string][]).map((pair) => pair.map((entry) => new Decimal(entry)));
    return value;
  }) as Summary;
}
