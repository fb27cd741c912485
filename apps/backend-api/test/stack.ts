import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import {
  type Answer,
  type Cleanup,
  eventually,
  makeHome,
  type Service,
  spawnService,
  startPostgres,
  startRedis,
  type TcpProxy,
  type TestPostgres,
  type TestServer,
  tcpProxy,
} from '@neuratrade/test-kit';
import { type Sibling, spawnSibling } from './sibling.js';

const ENTRY = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../../../packages/health-contracts/fixtures/', import.meta.url));

export const fixture = (name: string): string =>
  readFileSync(join(FIXTURES, `${name}.json`), 'utf8').trimEnd();

export const ADMIN_KEY = 'admin-key-of-this-test-stack';

/** Settings that shorten every wait, in the proportions of the defaults. */
const FAST = {
  HEALTH_INTERVAL_MS: '200',
  HEALTH_TIMEOUT_MS: '200',
  HEALTH_CONFIRM_MS: '50',
  SHUTDOWN_DRAIN_MS: '100',
  BIND_HOST: '127.0.0.1',
  ADMIN_API_KEY: ADMIN_KEY,
  LOG_LEVEL: 'debug',
};

export interface Stack {
  readonly postgres: TestPostgres;
  readonly redis: TestServer;
  readonly ccxt: Sibling;
  readonly telegram: Sibling;
}

/** Everything the backend depends on, each a real process. */
export async function startDependencies(cleanup: Cleanup): Promise<Stack> {
  const [postgres, redis, ccxt, telegram] = await Promise.all([
    startPostgres().then(cleanup.use),
    startRedis().then(cleanup.use),
    spawnSibling(fixture('ccxt-health')).then(cleanup.use),
    spawnSibling(fixture('telegram-health.healthy')).then(cleanup.use),
  ]);
  return { postgres, redis, ccxt, telegram };
}

/** The backend as a real process of its own, over the stack or whatever `env` says. */
export async function startBackend(
  cleanup: Cleanup,
  stack: Stack,
  env: Readonly<Record<string, string>> = {},
): Promise<Service & { home: string; log: string }> {
  const home = cleanup.use(await makeHome()).path;
  const backend = await spawnService({
    entry: ENTRY,
    home,
    portVariable: 'BACKEND_PORT',
    env: {
      ...FAST,
      DATABASE_URL: await databaseOf(stack, env),
      REDIS_URL: stack.redis.url,
      CCXT_URL: stack.ccxt.url,
      TELEGRAM_URL: stack.telegram.url,
      ...env,
    },
  });
  cleanup.add(() => backend.stop('SIGKILL'));
  return Object.assign(backend, { home, log: join(home, 'logs', 'backend.log') });
}

async function databaseOf({ postgres }: Stack, env: Readonly<Record<string, string>>): Promise<string> {
  return env.DATABASE_URL ?? (await postgres.createDatabase());
}

/** What `/health` says about the parts, once it says `wanted`. */
export async function untilServices(
  backend: Service,
  wanted: Readonly<Record<string, string>>,
  timeoutMs = 5_000,
): Promise<Answer> {
  return eventually(
    async () => {
      const answer = await backend.get('/health');
      const { services } = answer.json as { services: Record<string, string> };
      for (const [name, status] of Object.entries(wanted)) {
        if (services[name] !== status) throw new Error(`${name} is ${services[name]}, not ${status}`);
      }
      return answer;
    },
    { timeoutMs },
  );
}

export const ALL_HEALTHY = { database: 'healthy', redis: 'healthy', ccxt: 'healthy', telegram: 'healthy' };

/** A healthy backend that takes work. */
export async function startReady(
  ...given: Parameters<typeof startBackend>
): Promise<Awaited<ReturnType<typeof startBackend>>> {
  const backend = await startBackend(...given);
  await untilServices(backend, ALL_HEALTHY);
  await eventually(async () => expect((await backend.get('/ready')).status).toBe(200));
  return backend;
}

/** A new database, and a line to it that can be broken. */
export async function databaseBehindProxy(
  cleanup: Cleanup,
  { postgres }: Stack,
): Promise<{ proxy: TcpProxy; url: string }> {
  const proxy = cleanup.use(await tcpProxy(postgres.port));
  const url = new URL(await postgres.createDatabase());
  url.port = String(proxy.port);
  return { proxy, url: url.href };
}
