import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { createCleanup, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import type pg from 'pg';
import { type ScriptedRates, scriptedRates } from './rates-ccxt.js';
import { newDatabase, newRates, remembered } from './rates-database.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let postgres: TestPostgres;
let ccxt: ScriptedRates;
let pool: pg.Pool;

beforeAll(async () => {
  [postgres, ccxt] = await Promise.all([startPostgres().then(cleanup.use), scriptedRates(cleanup)]);
});

beforeEach(async () => {
  pool = await newDatabase(cleanup, postgres);
  ccxt.asked();
});

afterAll(cleanup.run);

const MINUTE = '2026-03-03T10:30:00Z';
const candle = (open: string, time = MINUTE) => [[time, open, open]] as const;

/** What one currency was worth in another, by a backend that was just started. */
async function rate(
  currency: string,
  quote: string,
  exchanges: readonly string[] = ['alpha', 'beta'],
): Promise<string | undefined> {
  const pair = { currency, in: quote, at: Date.parse(MINUTE) + 1_500 };
  return (await newRates(pool, ccxt.url, exchanges).many([pair], 20_000))(pair)?.toFixed();
}

const sources = async (): Promise<unknown[]> =>
  (await remembered(pool)).map((row) => (row as { source: unknown }).source);

test('the first exchange that lists a market tells its price', async () => {
  ccxt.set({
    alpha: { markets: { 'ETH/USDT': candle('3000') } },
    beta: { markets: { 'EUR/USDT': candle('1.08'), 'ETH/USDT': candle('3001') } },
  });
  expect([await rate('ETH', 'USDT'), await rate('EUR', 'USDT')]).toEqual(['3000', '1.08']);
  expect(await sources()).toEqual(['alpha ETH/USDT', 'beta EUR/USDT']);
});

test('a swap is no price of a currency', async () => {
  ccxt.set({ alpha: { markets: { 'ETH/USDT:USDT': candle('3000') } } });
  expect(await rate('ETH', 'USDT', ['alpha'])).toBeUndefined();
  expect(ccxt.asked()).toEqual(['markets alpha']);
});

test('an exchange that cannot tell is left for another one with the same market', async () => {
  ccxt.set({
    alpha: { markets: { 'ETH/USDT': [] }, refuses: { code: 'exchange_timeout', status: 504 } },
    beta: { markets: { 'ETH/USDT': candle('3001') } },
  });
  expect(await rate('ETH', 'USDT')).toBe('3001');
});

test('no way over a stablecoin is taken while the market that prices it directly cannot be asked', async () => {
  const over = { 'ETH/USDC': candle('3000'), 'USDC/USDT': candle('0.999') };
  ccxt.set({
    alpha: { markets: { 'ETH/USDT': [] }, refuses: { code: 'exchange_failed', status: 502 } },
    beta: { markets: over },
  });
  expect([await rate('ETH', 'USDT'), await remembered(pool)]).toEqual([undefined, []]);
  ccxt.set({ alpha: { markets: { 'ETH/USDT': candle('2999') } }, beta: { markets: over } });
  expect(await rate('ETH', 'USDT')).toBe('2999');
});

test('a market without candles of minutes, or that did not exist then, leaves it to a way over a stablecoin', async () => {
  ccxt.set({
    alpha: { markets: { 'ETH/USDT': [] }, refuses: { code: 'not_supported', status: 501 } },
    beta: {
      markets: {
        'ETH/USDT': candle('4000', '2026-03-05T00:00:00Z'),
        'ETH/USDC': candle('3000'),
        'USDT/USDC': candle('1.25'),
      },
    },
  });
  expect(await rate('ETH', 'USDT')).toBe('2400');
  expect(await sources()).toEqual(['beta ETH/USDC, beta USDT/USDC']);
});

test('what an exchange does not list is unknown only when every exchange has told what it lists', async () => {
  ccxt.set({ alpha: { markets: { 'BTC/USDT': [] } }, beta: { down: true } });
  expect([await rate('ETH', 'USDT'), await remembered(pool)]).toEqual([undefined, []]);
  expect([await rate('ETH', 'USDT', []), await remembered(pool)]).toEqual([undefined, []]);
});

test('what no market told is asked again after an hour, and what was told never', async () => {
  ccxt.set({ alpha: { markets: { 'ETH/USDT': [] } } });
  expect(await rate('ETH', 'USDT', ['alpha'])).toBeUndefined();
  ccxt.set({ alpha: { markets: { 'ETH/USDT': candle('3000') } } });
  expect(await rate('ETH', 'USDT', ['alpha'])).toBeUndefined();
  await pool.query(`UPDATE rates SET asked_at = asked_at - interval '1 hour'`);
  expect(await rate('ETH', 'USDT', ['alpha'])).toBe('3000');
  ccxt.set({ alpha: { markets: { 'ETH/USDT': candle('3100') } } });
  await pool.query(`UPDATE rates SET asked_at = asked_at - interval '1 year'`);
  expect(await rate('ETH', 'USDT', ['alpha'])).toBe('3000');
});

test('an exchange that fails is asked once, and then left alone', async () => {
  ccxt.set({ alpha: { markets: { 'ETH/USDT': [] }, refuses: { code: 'exchange_failed', status: 502 } } });
  const rates = newRates(pool, ccxt.url, ['alpha']);
  const pair = { currency: 'ETH', in: 'USDT', at: Date.parse(MINUTE) };
  for (let time = 0; time < 3; time++) {
    const rateOf = await rates.many([pair], 20_000);
    expect(rateOf(pair)).toBeNull();
  }
  expect(ccxt.asked()).toEqual(['markets alpha', 'ohlcv alpha ETH/USDT']);
});

test('two backends that look for the same at once remember one price', async () => {
  const pairs = Array.from({ length: 200 }, (_, i) => ({
    ...{ currency: 'ETH', in: 'USDT' },
    at: Date.parse(MINUTE) + i * 60_000,
  }));
  const candles = (open: string) =>
    pairs.map(({ at }) => [new Date(at).toISOString().replace('.000Z', 'Z'), open, open] as const);
  ccxt.set({
    alpha: { markets: { 'ETH/USDT': candles('3000') } },
    beta: { markets: { 'ETH/USDT': candles('3001') } },
  });
  const [one, other] = await Promise.all([
    newRates(pool, ccxt.url, ['alpha']).many(pairs, 20_000),
    newRates(pool, ccxt.url, ['beta']).many([...pairs].reverse(), 20_000),
  ]);
  const told = pairs.map((pair) => [one(pair)?.toFixed(), other(pair)?.toFixed()]);
  expect(new Set(told.map(([a, b]) => a === b && (a === '3000' || a === '3001')))).toEqual(new Set([true]));
});

test('what the simulator told counts only while it is the exchange', async () => {
  ccxt.set({
    simulator: { markets: { 'BNB/USDT': candle('500') } },
    alpha: { markets: { 'BNB/USDT': candle('600') } },
  });
  expect(await rate('BNB', 'USDT', ['simulator'])).toBe('500');
  expect(await rate('BNB', 'USDT', ['simulator', 'alpha'])).toBe('500');
  expect(await rate('BNB', 'USDT', [])).toBeUndefined();
  expect(await rate('BNB', 'USDT', ['alpha'])).toBe('600');
  expect(await rate('BNB', 'USDT', ['simulator'])).toBe('600');
  expect(await sources()).toEqual(['alpha BNB/USDT']);
});
