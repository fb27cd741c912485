import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '@neuratrade/health-contracts';
import type { Snapshot } from '@neuratrade/service-kit';
import { overallState, partState } from './part-state.js';
import type { Working } from './probes/probe.js';

const at = new Date();
const snapshot = (changes: Partial<Snapshot<Working>>): Snapshot<Working> => ({
  state: 'up',
  since: at,
  checkedAt: 10_000,
  checkedDate: at,
  latencyMs: 1,
  consecutiveFailures: 0,
  voidChecks: 0,
  lastSuccess: { value: 'up', at },
  lastFailure: null,
  ...changes,
});

describe('a part is', () => {
  const degraded = { lastSuccess: { value: 'degraded' as const, at } };
  test.each([
    ['up', 'its last check found it working', {}, 11_000],
    ['degraded', 'its last check found it working in part', degraded, 11_000],
    ['down', 'its last check failed', { state: 'down' as const }, 11_000],
    ['unknown', 'it was never checked', { state: 'unchecked' as const }, 10_500],
    ['up', 'its check is as old as it may be', {}, 15_000],
    ['unknown', 'its check is too old', {}, 15_001],
    ['unknown', 'its check is too old, though that one failed', { state: 'down' as const }, 15_001],
  ])('%s when %s', (state, _, changes, now) => {
    expect(partState(snapshot(changes), DEFAULT_POLICY, now)).toBe(state);
  });
});

describe('the whole is', () => {
  const ALL = { database: 'up', redis: 'up', ccxt: 'up', telegram: 'up' } as const;
  test.each([
    ['up', 'every part is', {}],
    ['up', 'the only other part is disabled', { telegram: 'disabled' as const }],
    [
      'down',
      'the database is, whatever the others are',
      { database: 'down' as const, ccxt: 'unknown' as const },
    ],
    ['degraded', 'Redis is down', { redis: 'down' as const }],
    ['degraded', 'exchanges work in part', { ccxt: 'degraded' as const }],
    [
      'degraded',
      'a part is down and another unknown',
      { ccxt: 'down' as const, telegram: 'unknown' as const },
    ],
    [
      'unknown',
      'the database is, whatever else is down',
      { ccxt: 'down' as const, database: 'unknown' as const },
    ],
    ['unknown', 'a part is, and nothing is known to be down', { telegram: 'unknown' as const }],
  ])('%s when %s', (state, _, changes) => {
    expect(overallState({ ...ALL, ...changes }, DEFAULT_POLICY)).toBe(state);
  });
});
