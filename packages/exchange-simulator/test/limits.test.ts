import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { connect, control, send } from './client.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30, 15);
const MINUTE = 60_000;
let now = NOW;
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator({ clock: () => now });
});
afterEach(async () => {
  now = NOW;
  await control(simulator.url, 'DELETE', 'limits');
});
afterAll(() => simulator.close());

const limit = (wish: object) => control(simulator.url, 'POST', 'limits', wish);
const ping = async (path = '/api/v3/ping') => {
  const response = await fetch(simulator.url + path);
  const { code, msg } = (await response.json()) as { code?: number; msg?: string };
  return { status: response.status, retryAfter: response.headers.get('retry-after'), code, msg };
};
const pings = async (count: number) => {
  const seen: unknown[] = [];
  for (let i = 0; i < count; i++) seen.push((await ping()).status);
  return seen;
};
const tooMuch = (most: number) => ({
  status: 429,
  retryAfter: '45',
  code: -1003,
  msg: `Too much request weight used; current limit is ${most} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
});
const banned = (until: number, retryAfter: string) => ({
  status: 418,
  retryAfter,
  code: -1003,
  msg: `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`,
});

describe('a caller', () => {
  test('is turned away above the weight of a minute until the next one, on this machine too', async () => {
    await limit({ weight_per_minute: 3 });
    expect(await pings(3)).toEqual([200, 200, 200]);
    expect(await ping()).toEqual(tooMuch(3));
    now += 45_000;
    expect(await pings(1)).toEqual([200]);
  });

  test('has a weight of its own under /sapi', async () => {
    await limit({ weight_per_minute: 1 });
    const status = '/sapi/v1/system/status';
    expect([(await ping()).status, (await ping(status)).status]).toEqual([200, 200]);
    expect([(await ping()).status, (await ping(status)).status]).toEqual([429, 429]);
  });

  test('who goes on is banned for two minutes, then for four, and is let in when that is over', async () => {
    await limit({ weight_per_minute: 1 });
    expect(await pings(11)).toEqual([200, ...Array(10).fill(429)]);
    expect(await ping()).toEqual(banned(NOW + 2 * MINUTE, '120'));
    now += 2 * MINUTE - 1;
    expect(await ping()).toEqual(banned(NOW + 2 * MINUTE, '1'));
    now += 1;
    expect(await pings(11)).toEqual([200, ...Array(10).fill(429)]);
    expect(await ping()).toEqual(banned(now + 4 * MINUTE, '240'));
    now += 4 * MINUTE;
    expect(await pings(1)).toEqual([200]);
  });

  test('is told by ccxt what the matter is', async () => {
    await limit({ weight_per_minute: 1 });
    const exchange = connect(simulator.url);
    const seen: string[] = [];
    for (let i = 0; i < 12; i++) {
      await exchange.fetchTime().catch((error: Error) => seen.push(error.constructor.name));
    }
    expect(seen).toEqual(Array(11).fill('DDoSProtection'));
  });

  test('reads the limit that is in force, and the usual ones again after a reset', async () => {
    const announced = async () => {
      const info = (await (await fetch(`${simulator.url}/api/v3/exchangeInfo`)).json()) as {
        rateLimits: { limit: number }[];
      };
      return info.rateLimits.map((entry) => entry.limit);
    };
    expect(await limit({ weight_per_minute: 100, orders_per_10s: 5 })).toEqual({
      status: 200,
      body: { weight_per_minute: 100, orders_per_10s: 5, orders_per_day: 200_000 },
    });
    expect(await announced()).toEqual([100, 5, 200_000, 61_000]);
    expect(await control(simulator.url, 'DELETE', 'limits')).toEqual({
      status: 200,
      body: { weight_per_minute: 6_000, orders_per_10s: 100, orders_per_day: 200_000 },
    });
    expect(await announced()).toEqual([6_000, 100, 200_000, 61_000]);
  });
});

describe('an account', () => {
  const call = (method: string, path: string, query: Record<string, string>) =>
    send(simulator.url, { method, path, key: 'k', secret: 's', query: { ...query, timestamp: now } });
  const order = () =>
    call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' });

  beforeAll(async () => {
    const wish = { key: 'k', secret: 's', balances: { USDT: '99999' }, permissions: ['read', 'trade'] };
    await control(simulator.url, 'POST', 'accounts', wish);
  });

  test('may place only so many orders in ten seconds and in a day', async () => {
    await limit({ orders_per_10s: 2, orders_per_day: 3 });
    const first = await order();
    expect([
      first.status,
      first.header('x-mbx-order-count-10s'),
      first.header('x-mbx-order-count-1d'),
    ]).toEqual([200, '1', '1']);
    expect((await order()).status).toBe(200);
    const third = await order();
    expect([third.status, third.header('retry-after'), third.body]).toEqual([
      429,
      '5',
      { code: -1015, msg: 'Too many new orders; current limit is 2 orders per 10 SECOND.' },
    ]);
    now += 10_000;
    expect((await order()).status).toBe(200);
    expect((await order()).body).toEqual({
      code: -1015,
      msg: 'Too many new orders; current limit is 3 orders per 1 DAY.',
    });
  });

  test.each([
    ['/api/v3/account', {}, 20],
    ['/api/v3/myTrades', { symbol: 'BTCUSDT' }, 20],
    ['/api/v3/myTrades', { symbol: 'BTCUSDT', orderId: '1' }, 5],
    ['/api/v3/openOrders', { symbol: 'BTCUSDT' }, 6],
    ['/api/v3/openOrders', {}, 80],
    ['/api/v3/allOrders', { symbol: 'BTCUSDT' }, 20],
    ['/api/v3/order', { symbol: 'BTCUSDT', orderId: '1' }, 4],
  ] as const)('%s with %j weighs %d', async (path, query, weight) => {
    const { header, status } = await call('GET', path, query);
    expect([status, header('x-mbx-used-weight-1m')]).toEqual([200, String(weight)]);
  });

  test('may list its withdrawals ten times a minute', async () => {
    const history = () => call('GET', '/sapi/v1/capital/withdraw/history', {});
    const first = await history();
    expect([first.status, first.header('x-sapi-used-uid-weight-1m')]).toEqual([200, '18000']);
    for (let i = 0; i < 9; i++) await history();
    const last = await history();
    expect([last.status, last.header('retry-after')]).toEqual([429, '45']);
  });
});
