import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { HealthTransition } from '@neuratrade/health-contracts';
import { createCleanup, eventually, request, type Service } from '@neuratrade/test-kit';
import { ask, askHistory, OPERATOR, PATIENT } from './ask.js';
import { ALL_HEALTHY, type Stack, startBackend, startDependencies, untilServices } from './stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let stack: Stack;
let url: string;
let backend: Service;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
  url = await stack.postgres.createDatabase();
  backend = await startBackend(cleanup, stack, { ...PATIENT, DATABASE_URL: url });
  await untilServices(backend, ALL_HEALTHY);
});

afterAll(cleanup.run);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

test('an outage is told with its reason, how long it lasted and when it ended', async () => {
  await stack.redis.kill();
  const killed = performance.now();
  await untilServices(backend, { redis: 'unhealthy: connection refused' });
  await sleep(1_000);
  await stack.redis.up();
  const lasted = (performance.now() - killed) / 1_000;
  await untilServices(backend, ALL_HEALTHY);
  const { transitions, next } = await eventually(async () => {
    const history = await askHistory(backend, '?service=redis');
    expect(history.transitions.length).toBe(3);
    return history;
  });
  const redis = { service: 'redis', at: time };
  expect([transitions, next]).toEqual([
    [
      {
        ...redis,
        from: 'down',
        to: 'up',
        reason: null,
        duration_seconds: null,
        ended_at: null,
        ongoing: true,
      },
      {
        ...redis,
        from: 'up',
        to: 'down',
        reason: 'connection refused',
        duration_seconds: expect.any(Number),
        ended_at: transitions[0]?.at,
        ongoing: false,
      },
      {
        ...redis,
        from: 'unknown',
        to: 'up',
        reason: null,
        duration_seconds: expect.any(Number),
        ended_at: transitions[1]?.at,
        ongoing: false,
      },
    ],
    null,
  ]);
  expect(transitions[1]?.duration_seconds).toBeGreaterThan(lasted - 1);
  expect(transitions[1]?.duration_seconds).toBeLessThan(lasted + 1.5);
});

test('without a service all are told, newest first, and a restart of the observer is no end', async () => {
  const restarted = await startBackend(cleanup, stack, { ...PATIENT, DATABASE_URL: url });
  await untilServices(restarted, ALL_HEALTHY);
  const { transitions } = await eventually(async () => {
    const history = await askHistory(restarted);
    expect(history.transitions.length).toBe(10);
    return history;
  });
  expect(transitions.map(({ at }) => at)).toEqual(
    transitions
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
  const ends = (service: string) =>
    transitions
      .filter((transition) => transition.service === service)
      .map(({ from, to, ended_at, ongoing }) => [from, to, ended_at !== null, ongoing]);
  expect(ends('ccxt')).toEqual([
    ['unknown', 'up', false, true],
    ['unknown', 'up', false, false],
  ]);
  expect(ends('redis')).toEqual([
    ['unknown', 'up', false, true],
    ['down', 'up', false, false],
    ['up', 'down', true, false],
    ['unknown', 'up', true, false],
  ]);
  await restarted.stop();
});

test('of a bot that was switched off nothing goes on', async () => {
  const without = await startBackend(cleanup, stack, {
    ...PATIENT,
    DATABASE_URL: url,
    TELEGRAM_ENABLED: 'false',
  });
  await untilServices(without, { ...ALL_HEALTHY, telegram: 'disabled' });
  await eventually(async () => expect((await without.get('/ready')).status).toBe(200));
  const [last] = (await askHistory(without, '?service=telegram')).transitions;
  expect([last?.to, last?.ended_at, last?.ongoing]).toEqual(['up', null, false]);
  await without.stop();
});

describe('page by page', () => {
  const insert = (count: number, from: string, service = 'telegram') =>
    ask(
      url,
      `INSERT INTO health_transitions
       SELECT gen_random_uuid(), $2, 'up', 'down', 'test ' || n, $3::timestamptz + (n / 3) * interval '1 microsecond', 5
       FROM generate_series(1, $1::int) AS n`,
      [count, service, from],
    );

  test('nothing is told twice and nothing is lost, while rows arrive before and behind', async () => {
    await insert(50, '2026-01-01T00:00:00Z');
    const { transitions: all } = await askHistory(backend, '?service=telegram&limit=500');
    const told: HealthTransition[] = [];
    let cursor = '';
    for (let page = 0; ; page++) {
      const answer = await askHistory(backend, `?service=telegram&limit=7${cursor}`);
      told.push(...answer.transitions);
      await insert(1, `2026-02-01T00:00:0${page}Z`);
      await insert(1, `2025-12-01T00:00:0${page}Z`, 'ccxt');
      if (answer.next === null) break;
      expect(answer.transitions.length).toBe(7);
      cursor = `&before=${answer.next}`;
    }
    const known = ({ reason, at, service }: HealthTransition) => ({ reason, at, service });
    expect(told.map(known)).toEqual(all.map(known));
  });

  test('a page that is just full has no next', async () => {
    const { transitions } = await askHistory(backend, '?service=database&limit=500');
    const exact = await askHistory(backend, `?service=database&limit=${transitions.length}`);
    expect(exact).toEqual({ transitions, next: null });
  });
});

describe('what cannot be asked', () => {
  const NEXT = 'give what the answer before gave as "next", as it is.';
  const LIMIT = 'give a whole number from 1 to 500.';
  test.each([
    ['service=redsi', 'service=redsi: give one of database, redis, ccxt, telegram. Did you mean redis?'],
    ['service=exchange', 'service=exchange: give one of database, redis, ccxt, telegram.'],
    ['service=redis&service=ccxt', 'service: give it once.'],
    ['limit=0', `limit=0: ${LIMIT}`],
    ['limit=501', `limit=501: ${LIMIT}`],
    ['limit=1e2', `limit=1e2: ${LIMIT}`],
    ['limit=', `limit=: ${LIMIT}`],
    ['before=', `before=: ${NEXT}`],
    ['before=2026-03-03', `before=2026-03-03: ${NEXT}`],
    [`before=${Buffer.from('1/x').toString('base64url')}`, `before=MS94: ${NEXT}`],
    [`before=${'A'.repeat(2000)}`, `before=${'A'.repeat(60)}…: ${NEXT}`],
  ])('%.40s', async (query, message) => {
    const { status, json } = await backend.get(`/api/v1/health/history?${query}`, OPERATOR);
    expect([status, json]).toEqual([400, { error: { code: 'bad_request', message } }]);
  });

  test('a place beyond all times is an empty page', async () => {
    const cursor = (micros: string) => Buffer.from(`${micros}/${randomUUID()}`).toString('base64url');
    expect(await askHistory(backend, `?before=${cursor('0')}`)).toEqual({ transitions: [], next: null });
    expect((await askHistory(backend, `?before=${cursor('9'.repeat(16))}&limit=1`)).transitions.length).toBe(
      1,
    );
  });
});

test('who may ask: the operator, or everyone where the status page is public', async () => {
  const open = await startBackend(cleanup, stack, { DATABASE_URL: url, STATUS_PAGE: 'public' });
  await eventually(async () => expect((await open.get('/ready')).status).toBe(200));
  const statuses = (target: Service) =>
    Promise.all(
      ['uptime', 'history', 'details'].map(
        async (path) => (await request(`${target.url}/api/v1/health/${path}`)).status,
      ),
    );
  expect([await statuses(backend), await statuses(open)]).toEqual([
    [401, 401, 401],
    [200, 200, 401],
  ]);
  await open.stop();
});
