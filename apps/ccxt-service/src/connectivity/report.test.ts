import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ccxtHealthSchema, exchangeConnectivitySchema } from '@neuratrade/health-contracts';
import { ExchangeFailure } from './failure.js';
import type { MonitoredExchange } from './monitor.js';
import { connectivityBody, connectivityWord, describeExchange, healthBody, staleAfter } from './report.js';

const NOW = new Date('2026-03-03T10:30:00Z');
const JUDGEMENT = { awake: 100_000, staleAfterMs: 45_000, now: NOW };
const AT = new Date('2026-03-03T10:29:50.700Z');

type Changes = Partial<MonitoredExchange['snapshot']>;
const exchange = (changes: Changes): MonitoredExchange => ({
  name: 'okx',
  simulator: false,
  pausedUntil: Number.NEGATIVE_INFINITY,
  snapshot: {
    state: 'up',
    since: AT,
    checkedAt: 90_000,
    checkedDate: AT,
    latencyMs: 999,
    consecutiveFailures: 0,
    voidChecks: 0,
    lastSuccess: { value: { latencyMs: 12.345, clockOffsetMs: -3 }, at: AT },
    lastFailure: {
      reason: 'rate limited',
      error: new ExchangeFailure('rate_limited', 'rate limited'),
      at: AT,
    },
    ...changes,
  },
});

const UP = {
  name: 'okx',
  status: 'up',
  simulator: false,
  latency_ms: 12.3,
  clock_offset_ms: -3,
  consecutive_failures: 0,
  void_checks: 0,
  last_success_at: '2026-03-03T10:29:50Z',
  checked_at: '2026-03-03T10:29:50Z',
  error: null,
};

describe('an exchange is described', () => {
  test('as up with what it told last, also while a first failure is not confirmed', () => {
    expect([
      describeExchange(exchange({}), JUDGEMENT),
      describeExchange(exchange({ consecutiveFailures: 1 }), JUDGEMENT),
    ]).toEqual([UP, { ...UP, consecutive_failures: 1 }]);
  });

  test('as down with the reason, without figures of better times', () => {
    expect(describeExchange(exchange({ state: 'down', consecutiveFailures: 4 }), JUDGEMENT)).toEqual({
      ...UP,
      status: 'down',
      latency_ms: null,
      clock_offset_ms: null,
      consecutive_failures: 4,
      error: { class: 'rate_limited', reason: 'rate limited' },
    });
  });

  test('as unknown before its first check', () => {
    const unchecked = exchange({
      state: 'unchecked',
      checkedDate: null,
      lastSuccess: null,
      lastFailure: null,
    });
    expect(describeExchange(unchecked, JUDGEMENT)).toEqual({
      ...UP,
      status: 'unknown',
      latency_ms: null,
      clock_offset_ms: null,
      last_success_at: null,
      checked_at: null,
    });
  });

  test.each(['up', 'unchecked'] as const)(
    'as down when the last check is too long ago, were it %s',
    (state) => {
      expect(describeExchange(exchange({ state, checkedAt: 54_999 }), JUDGEMENT)).toEqual({
        ...UP,
        status: 'down',
        latency_ms: null,
        clock_offset_ms: null,
        error: { class: 'unknown', reason: 'no fresh check for 45s' },
      });
    },
  );
});

describe('an exchange that asked for a pause', () => {
  const paused = (pausedUntil: number, changes: Changes = {}) =>
    describeExchange({ ...exchange({ checkedAt: 10_000, ...changes }), pausedUntil }, JUDGEMENT);

  test('is described by its last check, however old, while the pause lasts', () => {
    const failure = (reason: string) => ({
      reason,
      error: new ExchangeFailure('rate_limited', reason),
      at: AT,
    });
    const reason = 'rate limited until 2026-03-03T12:00:00Z';
    expect([
      paused(100_001, { consecutiveFailures: 1 }),
      paused(5_000_000, { state: 'down', consecutiveFailures: 1, lastFailure: failure(reason) }),
    ]).toEqual([
      { ...UP, consecutive_failures: 1 },
      {
        ...UP,
        status: 'down',
        latency_ms: null,
        clock_offset_ms: null,
        consecutive_failures: 1,
        error: { class: 'rate_limited', reason },
      },
    ]);
  });

  test('is stale once nothing has come for too long after it', () => {
    expect([paused(55_000).error, paused(54_999).error]).toEqual([
      null,
      { class: 'unknown', reason: 'no fresh check for 45s' },
    ]);
  });
});

test('what could not be measured is described as unknown', () => {
  const lastSuccess = { value: { latencyMs: null, clockOffsetMs: null }, at: AT };
  expect(describeExchange(exchange({ lastSuccess }), JUDGEMENT)).toEqual({
    ...UP,
    latency_ms: null,
    clock_offset_ms: null,
  });
});

test('a check is stale after three intervals, or after an interval, a long timeout and a second', () => {
  expect([staleAfter(15_000, 5_000), staleAfter(1_000, 10_000)]).toEqual([45_000, 12_000]);
});

test('connectivity is operational when all answer, degraded when some do, down when none does or is there', () => {
  const word = (...statuses: ('up' | 'down' | 'unknown')[]) =>
    connectivityWord(statuses.map((status) => ({ status })));
  expect([word('up', 'up'), word('up', 'down'), word('up', 'unknown'), word('down'), word()]).toEqual([
    'operational',
    'degraded',
    'degraded',
    'down',
    'down',
  ]);
});

describe('the bodies', () => {
  test('of health have the keys, the order and the words of the contract', () => {
    const fixture = new URL(
      '../../../../packages/health-contracts/fixtures/ccxt-health.json',
      import.meta.url,
    );
    const expected = readFileSync(fixture, 'utf8').trim();
    const six = Array.from({ length: 6 }, () => ({ status: 'up' as const }));
    expect(
      JSON.stringify(
        healthBody({ exchanges: six, word: 'operational', configurationProblem: null }, '1.0.0', NOW),
      ),
    ).toBe(expected);
    expect(
      ccxtHealthSchema.parse(
        healthBody({ exchanges: [], word: 'down', configurationProblem: 'x' }, '1.0.0', NOW),
      ),
    ).toEqual({
      status: 'unhealthy',
      timestamp: '2026-03-03T10:30:00Z',
      service: 'ccxt-service',
      version: '1.0.0',
      exchanges_count: 0,
      exchange_connectivity: 'down',
    });
  });

  test('of health are degraded at best while the configuration has a problem', () => {
    const statusOf = (word: 'operational' | 'down') =>
      healthBody({ exchanges: [{ status: 'up' }], word, configurationProblem: 'x' }, '1.0.0', NOW).status;
    expect([statusOf('operational'), statusOf('down')]).toEqual(['degraded', 'unhealthy']);
  });

  test('of connectivity fit the contract', () => {
    const body = connectivityBody(
      {
        exchanges: [describeExchange(exchange({ state: 'down' }), JUDGEMENT)],
        word: 'down',
        configurationProblem: 'FILE is no valid JSON',
      },
      NOW,
    );
    expect(exchangeConnectivitySchema.parse(body)).toEqual(body);
  });
});
