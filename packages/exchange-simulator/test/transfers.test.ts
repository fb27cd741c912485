import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { binance } from 'ccxt';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { connectWithKey, control } from './client.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30, 30, 250);
let simulator: RunningSimulator;
let reader: binance;

beforeAll(async () => {
  simulator = await startSimulator({ clock: () => NOW });
  const wish = { key: 'reader', secret: 's', account: 'main', balances: { USDT: '1000' } };
  await control(simulator.url, 'POST', 'accounts', wish);
  reader = connectWithKey(simulator.url, { apiKey: 'reader', secret: 's' }, () => NOW);
});
afterAll(() => simulator.close());

describe('transfers by the real ccxt client', () => {
  test('lists money that came and went', async () => {
    const put = (body: object) => control(simulator.url, 'POST', 'transfers', { account: 'main', ...body });
    const day = (date: number) => `2026-02-0${date}T12:00:00Z`;
    await put({ type: 'deposit', asset: 'EUR', amount: '500', at: day(2), id: 'd1' });
    await put({ type: 'withdrawal', asset: 'USDT', amount: '100', fee: '1', at: day(4), id: 'w1' });
    await put({ type: 'deposit', asset: 'EUR', amount: '7', at: day(6), adjust_balances: false });
    const shown = (list: Awaited<ReturnType<binance['fetchDeposits']>>) =>
      list.map(({ id, type, currency, amount, fee, status, datetime }) => [
        ...[id, type, currency, amount, fee?.cost, status, datetime],
      ]);
    expect(shown(await reader.fetchDeposits())).toEqual([
      ['d1', 'deposit', 'EUR', '500', undefined, 'ok', '2026-02-02T12:00:00.000Z'],
      [...['deposit-100000001-3', 'deposit', 'EUR', '7', undefined, 'ok', '2026-02-06T12:00:00.000Z']],
    ]);
    expect(shown(await reader.fetchWithdrawals('USDT', NOW - 40 * 86_400_000))).toEqual([
      ['w1', 'withdrawal', 'USDT', '100', '1', 'ok', '2026-02-04T12:00:00.000Z'],
    ]);
    expect(await reader.fetchWithdrawals('USDT', NOW)).toEqual([]);
    expect((await reader.fetchBalance()).total).toEqual({ EUR: '500', USDT: '899' });
  });
});
