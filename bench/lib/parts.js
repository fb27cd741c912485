import { readFileSync } from 'node:fs';
import { makeHome, spawnService, startPostgres, startRedis } from '../../packages/test-kit/dist/index.js';
import { createAsker, isHealthy, until } from './asking.js';
import { BACKEND, fixture, peer } from './paths.js';

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

/** Runs one of `peers/` as a process, ended by `cleanup`. Ready as soon as `readyPath` answers 200. */
export async function startPeer(cleanup, name, env, readyPath = '/health') {
  const { path: home } = cleanup.use(await makeHome());
  const production = { NODE_ENV: 'production', ...env };
  return cleanup.use(
    await spawnService({ entry: peer(name), env: production, home, portVariable: 'PORT', readyPath }),
  );
}

/** A bare server whose every answer is this one. */
export const startBare = (cleanup, answer) => startPeer(cleanup, 'bare', { ANSWER: JSON.stringify(answer) });

/**
 * The four servers that a health check asks, as ports: a real PostgreSQL and a real Redis, and an HTTP server each in the
 * place of the other two services; beside them two that stand for the databases with those who only ask over HTTP.
 */
export async function startDependencies(cleanup) {
  const postgres = cleanup.use(await startPostgres());
  const redis = cleanup.use(await startRedis());
  const answering = async (body) =>
    (await startBare(cleanup, { status: 200, headers: JSON_HEADERS, body })).port;
  return {
    databaseUrl: () => postgres.createDatabase(),
    postgres: postgres.port,
    redis: redis.port,
    ccxt: await answering(readFileSync(fixture('ccxt-health'), 'utf8')),
    telegram: await answering(readFileSync(fixture('telegram-health.healthy'), 'utf8')),
    httpDatabase: await answering('{"status":"up"}'),
    httpRedis: await answering('{"status":"up"}'),
  };
}

/** Runs the backend with its default settings over these ports, and waits until it is healthy. */
export async function startBackend(cleanup, databaseUrl, ports) {
  const { path: home } = cleanup.use(await makeHome());
  const database = new URL(databaseUrl);
  database.port = String(ports.postgres);
  const url = (port) => `http://127.0.0.1:${port}`;
  const env = {
    BIND_HOST: '127.0.0.1',
    DATABASE_URL: database.href,
    REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    CCXT_URL: url(ports.ccxt),
    TELEGRAM_URL: url(ports.telegram),
    LOG_STDOUT: 'false',
  };
  const backend = cleanup.use(
    await spawnService({ entry: BACKEND, env, home, portVariable: 'BACKEND_PORT', readyPath: '/ready' }),
  );
  const asker = cleanup.use(createAsker(`${backend.url}/health`));
  await until('a healthy backend', asker.ask, isHealthy);
  return backend;
}

/** Runs terminus with a ping each to the health endpoints of four siblings, giving each as long as the backend does. */
export function startTerminus(cleanup, siblingPorts, readyPath) {
  const urls = Object.entries(siblingPorts).map(([name, port]) => [name, `http://127.0.0.1:${port}/health`]);
  const env = { SIBLINGS: JSON.stringify(Object.fromEntries(urls)), TIMEOUT_MS: '1000' };
  return startPeer(cleanup, 'terminus', env, readyPath);
}
