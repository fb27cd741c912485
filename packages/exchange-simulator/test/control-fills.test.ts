import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { control } from './client.js';
import { type Controlled, fill, NOW, startControlled } from './controlled.js';

let on: Controlled;

beforeAll(async () => {
  on = await startControlled();
});
afterAll(() => on.close());

describe('the control of fills', () => {
  test('puts them where their time belongs, with balances, ids, orders and fees that follow', async () => {
    const late = { ...fill, side: 'sell', executed_at: '2026-03-03T09:00:00Z', amount: '0.005' };
    await on.post('fills', { key: 'k', fills: [fill] });
    const put = await on.post('fills', { account: 'main', fills: [late] });
    expect(put).toEqual({
      status: 201,
      body: {
        ...{ account: 'main', stored: 1 },
        balances: {
          BTC: { free: '1.00499000', locked: '0.00000000' },
          USDT: { free: '769.77000000', locked: '0.00000000' },
        },
      },
    });
    const trades = await on.client().fetchMyTrades('BTC/USDT');
    const second = (text: string) => String(Date.parse(text) / 1000);
    expect(trades.map(({ id, side, amount, fee }) => [id, side, amount, fee?.cost, fee?.currency])).toEqual([
      [second('2026-03-03T09:00:00Z'), 'sell', '0.005', '0.23', 'USDT'],
      [second('2026-03-03T10:00:00Z'), 'buy', '0.01', '0.00001', 'BTC'],
    ]);
  });

  test('takes ids, fees and orders as they are given, and leaves balances alone on request', async () => {
    const before = await on.totals();
    const given = { id: 7, order_id: 3, fee: { cost: '0.002', currency: 'BNB' }, maker: true };
    const old = { ...fill, symbol: 'ETH/USDT', price: '2000', executed_at: '2026-01-01T00:00:00+01:00' };
    await on.post('fills', { key: 'k', adjust_balances: false, fills: [{ ...old, ...given }] });
    const [trade] = await on.client().fetchMyTrades('ETH/USDT');
    expect([trade?.id, trade?.order, trade?.fee?.cost, trade?.fee?.currency, trade?.takerOrMaker]).toEqual([
      ...['7', '3', '0.002', 'BNB', 'maker'],
    ]);
    expect(trade?.datetime).toBe('2025-12-31T23:00:00.000Z');
    expect(await on.totals()).toEqual(before);
    expect(
      await on.post('fills', { key: 'k', adjust_balances: false, fills: [{ ...old, id: 7 }] }),
    ).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'conflict',
          message: 'The ids of the fills of ETH/USDT must be new and ascend with their times.',
        },
      },
    });
  });

  test('takes many at once, in a body of megabytes', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) => ({
      ...{ symbol: 'SOL/USDT', side: index % 2 ? 'sell' : 'buy', price: '150', amount: '0.1' },
      ...{ executed_at: new Date(NOW - 50_000_000 + index * 1_000).toISOString() },
    }));
    const body = { account: 'main', adjust_balances: false, fills: many };
    expect(JSON.stringify(body).length).toBeGreaterThan(5_000_000);
    expect(await on.post('fills', body)).toMatchObject({ status: 201, body: { stored: 50_000 } });
  }, 20_000);
});

describe('the control of books and requests', () => {
  test('shows a fixed book everywhere until it is released', async () => {
    const bids = [
      ['45990', '2'],
      ['45995.5', '1'],
    ];
    expect(await on.post('books', { 'BTC/USDT': { bids, asks: [] } })).toEqual({
      status: 201,
      body: { books: { 'BTC/USDT': { bids: 2, asks: 0 } } },
    });
    const book = await on.client().fetchOrderBook('BTC/USDT');
    const ticker = await on.client().fetchTicker('BTC/USDT');
    expect([book.bids, book.asks, ticker.bid, ticker.ask]).toEqual([
      [
        [45_995.5, 1],
        [45_990, 2],
      ],
      [],
      '45995.5',
      undefined,
    ]);
    expect(await on.remove('books')).toEqual({ status: 200, body: { released: 1 } });
    expect((await on.client().fetchOrderBook('BTC/USDT', 20)).asks).toHaveLength(20);
  });

  test('counts requests from zero again', async () => {
    expect((await on.remove('requests')).body).toEqual({ cleared: expect.any(Number) });
    await on.client().fetchTime();
    expect((await control(on.url, 'GET', 'requests')).body).toEqual({ '/api/v3/time': 1 });
    expect((await on.remove('requests')).body).toEqual({ cleared: 1 });
    expect((await control(on.url, 'GET', 'requests')).body).toEqual({});
  });
});
