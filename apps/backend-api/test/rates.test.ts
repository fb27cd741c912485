import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  blackHole,
  contTree,
  createCleanup,
  eventually,
  request,
  startPostgres,
  stopTree,
  type TestPostgres,
} from '@neuratrade/test-kit';
import type pg from 'pg';
import { Decimal } from '../src/ledger/decimal.js';
import { type Exchange, type Logged, startCcxt, startExchange } from './market-stack.js';
import { newDatabase, newRates, remembered } from './rates-database.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let postgres: TestPostgres;
let exchange: Exchange;
let ccxt: Logged;
let pool: pg.Pool;

const startOwnCcxt = (): Promise<Logged> =>
  startCcxt(cleanup, { SIMULATOR_URL: exchange.url, EXCHANGE_PROBE_INTERVAL_MS: '60000' });

beforeAll(async () => {
  [postgres, exchange] = await Promise.all([startPostgres().then(cleanup.use), startExchange(cleanup)]);
  ccxt = await startOwnCcxt();
});

beforeEach(async () => {
  pool = await newDatabase(cleanup, postgres);
});

afterAll(cleanup.run);

const AT = Date.parse('2026-03-03T10:30:42.123Z');
const LONG_MS = 30_000;

/** What the exchange itself says with which price a minute began. */
async function openOf(symbol: string, at: number): Promise<string> {
  const startTime = Math.floor(at / 60_000) * 60_000;
  const query = `symbol=${symbol}&interval=1m&limit=1&startTime=${startTime}`;
  const { json } = await request(`${exchange.url}/api/v3/klines?${query}`);
  const [[time, open]] = json as [[number, string]];
  expect(time).toBe(startTime);
  return open;
}

const plain = (text: string): string => new Decimal(text).toFixed();

describe('a rate', () => {
  test('is the price with which the minute began on the exchange, and is remembered for everyone', async () => {
    const pair = { currency: 'BNB', in: 'USDT', at: AT };
    const open = await openOf('BNBUSDT', AT);
    const rateOf = await newRates(pool, ccxt.url).many([pair, { ...pair, at: AT + 1_000 }], LONG_MS);
    expect(rateOf(pair)?.toFixed()).toBe(plain(open));
    expect(rateOf({ ...pair, at: AT + 17_876 })?.toFixed()).toBe(plain(open));
    expect(await remembered(pool)).toEqual([
      {
        currency: 'BNB',
        quote: 'USDT',
        minute: '2026-03-03T10:30',
        price: open,
        source: 'simulator BNB/USDT',
      },
    ]);
    const elsewhere = await newRates(pool, 'http://127.0.0.1:1').many([pair], LONG_MS);
    expect(elsewhere(pair)?.toFixed()).toBe(plain(open));
  });

  test('comes from the inverse market, and over a stablecoin, where there is no other', async () => {
    const [bnb, btc] = [await openOf('BNBUSDT', AT), await openOf('BTCUSDT', AT)];
    const over = { currency: 'BNB', in: 'BTC', at: AT };
    const inverse = { currency: 'USDT', in: 'BTC', at: AT };
    const rateOf = await newRates(pool, ccxt.url).many([over, inverse], LONG_MS);
    const reciprocal = new Decimal(1).div(btc).toSignificantDigits(20);
    expect([rateOf(over), rateOf(inverse)].map((rate) => rate?.toFixed())).toEqual([
      reciprocal.times(bnb).toFixed(),
      reciprocal.toFixed(),
    ]);
    expect((await remembered(pool)) as object[]).toMatchObject([
      { currency: 'BNB', source: 'simulator BNB/USDT, simulator BTC/USDT' },
      { currency: 'USDT', source: 'simulator BTC/USDT' },
    ]);
  });

  test('of a currency in itself is 1, and nobody is asked', async () => {
    const pair = { currency: 'USDT', in: 'USDT', at: AT };
    const rateOf = await newRates(pool, 'http://127.0.0.1:1').many([pair], LONG_MS);
    expect([rateOf(pair)?.toFixed(), await remembered(pool)]).toEqual(['1', []]);
  });

  test('of a currency that no market lists is unknown, which is remembered too', async () => {
    const pair = { currency: 'NOSUCH', in: 'USDT', at: AT };
    expect((await newRates(pool, ccxt.url).many([pair], LONG_MS))(pair)).toBeNull();
    expect(await remembered(pool)).toEqual([
      { currency: 'NOSUCH', quote: 'USDT', minute: '2026-03-03T10:30', price: null, source: null },
    ]);
  });

  test('of before the market began is unknown', async () => {
    const pair = { currency: 'BNB', in: 'USDT', at: Date.parse('2019-12-31T23:59:59Z') };
    expect((await newRates(pool, ccxt.url).many([pair], LONG_MS))(pair)).toBeNull();
  });

  test('of this minute is known, and of a minute to come is not, which is not remembered', async () => {
    const [now, soon] = [Date.now(), Date.now() + 180_000].map((at) => ({ currency: 'BNB', in: 'USDT', at }));
    const rateOf = await newRates(pool, ccxt.url).many([now, soon] as never, LONG_MS);
    expect([rateOf(now as never)?.isPositive(), rateOf(soon as never)]).toEqual([true, null]);
    expect(await remembered(pool)).toHaveLength(1);
  });
});

