import { expect, test } from '@jest/globals';
import { readEnv } from '@neuratrade/service-kit';
import { cachePolicies, cacheProblems, cacheSettings } from './settings.js';

const read = (env: Record<string, string>) => readEnv(cacheSettings, env, cacheProblems);

test('each cache has its own fresh time, TTL and limit', () => {
  expect(cachePolicies(read({ CACHE_ORDERBOOK_FRESH_MS: '500', CACHE_TICKER_TTL_S: '60' }))).toEqual({
    market_data: { freshMs: 5_000, ttlMs: 300_000, maxEntries: 1_000 },
    orderbook: { freshMs: 500, ttlMs: 60_000, maxEntries: 1_000 },
    ticker: { freshMs: 5_000, ttlMs: 60_000, maxEntries: 5_000 },
  });
});

test('every bad setting is told at once, with what would be right', () => {
  const wrong = {
    CACHE_MARKET_FRESH_MS: '10',
    CACHE_MARKET_MAX_ENTRIES: 'many',
    CACHE_ORDERBOOK_FRESH_MS: '90000',
    CACHE_TICKER_TTL_S: '2',
  };
  expect(() => read(wrong)).toThrow(
    [
      'CACHE_MARKET_FRESH_MS=10: must be whole milliseconds from 100 to 3600000',
      'CACHE_MARKET_MAX_ENTRIES=many: must be a whole number from 10 to 1000000',
      'CACHE_ORDERBOOK_TTL_S=60: nothing can be fresh for longer than it is kept; give at least 90, or a smaller CACHE_ORDERBOOK_FRESH_MS than 90000',
      'CACHE_TICKER_TTL_S=2: nothing can be fresh for longer than it is kept; give at least 5, or a smaller CACHE_TICKER_FRESH_MS than 5000',
    ].join('\n'),
  );
});
