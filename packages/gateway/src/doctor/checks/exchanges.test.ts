import { expect, test } from '@jest/globals';
import type { ExchangeProbe } from '@neuratrade/health-contracts';
import { judgeExchange } from './exchanges.js';

const up: ExchangeProbe = {
  name: 'binance',
  status: 'up',
  simulator: false,
  latency_ms: 45.2,
  clock_offset_ms: -120,
  consecutive_failures: 0,
  void_checks: 0,
  last_success_at: '2026-03-03T10:30:00Z',
  checked_at: '2026-03-03T10:30:00Z',
  error: null,
};
const url = () => 'http://127.0.0.1:3010';
const told = (probe: Partial<ExchangeProbe>) => {
  const { status, text, remedy } = judgeExchange({ ...up, ...probe }, { url });
  return [status, text, remedy];
};
const down = (kind: NonNullable<ExchangeProbe['error']>['class'], reason: string) => ({
  status: 'down' as const,
  consecutive_failures: 3,
  error: { class: kind, reason },
});

test.each<[string, Partial<ExchangeProbe>, unknown[]]>([
  ['answers', {}, ['ok', 'answers in 45 ms, its clock 120 ms behind', null]],
  [
    'is the simulator',
    { name: 'simulator', simulator: true, latency_ms: 2, clock_offset_ms: 0 },
    ['ok', 'answers in 2 ms, its clock as ours (no real exchange)', null],
  ],
  [
    'was not checked yet',
    { status: 'unknown', latency_ms: null },
    ['warning', 'not checked yet', 'Wait a moment, and run neuratrade doctor again.'],
  ],
  [
    'refuses the key',
    down('auth', 'invalid API key'),
    [
      'failed',
      'invalid API key (auth, 3 failures in a row)',
      "Check the key in exchanges.json, its list of allowed addresses, and this machine's clock.",
    ],
  ],
  [
    'is under maintenance',
    down('maintenance', 'under maintenance'),
    [
      'warning',
      'under maintenance (maintenance, 3 failures in a row)',
      "Nothing to do: it is asked again. The exchange's status page says until when.",
    ],
  ],
])('an exchange that %s', (_, probe, expected) => {
  expect(told(probe)).toEqual(expected);
});
