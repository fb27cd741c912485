import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import {
  equityCurveSchema,
  type Portfolio,
  portfolioSchema,
  reconciliationSchema,
} from '@neuratrade/api-contracts';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import type { Logged } from './market-stack.js';
import { KEY, operate, type SyncRig, syncRig, untilRead } from './sync-rig.js';

jest.setTimeout(120_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

let rig: SyncRig;
let backend: Logged;

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
const trade = (...fills: object[]) => rig.exchange.control('POST', 'fills', { account: 'bot', fills });
const prices = (btc: string, eth: string) =>
  rig.exchange.control('POST', 'prices', { 'BTC/USDT': btc, 'ETH/USDT': eth, frozen: true });
const portfolio = async (): Promise<Portfolio> =>
  portfolioSchema.parse((await operate(backend, 'GET', '/api/v1/portfolio?raw=true')).json);

beforeAll(async () => {
  rig = await syncRig(cleanup);
  await prices('46000', '3000');
  await rig.exchange.control('POST', 'accounts', { ...KEY, account: 'bot', balances: { USDT: '10000' } });
  await trade(
    { symbol: 'BTC/USDT', side: 'buy', price: '45000', amount: '0.1', executed_at: ago(72) },
    {
      symbol: 'ETH/USDT',
      side: 'buy',
      price: '2900',
      amount: '1',
      executed_at: ago(60),
      fee: { cost: '2.9', currency: 'USDT' },
    },
    { symbol: 'BTC/USDT', side: 'sell', price: '45500', amount: '0.04', executed_at: ago(48) },
  );
  backend = await rig.backend({ CACHE_TICKER_FRESH_MS: '300' });
}, 60_000);

test('an exchange that is read gives balances, and its fills what they cost', async () => {
  await untilRead(backend, { 'BTC/USDT': 2, 'ETH/USDT': 1 });
  const {
    raw,
    updated_at: _,
    ...page
  } = await eventually(async () => {
    const answer = await portfolio();
    expect(answer.positions.map(({ entry_price }) => entry_price)).toEqual(['2,900.00', '45,000.00']);
    expect(answer.stale).toBeUndefined();
    return answer;
  });
  expect(page).toEqual({
    ...{ total_equity: '10,170.68 USDT', available_balance: '4,415.28 USDT', exposure: '5,755.40 USDT' },
    positions: [
      {
        ...{ symbol: 'ETH/USDT', side: 'long', size: '1', entry_price: '2,900.00' },
        ...{ mark_price: '3,000.00', unrealized_pnl: '+100.00 USDT' },
      },
      {
        ...{ symbol: 'BTC/USDT', side: 'long', size: '0.0599', entry_price: '45,000.00' },
        ...{ mark_price: '46,000.00', unrealized_pnl: '+59.90 USDT' },
      },
    ],
  });
  expect(raw?.by_exchange).toMatchObject([
    { exchange: 'simulator', stale: false, as_of: expect.any(String) },
  ]);
});

test('what happens from the first whole snapshot on is explained to the last digit', async () => {
  const { at } = await eventually(
    async () => {
      const { json } = await operate(backend, 'GET', '/api/v1/portfolio/equity');
      const point = equityCurveSchema.parse(json).points.at(-1);
      if (point === undefined || point.partial) throw new Error('no whole snapshot yet');
      return point;
    },
    { timeoutMs: 60_000, everyMs: 200 },
  );
  await prices('47000', '2800');
  await trade(
    { symbol: 'BTC/USDT', side: 'sell', price: '46900', amount: '0.02' },
    { symbol: 'BTC/USDT', side: 'buy', price: '47100', amount: '0.01' },
  );
  await rig.exchange.control('POST', 'transfers', {
    account: 'bot',
    type: 'deposit',
    asset: 'USDT',
    amount: '500',
    id: 'd-1',
  });
  await operate(backend, 'POST', '/api/v1/sync');
  const reconciliation = await eventually(
    async () => {
      const { json } = await operate(backend, 'GET', '/api/v1/portfolio/reconcile');
      const told = reconciliationSchema.parse(json);
      expect([told.flows, told.residual]).toEqual(['500', '0']);
      return told;
    },
    { timeoutMs: 60_000, everyMs: 200 },
  );
  expect(reconciliation).toMatchObject({
    from: at,
    unknown_cost: [],
    unpriced: [],
    realized_pnl: '36.161099099099099099',
  });
});

test('while the exchange refuses to tell balances, the last ones stand and the answer says so', async () => {
  const before = await portfolio();
  await rig.exchange.control('POST', 'faults', { path: '/api/v3/account', kind: 'html' });
  const stale = await eventually(
    async () => {
      const answer = await portfolio();
      expect(answer.stale).toBe(true);
      return answer;
    },
    { timeoutMs: 60_000, everyMs: 200 },
  );
  expect(stale).toMatchObject({ total_equity: before.total_equity, as_of: expect.any(String) });
  await rig.exchange.control('DELETE', 'faults');
  await eventually(async () => expect((await portfolio()).stale).toBeUndefined(), {
    timeoutMs: 90_000,
    everyMs: 300,
  });
});
