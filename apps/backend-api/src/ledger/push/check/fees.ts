import { ZERO } from '../../decimal.js';
import type { Side } from '../../fills/fill.js';
import type { Fee } from '../../fills/new-fill.js';
import { type Checked, isProblem, quoted } from '../problem.js';
import { isObject } from '../read/json.js';
import { decimalText, isAboveZero } from './decimal-text.js';
import type { Market } from './symbol.js';

const WANTED = 'give {"cost":"2.25","currency":"USDT"} or a list of them';
const CURRENCY = /^[A-Za-z0-9._$-]{1,30}$/;
const MOST = 20;
const NONE: readonly Fee[] = [];

/** The fees of a fill; those that are nothing are left out. Currencies are written as the market writes its own. */
export function feesOf(value: unknown, market: Market): Checked<readonly Fee[]> {
  if (value === undefined || value === null) return NONE;
  const given = Array.isArray(value) ? value : [value];
  if (given.length > MOST) return { problem: `is a list of ${given.length}: at most ${MOST} are taken` };
  const fees: Fee[] = [];
  for (const fee of given) {
    const read = feeOf(fee, market);
    if (isProblem(read)) return read;
    if (read !== undefined) fees.push(read);
  }
  return fees;
}

function feeOf(fee: unknown, market: Market): Checked<Fee> | undefined {
  if (!isObject(fee)) return { problem: `is ${quoted(fee)}: ${WANTED}` };
  const { cost, currency } = fee;
  if (isNothing(cost) && isNothing(currency)) return undefined;
  const plain = decimalText(cost);
  if (isProblem(plain)) return { problem: `cost is ${quoted(cost)}: ${plain.problem}` };
  if (!isAboveZero(plain.replace('-', ''))) return undefined;
  if (isNothing(currency)) return { problem: `currency is missing: ${WANTED}` };
  if (typeof currency !== 'string' || !CURRENCY.test(currency)) {
    return { problem: `currency is ${quoted(currency)}: give its name such as USDT` };
  }
  return { cost: plain, currency: named(currency.toUpperCase(), market) };
}

/** What is wrong with fees in the base currency of a spot market: they are taken from what was traded, and cannot be more. */
export function excessOf(
  fees: readonly Fee[],
  fill: { readonly market: Market; readonly side: Side; readonly amount: string },
): string | undefined {
  const { market, base } = fill.market;
  const own = market === 'spot' ? fees.filter(({ currency }) => currency === base) : NONE;
  if (own.length === 0) return undefined;
  const sum = own.reduce((total, { cost }) => total.plus(cost), ZERO);
  if ((fill.side === 'buy' ? sum : sum.neg()).lte(fill.amount)) return undefined;
  return `fee is ${sum.toFixed()} ${base}, more than the ${fill.amount} ${base} of the fill: give the currency that it was paid in`;
}

const isNothing = (value: unknown): boolean => value === undefined || value === null;

function named(currency: string, { base, quote }: Market): string {
  return [quote, base].find((own) => own.toUpperCase() === currency) ?? currency;
}
