import { readdir } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { blackHole, createCleanup, eventually, freePort, readLog, request } from '@neuratrade/test-kit';
import pg from 'pg';
import { ALL_HEALTHY, type Stack, startBackend, startDependencies, untilServices } from './stack.js';

const cleanup = createCleanup();
let stack: Stack;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
});

afterAll(cleanup.run);

describe('at boot', () => {
  test('with everything refused, /live answers and /health says why', async () => {
    const [database, redis, ccxt, telegram] = await Promise.all([
      freePort(),
      freePort(),
      freePort(),
      freePort(),
    ]);
    const backend = await startBackend(cleanup, stack, {
      DATABASE_URL: `postgres://u:p@127.0.0.1:${database}/x`,
      REDIS_URL: `redis://127.0.0.1:${redis}`,
      CCXT_URL: `http://127.0.0.1:${ccxt}`,
      TELEGRAM_URL: `http://127.0.0.1:${telegram}`,
    });
    const { status, json } = await untilServices(backend, {
      database: 'unhealthy: connection refused',
      redis: 'unhealthy: connection refused',
      ccxt: `unhealthy: connection failed: 127.0.0.1:${ccxt}: connection refused`,
      telegram: `unhealthy: connection failed: 127.0.0.1:${telegram}: connection refused`,
    });
    expect([status, (json as { status: string }).status]).toEqual([503, 'unhealthy']);
    const ready = await backend.get('/ready');
    expect([ready.status, ready.json]).toEqual([
      503,
      { ready: false, services: { database: 'not ready', redis: 'not ready', ccxt: 'degraded' } },
    ]);
    expect((await backend.get('/live')).status).toBe(200);
    expect(await backend.stop()).toEqual({ code: 0, signal: null });
  });

  test('with everything accepting and never answering, no answer waits, and no connection is left open', async () => {
    const holes = await Promise.all([blackHole(), blackHole(), blackHole(), blackHole()]);
    for (const hole of holes) cleanup.use(hole);
    const [database, redis, ccxt, telegram] = holes.map(({ port }) => port);
    const backend = await startBackend(cleanup, stack, {
      DATABASE_URL: `postgres://u:p@127.0.0.1:${database}/x`,
      REDIS_URL: `redis://127.0.0.1:${redis}`,
      CCXT_URL: `http://127.0.0.1:${ccxt}`,
      TELEGRAM_URL: `http://127.0.0.1:${telegram}`,
    });
    await untilServices(backend, {
      database: 'unhealthy: connection timeout',
      redis: 'unhealthy: connection timeout',
      ccxt: `unhealthy: connection failed: 127.0.0.1:${ccxt}: connection timeout`,
      telegram: `unhealthy: connection failed: 127.0.0.1:${telegram}: connection timeout`,
    });
    const started = performance.now();
    for (let n = 0; n < 50; n++) await backend.get('/health');
    expect((performance.now() - started) / 50).toBeLessThan(50);
    await sleep(2_000);
    const open = holes.map((hole) => hole.connections());
    const limits = { database: 4 + 1, redis: 4 + 1, ccxt: 2 + 1, telegram: 2 };
    const tooMany = Object.entries(limits).flatMap(([part, limit], index) =>
      (open[index] ?? 0) > limit ? [`${part}: ${open[index]} of ${limit}`] : [],
    );
    expect(tooMany).toEqual([]);
    expect(await backend.stop()).toEqual({ code: 0, signal: null });
  });

  test('a database that comes late gets its schema, and what happened before is stored', async () => {
    await stack.postgres.down();
    const url = new URL(stack.postgres.url);
    const backend = await startBackend(cleanup, stack, { DATABASE_URL: url.href });
    await untilServices(backend, { database: 'unhealthy: connection refused', redis: 'healthy' });
    expect((await backend.get('/ready')).status).toBe(503);
    await stack.postgres.up();
    await untilServices(backend, ALL_HEALTHY);
    await eventually(async () => expect((await backend.get('/ready')).status).toBe(200));
    await eventually(async () => {
      const rows = await query(
        url.href,
        'SELECT service, status_from, status_to, reason FROM health_transitions ORDER BY changed_at',
      );
      expect(rows.filter(({ service }) => service === 'database')).toEqual([
        { service: 'database', status_from: 'unchecked', status_to: 'down', reason: 'connection refused' },
        { service: 'database', status_from: 'down', status_to: 'up', reason: null },
      ]);
    });
    await backend.stop();
  });

  test('two replicas at once migrate one database once', async () => {
    const url = await stack.postgres.createDatabase();
    const replicas = await Promise.all(
      [1, 2, 3].map(() => startBackend(cleanup, stack, { DATABASE_URL: url })),
    );
    for (const replica of replicas) {
      await eventually(async () => expect((await replica.get('/ready')).status).toBe(200));
    }
    const files = (await readdir(new URL('../migrations/', import.meta.url))).sort();
    expect(await query(url, 'SELECT name FROM schema_migrations ORDER BY name')).toEqual(
      files.map((file) => ({ name: file.replace('.sql', '') })),
    );
    await Promise.all(replicas.map((replica) => replica.stop()));
  });

  test('a bot that is switched off counts for nothing', async () => {
    const backend = await startBackend(cleanup, stack, {
      TELEGRAM_ENABLED: 'false',
      TELEGRAM_URL: `http://127.0.0.1:${await freePort()}`,
    });
    const { json } = await untilServices(backend, { ...ALL_HEALTHY, telegram: 'disabled' });
    expect((json as { status: string }).status).toBe('healthy');
    await backend.stop();
  });
});

