import { expect, test } from '@jest/globals';
import { CACHE_NAMESPACES } from '@neuratrade/api-contracts';
import { backendHealthSchema } from '@neuratrade/health-contracts';
import fc from 'fast-check';
import { createCounter } from './counter.js';
import { figuresOf, readStats } from './figures.js';

const figuresSchema = backendHealthSchema.pick({ cache_metrics: true, cache_stats: true });
const count = fc.nat({ max: 1_000_000_000 });

test('the metrics are exactly the sum of the caches, shared and own counts together', () => {
  const fields = CACHE_NAMESPACES.length * 4;
  fc.assert(
    fc.property(fc.array(count, { minLength: fields, maxLength: fields }), count, (numbers, own) => {
      const figures = figuresOf(readStats(numbers.map(String)), () => own);
      expect(figuresSchema.parse(figures)).toEqual(figures);
      const caches = Object.values(figures.cache_stats);
      const hits = caches.reduce((sum, cache) => sum + cache.hits, 0);
      const misses = caches.reduce((sum, cache) => sum + cache.misses, 0);
      const rate = hits + misses === 0 ? 0 : hits / (hits + misses);
      expect(figures.cache_metrics).toEqual({
        hit_rate: Number(rate.toFixed(2)) === 0 ? 0 : expect.closeTo(rate, 2),
        total_requests: hits + misses,
        hits,
        misses,
      });
    }),
  );
});

test('the figures of the sample are figures', () => {
  const shared = readStats([
    '5420',
    '234',
    '12',
    '1024',
    '3200',
    '890',
    '45',
    '512',
    '1962',
    '744',
    '8',
    '256',
  ]);
  expect(figuresOf(shared, () => 0)).toEqual({
    cache_metrics: { hit_rate: 0.85, total_requests: 12_450, hits: 10_582, misses: 1_868 },
    cache_stats: {
      market_data: { size: 1_024, hits: 5_420, misses: 234, evictions: 12 },
      orderbook: { size: 512, hits: 3_200, misses: 890, evictions: 45 },
      ticker: { size: 256, hits: 1_962, misses: 744, evictions: 8 },
    },
  });
});

test('whatever is sent, confirmed or lost in between, every request is counted once', () => {
  const step = fc.constantFrom('hit', 'miss', 'send', 'confirm', 'lose');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const counter = createCounter(Date);
      const stored = { hits: 0, misses: 0, last: 0 };
      const asked = { hits: 0, misses: 0 };
      const count = (what: 'hits' | 'misses') => {
        asked[what]++;
        counter.count('ticker', what);
      };
      const send = (confirmed: boolean) => {
        const batch = counter.batch();
        if (batch === undefined) return;
        if (batch.number > stored.last) {
          stored.last = batch.number;
          for (const fields of batch.counts.values()) {
            stored.hits += fields.get('ticker/hits') ?? 0;
            stored.misses += fields.get('ticker/misses') ?? 0;
          }
        }
        if (confirmed) counter.confirm(batch);
      };
      for (const what of steps) {
        if (what === 'hit') count('hits');
        else if (what === 'miss') count('misses');
        else if (what === 'send') counter.batch();
        else send(what === 'confirm');
      }
      send(true);
      send(true);
      expect({ hits: stored.hits, misses: stored.misses }).toEqual(asked);
      expect([counter.unconfirmed('ticker/hits'), counter.unconfirmed('ticker/misses')]).toEqual([0, 0]);
    }),
  );
});
