import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../decimal.js';
import { type AskMinutes, readOpenings, STANDS_MS } from './openings.js';
import { MINUTE_MS } from './rate.js';
import { type Minute, MOST_MINUTES } from './source.js';

const at = (minute: number): number => minute * MINUTE_MS;

/** A market that leaves out the minutes in which nobody traded, and tells so many at a time. */
function market(traded: readonly number[], page = MOST_MINUTES): { ask: AskMinutes; asked: number[] } {
  const candles = [...traded].sort((a, b) => a - b).map(candle);
  const asked: number[] = [];
  return {
    asked,
    ask: async ({ since, limit }) => {
      asked.push(limit);
      return candles.filter(({ minute }) => minute >= since).slice(0, Math.min(limit, page));
    },
  };
}

const candle = (minute: number): Minute => ({
  minute: at(minute),
  open: new Decimal(minute).plus(1),
  close: new Decimal(minute).plus(1.5),
});

async function openings(minutes: readonly number[], ask: AskMinutes): Promise<Record<number, string>> {
  const told: Record<number, string> = {};
  await readOpenings(minutes.map(at), ask, (minute, price) => {
    told[minute / MINUTE_MS] = price.toFixed();
  });
  return told;
}

test('a minute begins with the opening of its candle', async () => {
  const { ask, asked } = market([99, 100, 101]);
  expect(await openings([100], ask)).toEqual({ 100: '101' });
  expect(asked).toEqual([62]);
});

test('a minute in which nobody traded begins with the last price, for an hour', async () => {
  const { ask } = market([100, 500]);
  expect(await openings([99, 101, 160, 161, 499, 500], ask)).toEqual({
    101: '101.5',
    160: '101.5',
    500: '501',
  });
});

test('a minute after the last candle has no price, for the next one may still come', async () => {
  const { ask } = market([100]);
  expect(await openings([101], ask)).toEqual({});
});

test('minutes near each other are asked for together, at most a thousand at a time', async () => {
  const traded = Array.from({ length: 5_000 }, (_, minute) => minute);
  const { ask, asked } = market(traded);
  await openings([100, 500, 1_038, 1_040, 4_500], ask);
  expect(asked).toEqual([1_000, 2, 62]);
});

test('whatever a market tells at a time, and leaves out, the prices are the same', async () => {
  const minutes = fc.uniqueArray(fc.nat(3_000), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(minutes, minutes, fc.integer({ min: 1, max: 1_000 }), async (traded, wanted, page) => {
      const { ask } = market(traded, page);
      const sorted = [...wanted].sort((a, b) => a - b);
      const expected: Record<number, string> = {};
      for (const minute of sorted) {
        const before = Math.max(...traded.filter((other) => other < minute));
        const later = traded.some((other) => other > minute);
        if (traded.includes(minute)) expected[minute] = String(minute + 1);
        else if (later && at(minute - before) <= STANDS_MS) expected[minute] = String(before + 1.5);
      }
      expect(await openings(sorted, ask)).toEqual(expected);
    }),
  );
});
