import { expect, test } from '@jest/globals';
import { pagesOf } from '../pages.js';
import { renderCache } from './cache.js';

const TIME = '2026-03-03T10:30:00Z';
const TOTAL = {
  requests: 12_450,
  hits: 10_582,
  misses: 1_868,
  evictions: 65,
  hit_rate: 0.85,
  judgement: 'healthy' as const,
};
const SECTION = {
  ...TOTAL,
  namespace: 'ticker' as const,
  size: 256,
  max_entries: 2_000,
  fresh_ms: 1,
  ttl_ms: 2,
};
const REPORT = {
  window: { hours: 24, from: TIME, to: TIME, minimum_requests: 100 },
  total: TOTAL,
  caches: [SECTION],
  redis: { status: 'ok', used_memory_bytes: 1, max_memory_bytes: 2, policy: 'volatile-lru' },
  advice: [],
  timestamp: TIME,
};
const page = (report: Parameters<typeof renderCache>[0]) => pagesOf(renderCache(report, 'UTC'), 4_096);

test('the whole, each cache, and what to do', () => {
  const caches = [
    { ...SECTION, namespace: 'market_data' as const, hit_rate: 0.7, judgement: 'fair' as const },
    { ...SECTION, namespace: 'orderbook' as const, hit_rate: 0.3, judgement: 'poor' as const },
    SECTION,
  ];
  expect(page({ ...REPORT, caches, advice: ['Raise CACHE_X.', 'Watch <fewer>.'] })).toEqual([
    [
      '<b>Cache, last 24 h</b>',
      '🟢 <b>Hit rate</b>: 85%, healthy\n10,582 of 12,450 requests from the cache',
      '🟡 <b>Market data</b>: 70%, fair\n10,582 of 12,450 requests from the cache\n256 of 2,000 entries, 65 evicted',
      '🔴 <b>Order books</b>: 30%, poor\n10,582 of 12,450 requests from the cache\n256 of 2,000 entries, 65 evicted',
      '🟢 <b>Tickers</b>: 85%, healthy\n10,582 of 12,450 requests from the cache\n256 of 2,000 entries, 65 evicted',
      'Raise CACHE_X.',
      'Watch &lt;fewer&gt;.',
      'As of 2026-03-03 10:30 UTC',
    ].join('\n\n'),
  ]);
});

test('too few requests are no percentage, and a Redis that takes no writes is named', () => {
  const few = { requests: 3, hits: 3, misses: 0, evictions: 0, hit_rate: 1, judgement: 'too_few' as const };
  expect(
    page({
      ...REPORT,
      total: few,
      caches: [{ ...SECTION, ...few, requests: 0, hits: 0, hit_rate: null }],
      redis: { ...REPORT.redis, status: 'takes no writes' },
    }),
  ).toEqual([
    [
      '<b>Cache, last 24 h</b>',
      '⚪ <b>Hit rate</b>: too few requests to judge, 100 are needed\n3 of 3 requests from the cache',
      '⚪ <b>Tickers</b>: too few requests to judge, 100 are needed\n0 of 0 requests from the cache\n256 of 2,000 entries, 0 evicted',
      '🔴 Redis: takes no writes',
      'As of 2026-03-03 10:30 UTC',
    ].join('\n\n'),
  ]);
});

test('while Redis, which counts, cannot be asked no count is told', () => {
  const unknown = { used_memory_bytes: null, max_memory_bytes: null, policy: null };
  expect(page({ ...REPORT, redis: { status: 'connection refused', ...unknown }, advice: ['x'] })).toEqual([
    [
      '<b>Cache, last 24 h</b>',
      '🔴 Redis: connection refused',
      'What the caches did is counted there, so it is not known now. <code>neuratrade doctor</code> says more.',
      'As of 2026-03-03 10:30 UTC',
    ].join('\n\n'),
  ]);
});
