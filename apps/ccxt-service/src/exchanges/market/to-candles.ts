import type { Candle } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { amountOf, isAbove, requiredPrice } from './decimal.js';
import { isTime } from './time.js';
import { unexpected } from './unexpected.js';

/**
 * ccxt's candles in our shape, the latest `limit` of them or, with `since`, the first ones from then on.
 *
 * @throws {ExchangeFailure} when one contradicts itself or they do not ascend, or when there is none although no `since` was named, or the
 * answer's `body` does not say so
 */
export function toCandles(
  told: unknown,
  { limit, since }: { readonly limit: number; readonly since: number | undefined },
  body: string | undefined,
): Candle[] {
  if (!Array.isArray(told)) throw unexpected('no list of candles');
  if (told.length === 0 && (since === undefined || !holdsList(body))) throw unexpected('no candle');
  let last = Number.NEGATIVE_INFINITY;
  const candles = told.map((row: unknown) => {
    if (!Array.isArray(row) || !isTime(row[0])) throw unexpected('no candle');
    if (row[0] <= last) throw unexpected('candles not in order');
    last = row[0];
    return toCandle(row[0], row);
  });
  return since === undefined ? candles.slice(-limit) : candles.slice(0, limit);
}

function toCandle(time: number, row: readonly unknown[]): Candle {
  const candle = {
    time: formatTimestamp(new Date(time)),
    open: requiredPrice(row[1]),
    high: requiredPrice(row[2]),
    low: requiredPrice(row[3]),
    close: requiredPrice(row[4]),
    volume: amountOf(row[5]),
  };
  const { open, high, low, close } = candle;
  if ([open, low, close].some((price) => isAbove(price, high))) throw unexpected('a price above the high');
  if ([open, close].some((price) => isAbove(low, price))) throw unexpected('a price below the low');
  return candle;
}

/** Whether a list stands anywhere in a JSON body: ccxt makes an empty one of whatever has no length. */
export function holdsList(body: string | undefined): boolean {
  try {
    let found = false;
    JSON.parse(body ?? '', (_key, value: unknown) => {
      found ||= Array.isArray(value);
      return value;
    });
    return found;
  } catch {
    return false;
  }
}
