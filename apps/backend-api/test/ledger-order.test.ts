import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import fc from 'fast-check';
import type { NewFill } from '../src/ledger/fills/store.js';
import { contentsOf, countedSummaries } from './ledger-contents.js';
import { type LedgerRig, ledgerRig, START } from './ledger-rig.js';

jest.setTimeout(240_000);

const cleanup = createCleanup();
let postgres: TestPostgres;
let rig: LedgerRig;

beforeAll(async () => {
  postgres = cleanup.use(await startPostgres());
  rig = await ledgerRig(cleanup, postgres);
});

afterAll(cleanup.run);

const HOUR_MS = 3_600_000;

const anyFill = fc.record({
  market: fc.constantFrom('BTC/USDT', 'ETH/USDT', 'BTC/USDT:USDT'),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  line: fc.constantFrom('net' as const, 'net' as const, 'long' as const, 'short' as const),
  amount: fc.integer({ min: 1, max: 5 }),
  price: fc.integer({ min: 900, max: 1_100 }),
  fee: fc.constantFrom(null, '0.125', '-0.25'),
  currency: fc.constantFrom('USDT', 'BTC', 'ETH'),
  at: fc.integer({ min: 0, max: 60 }),
});

type Any = typeof anyFill extends fc.Arbitrary<infer T> ? T : never;

/** Several at one instant; hours, days and months apart. */
function toFill({ market, line, amount, price, fee, currency, at, side }: Any, index: number): NewFill {
  const isSwap = market.endsWith(':USDT');
  return {
    symbol: market,
    market: isSwap ? 'swap' : 'spot',
    id: String(index * 7),
    side,
    line: isSwap ? line : 'net',
    price: String(price / 10),
    amount: String(amount),
    contractSize: isSwap ? '0.1' : '1',
    fees: fee === null ? [] : [{ cost: fee, currency }],
    funding: isSwap && amount > 3 ? '-0.01' : null,
    executedAt: START + Math.floor((at * at) / 2) * HOUR_MS,
  };
}

const PLAIN: Any = {
  ...{ market: 'BTC/USDT', side: 'buy', line: 'net', amount: 1, price: 1_000 },
  ...{ fee: '0.125', currency: 'USDT', at: 0 },
};

async function empty(): Promise<void> {
  await rig.pool.query('TRUNCATE fills, trades, checkpoints, summaries, books');
}

const books = fc.array(anyFill, { minLength: 1, maxLength: 60 }).map((given) => given.map(toFill));

/** Some of the fills, in batches, in the order of arrival. */
const arrivals = books.chain((fills) =>
  fc.record({
    fills: fc.constant(fills),
    batches: fc.array(fc.subarray(fills.map((_, index) => index)), { maxLength: 5 }),
    rest: fc.shuffledSubarray(
      fills.map((_, index) => index),
      { minLength: fills.length },
    ),
    size: fc.integer({ min: 1, max: 30 }),
  }),
);

describe('the figures', () => {
  test('are the same in whatever order, in whatever batches and however often the fills arrive, and add up', async () => {
    const place = await rig.place();
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ fills, batches, rest, size }) => {
        await empty();
        await rig.store(place, fills);
        const clean = await contentsOf(rig.pool);
        expect(clean.summaries).toEqual(await countedSummaries(rig.pool));
        await empty();
        for (const batch of batches)
          await rig.store(
            place,
            batch.map((index) => fills[index] as NewFill),
          );
        for (let from = 0; from < rest.length; from += size)
          await rig.store(
            place,
            rest.slice(from, from + size).map((index) => fills[index] as NewFill),
          );
        expect(await contentsOf(rig.pool)).toEqual(clean);
      }),
      { numRuns: 60 },
    );
  });

  test('of many hours, and of more trades in one hour than are read at once, add up too', async () => {
    await empty();
    const trip = (n: number, executedAt: number): NewFill[] =>
      (['buy', 'sell'] as const).map((side, place) => ({
        ...toFill({ ...PLAIN, side, price: 900 + ((n * 37) % 200) }, 0),
        ...{ id: `${n}${side}`, executedAt: executedAt + place },
      }));
    const sparse = Array.from({ length: 450 }, (_, n) => trip(n, START + n * 3 * HOUR_MS)).flat();
    const dense = Array.from({ length: 6_000 }, (_, n) =>
      trip(1_000 + n, START + 30 * HOUR_MS + n * 500),
    ).flat();
    const late = [trip(-1, START + HOUR_MS / 2), trip(-2, START + 30 * HOUR_MS + 10)].flat();
    const place = await rig.place();
    for (const fills of [sparse, dense, late]) await rig.store(place, fills);
    const { summaries } = await contentsOf(rig.pool);
    expect(summaries).toEqual(await countedSummaries(rig.pool));
  });

  test('are the same when two processes are given the same fills at once, and each is counted as stored once', async () => {
    await empty();
    const fills = Array.from({ length: 600 }, (_, n) =>
      toFill(
        {
          ...{
            market: n % 3 ? 'BTC/USDT' : 'ETH/USDT',
            side: n % 2 ? 'sell' : 'buy',
            line: 'net',
            amount: 1 + (n % 4),
          },
          ...{ price: 900 + ((n * 37) % 200), fee: '0.125', currency: 'USDT', at: n % 61 },
        },
        n,
      ),
    );
    const place = await rig.place();
    await rig.store(place, fills);
    const clean = await contentsOf(rig.pool);
    await empty();
    const other = await ledgerRig(cleanup, postgres, rig.url);
    const backwards = [...fills].reverse();
    const stored: number[] = [];
    const give = async (to: LedgerRig, list: readonly NewFill[], size: number): Promise<void> => {
      for (let from = 0; from < list.length; from += size)
        stored.push((await to.store(place, list.slice(from, from + size))).stored);
    };
    const [mine, others] = [give(rig, fills, 50), give(other, fills, 40)];
    await Promise.all([mine, others, give(rig, backwards, 70), give(other, backwards, 30)]);
    expect(stored.reduce((sum, count) => sum + count)).toBe(600);
    expect(await contentsOf(rig.pool)).toEqual(clean);
  });
});
