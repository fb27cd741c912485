import { describe, expect, test } from '@jest/globals';
import type { Ticker } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import type { CacheRead } from '../cache/cache.js';
import { summaryOf } from './compose.js';

const ticker = (exchange: string, as_of: string): Ticker => ({
  ...{ exchange, symbol: 'BTC/USDT', last: '100', bid: '99', bid_volume: '1', ask: '101', ask_volume: '2' },
  ...{ open: '90', high: '110', low: '80', change: '10', change_percent: '11.1', base_volume: '5' },
  ...{ quote_volume: '500', exchange_time: null, as_of },
});

const read = (exchange: string, as_of: string, staleReason?: string): CacheRead<Ticker> => ({
  ...{ value: ticker(exchange, as_of), text: '', fetchedAt: 0, stale: staleReason !== undefined },
  ...(staleReason === undefined ? {} : { staleReason }),
});

const figures = {
  ...{ last: '100', bid: '99', ask: '101', spread_bps: 200, change_24h_percent: '11.1' },
  ...{ base_volume_24h: '5', quote_volume_24h: '500' },
};
const EARLY = '2026-03-03T10:30:00Z';
const LATE = '2026-03-03T10:30:04Z';
const refused = (code: AppError['code'], retryAfterSeconds?: number) => ({
  error: new AppError(code, `${code} in many words`, { retryAfterSeconds }),
});

test('exchanges stand side by side in the order of their names, what is missing with its reason', () => {
  const summary = summaryOf('BTC/USDT', [
    { exchange: 'okx', found: refused('exchange_timeout') },
    { exchange: 'kraken', found: read('kraken', LATE) },
    { exchange: 'bybit', found: refused('not_found') },
    { exchange: 'binance', found: read('binance', EARLY, 'timeout') },
  ]);
  expect(summary).toEqual({
    symbol: 'BTC/USDT',
    exchanges: [
      { exchange: 'binance', ...figures, as_of: EARLY, stale: true, stale_reason: 'timeout' },
      { exchange: 'kraken', ...figures, as_of: LATE },
    ],
    best: { buy: { exchange: 'kraken', price: '101' }, sell: { exchange: 'kraken', price: '99' } },
    unavailable: [
      { exchange: 'bybit', reason: 'not listed' },
      { exchange: 'okx', reason: 'exchange timeout' },
    ],
    as_of: EARLY,
  });
});

test('a summary of nothing but stale prices is stale itself, and names no best venue', () => {
  const { stale, stale_reason, best } = summaryOf('BTC/USDT', [
    { exchange: 'binance', found: read('binance', EARLY, 'timeout') },
  ]);
  expect([stale, stale_reason, best]).toEqual([true, 'timeout', { buy: null, sell: null }]);
});

describe('without any price', () => {
  const attempt = (...found: { error: AppError }[]) => {
    try {
      return summaryOf(
        'X/Y',
        found.map((one, index) => ({ exchange: `e${index}`, found: one })),
      );
    } catch (error) {
      const { code, message, retryAfterSeconds } = error as AppError;
      return { code, message, retryAfterSeconds };
    }
  };

  test('a symbol that no exchange lists is unknown, in the words of the first', () => {
    expect(attempt(refused('not_found'), refused('not_found'))).toEqual({
      code: 'not_found',
      message: 'not_found in many words',
    });
  });

  test('it is unavailable, with every reason and the shortest wait', () => {
    expect(attempt(refused('not_found'), refused('exchange_busy', 30), refused('unavailable', 2))).toEqual({
      code: 'unavailable',
      message:
        'No exchange tells a price of X/Y now (e0: not listed, e1: exchange busy, e2: service unavailable). Try again soon.',
      retryAfterSeconds: 2,
    });
  });
});
