import { Decimal } from '../decimal.js';
import type { NewFill } from './new-fill.js';

/** What makes a fill the same fill when its id comes again. */
export type Content = Pick<
  NewFill,
  'side' | 'line' | 'price' | 'amount' | 'contractSize' | 'fees' | 'funding' | 'executedAt'
>;

/** Whether two tell the same: numbers by value, fees in any order, funding that is not given as none. */
export function isSameContent(a: Content, b: Content): boolean {
  return (
    a.executedAt === b.executedAt &&
    a.side === b.side &&
    a.line === b.line &&
    isEqual(a.price, b.price) &&
    isEqual(a.amount, b.amount) &&
    isEqual(a.contractSize, b.contractSize) &&
    isEqual(a.funding ?? '0', b.funding ?? '0') &&
    (a.fees.length + b.fees.length === 0 || feesText(a) === feesText(b))
  );
}

const isEqual = (a: string, b: string): boolean => a === b || new Decimal(a).eq(b);

function feesText({ fees }: Content): string {
  const sums = new Map<string, Decimal>();
  for (const { cost, currency } of fees) sums.set(currency, new Decimal(cost).plus(sums.get(currency) ?? 0));
  return [...sums]
    .filter(([, cost]) => !cost.isZero())
    .map(([currency, cost]) => `${currency} ${cost.toFixed()}`)
    .sort()
    .join();
}
