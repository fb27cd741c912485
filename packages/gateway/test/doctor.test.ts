import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import type { TestStack } from './support/cli.js';
import { examine, examineJson, startedStack } from './support/doctor.js';

const whole = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  stack = await startedStack(whole);
}, 60_000);
afterAll(whole.run, 60_000);

const HEALTHY = [
  '✓ node                 Node.js V; 20.19 or later is supported',
  '✓ installation         built and complete in ROOT',
  '✓ home                 HOME',
  '✓ config file          HOME/config.json: 2 settings, mode 0600',
  '✓ exchanges file       HOME/exchanges.json is not there; the simulator is used',
  '✓ settings             9 from the environment, 2 from config.json, all valid',
  '✓ ports                database EMBEDDED_DB_PORT (ours), redis EMBEDDED_REDIS_PORT (ours), simulator SIMULATOR_PORT (ours), ccxt CCXT_PORT (ours), backend BACKEND_PORT (ours), telegram TELEGRAM_PORT (ours)',
  '✓ disk home            SIZE of SIZE free at HOME',
  '✓ logs                 5 files of SIZE in HOME/logs',
  '✓ gateway              running for T (PID N)',
  '✓ simulator            running for T (PID N, port SIMULATOR_PORT)',
  '✓ database             PostgreSQL V answers in MS (embedded, 127.0.0.1:EMBEDDED_DB_PORT)',
  expect.stringMatching(/^✓ database connections \d+ of 100 in use$/),
  '? database slow',
  expect.stringMatching(/^✓ database size {8}\d+ tables of SIZE, SIZE in all$/),
  '✓ redis                Redis V answers in MS (private, 127.0.0.1:EMBEDDED_REDIS_PORT)',
  '✓ redis memory         SIZE of SIZE, volatile-lru, 0 keys evicted',
  expect.stringMatching(/^✓ redis hit rate {7}too few reads to judge \(\d+ of 1000\)$/),
  '✓ redis persistence    no write error',
  '✓ ccxt                 answers in MS (http://127.0.0.1:CCXT_PORT)',
  '✓ exchange simulator   answers in MS, its clock C (no real exchange)',
  '✓ backend              answers in MS, says healthy (http://127.0.0.1:BACKEND_PORT)',
  '? backend event loop',
  '✓ backend pool         0 of 10 database connections in use',
  '✓ telegram             the bot is active',
  '',
  expect.stringMatching(/^(Everything is fine \(\d+ checks\)|\d warnings?, \d+ fine)\.$/),
  '',
];

describe('on a healthy stack', () => {
  test('every line says what was measured', async () => {
    const { lines, code, stderr } = await examine(stack);
    expect({ code, stderr, lines }).toEqual({ code: 0, stderr: '', lines: HEALTHY });
  });

  test('the JSON holds it as numbers', async () => {
    const { code, report } = await examineJson(stack);
    const { checks, ...head } = report;
    expect({ code, head }).toEqual({
      code: 0,
      head: {
        status: expect.stringMatching(/^(ok|warning)$/),
        home: stack.paths.home,
        checked_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        duration_ms: expect.any(Number),
      },
    });
    const some = checks.filter(({ id }) => /^(backend|database|exchange\.simulator|redis\.\w+)$/.test(id));
    const number = expect.any(Number);
    expect(some).toEqual([
      {
        id: 'database',
        status: 'ok',
        text: expect.any(String),
        remedy: null,
        values: {
          version: expect.stringMatching(/^\d+\.\d+/),
          version_number: number,
          latency_ms: number,
          read_only: false,
          supplied: true,
        },
      },
      {
        id: 'redis.memory',
        status: 'ok',
        text: expect.any(String),
        remedy: null,
        values: {
          used_memory_bytes: number,
          max_memory_bytes: 268_435_456,
          policy: 'volatile-lru',
          evicted_keys: 0,
        },
      },
      {
        id: 'redis.hit_rate',
        status: 'ok',
        text: expect.stringMatching(/^too few reads to judge \(\d+ of 1000\)$/),
        remedy: null,
        values: { hits: number, misses: number, hit_rate: null },
      },
      {
        id: 'redis.persistence',
        status: 'ok',
        text: 'no write error',
        remedy: null,
        values: { write_errors: [] },
      },
      {
        id: 'exchange.simulator',
        status: 'ok',
        text: expect.any(String),
        remedy: null,
        values: {
          state: 'up',
          simulator: true,
          latency_ms: number,
          clock_offset_ms: number,
          consecutive_failures: 0,
          error_class: null,
          reason: null,
        },
      },
      {
        id: 'backend',
        status: 'ok',
        text: expect.any(String),
        remedy: null,
        values: { latency_ms: number, health: 'healthy', http_status: 200 },
      },
    ]);
  });
});