describe('whoever waits for rates', () => {
  const pair = { currency: 'BNB', in: 'USDT', at: AT };

  test('waits no longer than allowed while ccxt-service hangs, for a while then not at all, and has them when it goes on', async () => {
    const hanging = await startOwnCcxt();
    const rates = newRates(pool, hanging.url);
    await stopTree(hanging.pid);
    const first = await timed(() => rates.many([pair], 500));
    const second = await timed(() => rates.many([pair], 500));
    expect([first.value(pair), second.value(pair)]).toEqual([null, null]);
    expect(first.ms).toBeGreaterThanOrEqual(490);
    expect(first.ms).toBeLessThan(1_500);
    expect(second.ms).toBeLessThan(400);
    expect(await remembered(pool)).toEqual([]);
    await contTree(hanging.pid);
    const found = await rates.search([pair], AbortSignal.timeout(LONG_MS));
    expect(found(pair)?.toFixed()).toBe(plain(await openOf('BNBUSDT', AT)));
  });

  test('waits not at all while ccxt-service is gone', async () => {
    const gone = await startOwnCcxt();
    await gone.stop('SIGKILL');
    const rates = newRates(pool, gone.url);
    const answers = [
      await timed(() => rates.many([pair], 2_000)),
      await timed(() => rates.many([pair], 2_000)),
    ];
    expect(answers.map(({ value }) => value(pair))).toEqual([null, null]);
    for (const { ms } of answers) expect(ms).toBeLessThan(1_000);
  });

  test('leaves no connection behind in a black hole', async () => {
    const hole = cleanup.use(await blackHole());
    const rateOf = await newRates(pool, hole.url).many([pair], 300);
    expect(rateOf(pair)).toBeNull();
    await eventually(async () => expect(hole.connections()).toBe(0));
  });

  test('has what was found by then when it is about ten thousand minutes of a year', async () => {
    const pairs = Array.from({ length: 10_000 }, (_, i) => ({
      ...{ currency: 'BNB', in: 'USDT' },
      at: Date.parse('2025-03-03T00:00:00Z') + i * 52 * 60_000,
    }));
    const { value: rateOf, ms } = await timed(() => newRates(pool, ccxt.url).many(pairs, 2_000));
    const known = pairs.filter((wanted) => rateOf(wanted) !== null);
    expect(ms).toBeLessThan(4_000);
    expect(known.length).toBeGreaterThan(0);
    expect(await remembered(pool)).toHaveLength(known.length);
  });
});

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const started = performance.now();
  const value = await work();
  return { value, ms: performance.now() - started };
}