describe('SIGTERM', () => {
  test('waits for no check that takes longer than the end may', async () => {
    const hole = cleanup.use(await blackHole());
    const backend = await startBackend(cleanup, stack, {
      REDIS_URL: `redis://127.0.0.1:${hole.port}`,
      HEALTH_INTERVAL_MS: '20000',
      HEALTH_TIMEOUT_MS: '20000',
    });
    await untilServices(backend, { database: 'healthy', redis: 'unhealthy: not checked yet' });
    expect(await backend.stop()).toEqual({ code: 0, signal: null });
  });

  test('under load loses no request that was accepted, and turns /ready to 503 first', async () => {
    const backend = await startBackend(cleanup, stack, { SHUTDOWN_DRAIN_MS: '500' });
    await untilServices(backend, ALL_HEALTHY);
    const counts = { answered: 0, refused: 0, lost: [] as string[] };
    let running = true;
    const client = async (): Promise<void> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      while (running) {
        const outcome = await ask(`${backend.url}/api/v1/health/details`, agent);
        if (outcome === 401) counts.answered++;
        else if (outcome === 'ECONNREFUSED') counts.refused++;
        else counts.lost.push(String(outcome));
        if (outcome === 'ECONNREFUSED') break;
      }
      agent.destroy();
    };
    const clients = Array.from({ length: 20 }, client);
    await eventually(() => expect(counts.answered).toBeGreaterThan(200));
    const ended = backend.stop();
    const draining = await eventually(async () => {
      const ready = await request(`${backend.url}/ready`);
      expect(ready.status).toBe(503);
      return ready;
    });
    expect(draining.json).toEqual({
      ready: false,
      services: { database: 'ready', redis: 'ready', ccxt: 'ready' },
    });
    expect(await ended).toEqual({ code: 0, signal: null });
    running = false;
    await Promise.all(clients);
    expect({ lost: counts.lost, refused: counts.refused }).toEqual({ lost: [], refused: 20 });
    const log = await readLog(backend.log);
    expect(log.map(({ msg }) => msg).slice(-1)).toEqual(['Stopped']);
  });
});

/** The status of the answer, or the code of what went wrong. */
function ask(url: string, agent: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    }).once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
