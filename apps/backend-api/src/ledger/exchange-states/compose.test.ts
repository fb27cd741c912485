import { expect, test } from '@jest/globals';
import type { SyncJob } from '@neuratrade/api-contracts';
import type { ExchangeProbe } from '@neuratrade/health-contracts';
import { type Seen, stateOf } from './compose.js';

type Probe = Pick<ExchangeProbe, 'status' | 'simulator' | 'latency_ms' | 'error'>;

const registered = { name: 'binance', enabled: true, has_auth: true, added_at: '2026-01-01T00:00:00Z' };
const up: Probe = { status: 'up', simulator: false, latency_ms: 12.5, error: null };
const down: Probe = {
  ...{ status: 'down', simulator: false, latency_ms: null },
  error: { class: 'timeout', reason: 'connection timeout' },
};
const job = (kind: SyncJob['kind'], rest: Partial<SyncJob> = {}): SyncJob => ({
  ...{ account: 'main', exchange: 'binance', kind, symbol: null, state: 'up to date', fills: 0 },
  ...{ reached: null, last_success: null, error: null },
  ...rest,
});
const JOBS = [
  job('balances', { last_success: '2026-03-03T10:29:00Z' }),
  job('positions', { last_success: '2026-03-03T10:31:00Z' }),
  job('trades', { symbol: 'BTC/USDT', last_success: '2026-03-03T10:30:00Z' }),
  job('trades', { symbol: 'ETH/USDT', last_success: null }),
];
const LAST = '2026-03-03T10:30:00Z';
const state = { name: 'binance', enabled: true, has_auth: true, simulator: false };

const PROBLEM = 'ccxt-service cannot be asked now: connection timeout.';
const NOBODY: Seen = { problem: PROBLEM };
const seen = (probe: Probe): Seen => ({
  probes: new Map([
    ['binance', probe],
    ['simulator', probe],
  ]),
  problem: null,
});

test('an exchange that answers is told with its latency, and when its fills or balances were last read', () => {
  expect(stateOf(registered, seen(up), JOBS)).toEqual({
    ...{ ...state, reachable: true, latency_ms: 12.5, error: null, last_sync: LAST },
  });
});

test('one that does not answer is told with the reason, before that of what cannot be read there', () => {
  const failing = [job('balances', { state: 'failing', error: 'The key is not valid.' }), ...JOBS];
  const told = { ...state, latency_ms: null, last_sync: LAST };
  expect([
    stateOf(registered, seen(down), failing),
    stateOf(registered, { probes: new Map(), problem: null }, failing),
  ]).toEqual([
    { ...told, reachable: false, error: 'connection timeout' },
    { ...told, reachable: null, error: 'The key is not valid.' },
  ]);
});

test('nothing is blamed on an exchange while ccxt-service does not say how it answers', () => {
  const failing = [job('balances', { state: 'failing', error: PROBLEM, last_success: LAST })];
  expect(stateOf(registered, NOBODY, failing)).toEqual({
    ...{ ...state, reachable: null, latency_ms: null, error: null, last_sync: LAST },
  });
});

test('an error that was overcome is none', () => {
  const told = stateOf(registered, seen(up), [job('balances', { state: 'up to date', error: 'old' })]);
  expect([told.error, told.last_sync]).toEqual([null, null]);
});

test('one that nobody asks, or did not ask yet, is neither reachable nor not', () => {
  const unknown = { ...state, reachable: null, latency_ms: null, error: null };
  expect([
    stateOf({ ...registered, enabled: false }, seen(up), JOBS),
    stateOf(registered, seen({ ...up, status: 'unknown', latency_ms: null }), []),
  ]).toEqual([
    { ...unknown, enabled: false, last_sync: LAST },
    { ...unknown, last_sync: null },
  ]);
});

test('without a key nothing is read, whatever was read when it had one', () => {
  const failing = [job('balances', { state: 'failing', error: 'x', last_success: LAST })];
  expect(stateOf({ ...registered, has_auth: false }, seen(up), failing)).toEqual({
    ...{ ...state, has_auth: false, reachable: true, latency_ms: 12.5, error: null, last_sync: null },
  });
});

test('the simulator is known as such also while ccxt-service does not answer', () => {
  const simulator = { ...registered, name: 'simulator' };
  expect(
    [NOBODY, seen({ ...up, simulator: true })].map((one) => stateOf(simulator, one, []).simulator),
  ).toEqual([true, true]);
});
