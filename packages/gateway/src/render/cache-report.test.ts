import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { CacheReport } from '@neuratrade/api-contracts';
import { renderCacheReport } from './cache-report.js';

const NOTHING = {
  requests: 0,
  hits: 0,
  misses: 0,
  evictions: 0,
  hit_rate: null,
  judgement: 'too_few',
} as const;
const KEPT = { size: 0, max_entries: 1_000, fresh_ms: 2_000, ttl_ms: 60_000 };

const REPORT: CacheReport = {
  window: {
    hours: 24,
    from: '2026-03-02T10:00:00Z',
    to: '2026-03-03T10:30:00Z',
    minimum_requests: 100,
  },
  total: { requests: 5_654, hits: 5_420, misses: 234, evictions: 12, hit_rate: 0.96, judgement: 'healthy' },
  caches: [
    {
      ...{ namespace: 'market_data', requests: 5_654, hits: 5_420, misses: 234, evictions: 12 },
      ...{
        hit_rate: 0.96,
        judgement: 'healthy',
        size: 3,
        max_entries: 1_000,
        fresh_ms: 5_000,
        ttl_ms: 300_000,
      },
    },
    { namespace: 'orderbook', ...NOTHING, ...KEPT },
    { namespace: 'ticker', ...NOTHING, ...KEPT },
  ],
  redis: {
    status: 'ok',
    used_memory_bytes: 12_582_912,
    max_memory_bytes: 268_435_456,
    policy: 'volatile-lru',
  },
  advice: ['Do this.'],
  timestamp: '2026-03-03T10:30:00Z',
};

const lines = (report: CacheReport): string[] =>
  stripVTControlCharacters(renderCacheReport(report)).split('\n');

test('a report is a table, the memory of Redis, advice and a line for a log', () => {
  expect(lines(REPORT)).toEqual([
    'Caches in the last 24 hours, from 2026-03-02T10:00:00Z',
    '',
    'CACHE        REQUESTS  HITS  HIT RATE  SIZE       EVICTIONS  FRESH  KEPT   JUDGEMENT',
    'market_data  5654      5420  96 %      3 of 1000  12         5 s    300 s  healthy',
    'orderbook    0         0     -         0 of 1000  0          2 s    60 s   too few to judge',
    'ticker       0         0     -         0 of 1000  0          2 s    60 s   too few to judge',
    'total        5654      5420  96 %      3          12                       healthy',
    '',
    'Redis: 12 MiB of 256 MiB, volatile-lru',
    '',
    '- Do this.',
    '',
    '2026-03-03T10:30:00Z cache hours=24 requests=5654 hits=5420 misses=234 hit_rate=0.96 evictions=12 judgement=healthy redis=ok',
  ]);
});

test('a report without requests, Redis or advice says so', () => {
  const redis = {
    status: 'connection refused',
    used_memory_bytes: null,
    max_memory_bytes: null,
    policy: null,
  };
  const said = lines({
    ...REPORT,
    total: NOTHING,
    redis,
    advice: [],
    window: { ...REPORT.window, hours: 1 },
  });
  expect([said[0], ...said.slice(-4)]).toEqual([
    'Caches in the last 1 hour, from 2026-03-02T10:00:00Z',
    '',
    'Redis: connection refused',
    '',
    '2026-03-03T10:30:00Z cache hours=1 requests=0 hits=0 misses=0 hit_rate=- evictions=0 judgement=too_few redis="connection refused"',
  ]);
});
