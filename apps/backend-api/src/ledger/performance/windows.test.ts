import { expect, test } from '@jest/globals';
import { Decimal, ZERO } from '../decimal.js';
import { windowOf } from './windows.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 2, 3, 10, 30);
const FROM = NOW - DAY_MS;

const snapshot = (at: number, equity: number, partial = false) => ({
  ...{ at, equity: new Decimal(equity), cash: ZERO, exposure: ZERO, unrealized: ZERO, openFees: ZERO },
  partial,
});
const flow = (at: number, value: number) => ({
  ...{ at, asset: 'USDT', amount: new Decimal(value), value: new Decimal(value) },
});
const facts = { now: NOW, pnl: new Decimal(10), snapshot: null, flows: [], equityNow: null, isIdle: false };
const percent = (given: Partial<Parameters<typeof windowOf>[1]>) =>
  windowOf(FROM, { ...facts, ...given }).percent;

test('a snapshot of an hour before the window says what there was, an older or a partial one does not', () => {
  expect([
    percent({ snapshot: snapshot(FROM, 100) }),
    percent({ snapshot: snapshot(FROM - 60 * MINUTE_MS, 100) }),
    percent({ snapshot: snapshot(FROM - 61 * MINUTE_MS, 100) }),
    percent({ snapshot: snapshot(FROM, 100, true) }),
  ]).toEqual([10, 10, null, null]);
});

test('what came between the snapshot and the window was there for all of it', () => {
  const flows = [flow(FROM - 30 * MINUTE_MS, 100), flow(FROM - 50 * MINUTE_MS, 1_000)];
  expect(percent({ snapshot: snapshot(FROM - 40 * MINUTE_MS, 100), flows })).toBe(5);
});

test('without a snapshot it is what must have been there, if all is known now', () => {
  const flows = [flow(FROM - 1, 1_000), flow(FROM + DAY_MS / 2, 50)];
  expect([
    percent({ equityNow: new Decimal(135), flows }),
    percent({ equityNow: new Decimal(10) }),
    percent({ equityNow: null }),
  ]).toEqual([10, null, null]);
});

test('an account that never realised anything is at 0 %, whatever is known of it', () => {
  expect(windowOf(NOW - 30 * DAY_MS, { ...facts, pnl: ZERO, isIdle: true })).toEqual({
    pnl: ZERO,
    percent: 0,
  });
});
