import { expect, test } from '@jest/globals';
import type { HealthDetails } from '@neuratrade/health-contracts';
import { judgeLoop, judgePool } from './backend.js';

const details = (part: Partial<HealthDetails>) => ({ uptime_seconds: 600, ...part }) as HealthDetails;

test.each<[number, number, string, string, string | null]>([
  [0, 0, 'ok', 'never blocked', null],
  [1_800, 900, 'ok', 'blocked for 1.8 s since the start, 900 ms at a time', null],
  [
    ...([4_200, 3_000, 'warning', 'blocked for 4.2 s since the start, 3 s at a time'] as const),
    'This machine was overloaded, swapping or suspended: look at top and vmstat 1.',
  ],
])('an event loop blocked for %d ms, %d ms at a time', (blocked, longest, status, text, remedy) => {
  const observer = { loop_blocked_ms: blocked, longest_block_ms: longest };
  expect(judgeLoop(details({ observer }))).toEqual({
    ...{ id: 'backend.event_loop', status, text, remedy },
    values: { ...observer, uptime_seconds: 600 },
  });
});

test.each<[number, boolean, string, string, string | null]>([
  [0, false, 'ok', '10 of 10 database connections in use', null],
  [
    ...([3, true, 'warning', '10 of 10 database connections in use, 3 waiting'] as const),
    'Slow statements hold them: see the line on slow statements, and who waits in pg_stat_activity.',
  ],
])('a pool for which %d wait', (waiting, saturated, status, text, remedy) => {
  const database_pool = { max: 10, in_use: 10, idle: 0, waiting, saturated };
  expect(judgePool(details({ database_pool }))).toEqual({
    ...{ id: 'backend.pool', status, text, remedy },
    values: database_pool,
  });
});
