import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createCleanup, eventually, request, startBotApi } from '@neuratrade/test-kit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { suppliedDatabase } from '../src/doctor/facts/supplied.js';
import { remedyFor } from '../src/status/remedy.js';
import { makeStack, type TestStack } from './support/cli.js';
import { examine, examineJson, linesAbout, startedStack, TOKEN, untilHealthy } from './support/doctor.js';

const whole = createCleanup();
const cleanup = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  stack = await startedStack(whole);
}, 60_000);
afterEach(cleanup.run, 30_000);
afterAll(whole.run, 60_000);

const recovered = () => untilHealthy(stack);

describe('what is broken is told with its remedy, and nothing else is', () => {
  test.each([
    ['allkeys-lru', 'this policy can evict statistics and leases'],
    ['noeviction', 'it refuses to write when its memory is full'],
  ])('a Redis with the memory policy %s', async (policy, why) => {
    const redis = new Redis(Number(stack.env.EMBEDDED_REDIS_PORT), '127.0.0.1');
    cleanup.add(() => redis.disconnect());
    cleanup.add(() => redis.config('SET', 'maxmemory-policy', 'volatile-lru'));
    await redis.config('SET', 'maxmemory-policy', policy);
    const { code, lines } = await examine(stack);
    expect({ code, wrong: lines.filter((line) => /^([!✗-] | {20,}→)/.test(line)) }).toEqual({
      code: 0,
      wrong: [
        `! redis memory         SIZE of SIZE, ${policy}, 0 keys evicted: ${why}`,
        '                       → redis-cli -p EMBEDDED_REDIS_PORT CONFIG SET maxmemory-policy volatile-lru',
      ],
    });
  });

  test('an exchange that fails', async () => {
    const faults = `${stack.url('SIMULATOR_PORT')}/_sim/faults`;
    cleanup.add(recovered);
    cleanup.add(() => request(faults, { method: 'DELETE' }));
    await request(faults, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ path: '*', kind: 'status', value: 500 }),
    });
    await eventually(
      async () => {
        const { code, finding } = await examineJson(stack);
        expect({ code, finding: finding('exchange.simulator') }).toEqual({
          code: 1,
          finding: {
            id: 'exchange.simulator',
            status: 'failed',
            text: expect.stringMatching(/^.+ \(network|.+ in a row\) \(no real exchange\)$/),
            remedy: `End faults that were ordered: curl -X DELETE ${faults}`,
            values: {
              state: 'down',
              simulator: true,
              latency_ms: null,
              clock_offset_ms: null,
              consecutive_failures: expect.any(Number),
              error_class: expect.stringMatching(/^(network|bad_response|unknown)$/),
              reason: expect.any(String),
            },
          },
        });
      },
      { timeoutMs: 15_000 },
    );
  }, 60_000);

  test('a statement that runs for long, without the texts in it', async () => {
    const url = suppliedDatabase(stack.paths)?.urlOn(Number(stack.env.EMBEDDED_DB_PORT)) ?? '';
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    cleanup.add(() => client.end());
    const running = client.query("SELECT pg_sleep(6) /* 'secret-words' */").catch(() => undefined);
    await eventually(
      async () => {
        const { all } = await examine(stack);
        expect(linesAbout(all, 'database slow')).toEqual([
          expect.stringMatching(
            /^! database slow {8}1 statement running, the longest for ([\d.]+ s|MS): SELECT pg_sleep\(6\) \/\* '…' \*\/(;|$)/,
          ),
          expect.stringMatching(/^ {23}→ End it: select pg_cancel_backend\(\d+\)\./),
        ]);
      },
      { timeoutMs: 5_000 },
    );
    await running;
  }, 30_000);

  test('a key that was changed since the start', async () => {
    const { finding } = await examineJson(stack, {
      ADMIN_API_KEY: 'another-admin-key',
      SERVICE_API_KEY: 'another',
    });
    expect([finding('backend.key'), finding('ccxt')]).toEqual([
      {
        id: 'backend.key',
        status: 'warning',
        text: 'refuses the ADMIN_API_KEY that is set here',
        remedy:
          'unset ADMIN_API_KEY here; or run the services with this one: neuratrade gateway stop, then neuratrade gateway start.',
        values: {},
      },
      {
        id: 'ccxt',
        status: 'failed',
        text: 'refuses the SERVICE_API_KEY that is set here',
        remedy:
          'unset SERVICE_API_KEY here; or run the services with this one: neuratrade gateway stop, then neuratrade gateway start.',
        values: { status: 401 },
      },
    ]);
  });
});

test('a bot that Telegram does not let in', async () => {
  const api = cleanup.use(await startBotApi({ token: `${TOKEN}-another`, username: 'other_bot' }));
  const other = await makeStack(cleanup, { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: api.url });
  expect((await other.run(['gateway', 'start'])).code).toBe(0);
  const { code, finding } = await examineJson(other);
  expect({ code, finding: finding('telegram') }).toEqual({
    code: 1,
    finding: {
      id: 'telegram',
      status: 'failed',
      text: expect.stringMatching(/refused the token/),
      remedy: remedyFor('telegram', 'refused the token', false),
      values: { enabled: true, token_set: true, bot_active: false, reason: expect.any(String) },
    },
  });
}, 60_000);
