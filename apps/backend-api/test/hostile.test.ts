import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, faultyHttp, readLog } from '@neuratrade/test-kit';
import pg from 'pg';
import {
  authenticationRequest,
  errorResponse,
  type HostilePostgres,
  hostilePostgres,
} from './hostile-postgres.js';
import { ALL_HEALTHY, fixture, type Stack, startBackend, startDependencies, untilServices } from './stack.js';

jest.setTimeout(30_000);

const cleanup = createCleanup();
let stack: Stack;
let database: HostilePostgres;
let url: string;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
  database = cleanup.use(await hostilePostgres(stack.postgres.port));
});
afterAll(cleanup.run);

const through = async (): Promise<string> => {
  const direct = new URL(await stack.postgres.createDatabase());
  direct.port = String(database.port);
  return direct.href;
};

describe('a database that refuses at boot', () => {
  test.each<[string, Buffer, string]>([
    [
      'a pooler without its database',
      errorResponse('08P01', 'server login has been failing'),
      'connection failed',
    ],
    ['no permission', errorResponse('42501', 'permission denied for database'), 'permission denied'],
    ['an internal error', errorResponse('XX000', 'cache lookup failed'), 'connection failed'],
    ['a wrong password', errorResponse('28P01', 'password authentication failed'), 'authentication failed'],
    ['no free slot', errorResponse('53300', 'sorry, too many clients already'), 'too many connections'],
    ['an unknown authentication', authenticationRequest(99), 'connection failed'],
    ['another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'unexpected answer'],
  ])('%s: is told, waited for, and leaves no connection behind', async (_, answer, reason) => {
    database.answer(answer);
    const backend = await startBackend(cleanup, stack, { DATABASE_URL: await through() });
    await untilServices(backend, { database: `unhealthy: ${reason}`, redis: 'healthy' });
    await sleep(800);
    expect(database.connections()).toBeLessThanOrEqual(2);
    expect((await backend.get('/ready')).status).toBe(503);
    database.answer('pass');
    await eventually(async () => expect((await backend.get('/ready')).status).toBe(200));
    expect(await backend.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('a running backend', () => {
  test.each<[string, Buffer]>([
    ['an authentication request that comes from nowhere', authenticationRequest(7)],
    ['a message that is too short', Buffer.from([0x54, 0, 0, 0, 4])],
    ['noise', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
  ])('survives %s', async (_, bytes) => {
    database.answer('pass');
    const backend = await startBackend(cleanup, stack, { DATABASE_URL: await through() });
    await eventually(async () => expect((await backend.get('/ready')).status).toBe(200));
    for (let n = 0; n < 10; n++) {
      database.inject(bytes);
      await sleep(50);
    }
    await untilServices(backend, ALL_HEALTHY);
    expect(await backend.stop()).toEqual({ code: 0, signal: null });
    expect(
      (await readLog(backend.log)).filter(({ level }) => level === 'ERROR').map(({ msg }) => msg),
    ).not.toContain('Uncaught exception');
  });

  test('stores what a sibling says also when it says it with characters that no database takes', async () => {
    const telegram = cleanup.use(await faultyHttp());
    const body = { ...JSON.parse(fixture('telegram-health.degraded')), error: 'bad \u0000 answer' };
    telegram.set({ body });
    url = await stack.postgres.createDatabase();
    const backend = await startBackend(cleanup, stack, { DATABASE_URL: url, TELEGRAM_URL: telegram.url });
    await untilServices(backend, { telegram: 'unhealthy: bad answer' });
    telegram.set({ body: fixture('telegram-health.healthy') });
    await untilServices(backend, ALL_HEALTHY);
    await eventually(async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query(
        "SELECT status_to, reason FROM health_transitions WHERE service = 'telegram' ORDER BY changed_at",
      );
      await client.end();
      expect(rows).toEqual([
        { status_to: 'down', reason: 'bad answer' },
        { status_to: 'up', reason: null },
      ]);
    });
    await backend.stop();
  });
});
