import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import {
  type Answer,
  type Cleanup,
  eventually,
  makeHome,
  request,
  type Service,
  spawnService,
  startPostgres,
  startRedis,
  type TestPostgres,
  type TestServer,
} from '@neuratrade/test-kit';

const BACKEND = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const CCXT = fileURLToPath(new URL('../../ccxt-service/dist/main.js', import.meta.url));

export const KEYS = {
  admin: 'admin-key-of-the-market-tests',
  service: 'service-key-of-the-market-tests',
};

const COMMON = {
  BIND_HOST: '127.0.0.1',
  SERVICE_API_KEY: KEYS.service,
  SHUTDOWN_DRAIN_MS: '50',
  LOG_LEVEL: 'debug',
  LOG_STDOUT: 'false',
};

export interface Servers {
  readonly postgres: TestPostgres;
  readonly redis: TestServer;
}

export type Env = Readonly<Record<string, string>>;
export type Logged = Service & { readonly log: string };

export async function startServers(cleanup: Cleanup): Promise<Servers> {
  const [postgres, redis] = await Promise.all([
    startPostgres().then(cleanup.use),
    startRedis().then(cleanup.use),
  ]);
  return { postgres, redis };
}

export type Exchange = RunningSimulator & {
  control(method: string, path: string, body?: unknown): Promise<unknown>;
};

/** The exchange that ccxt-service asks, with its control. */
export async function startExchange(cleanup: Cleanup): Promise<Exchange> {
  const simulator = cleanup.use(await startSimulator());
  return {
    ...simulator,
    async control(method, path, body) {
      const answer = await request(`${simulator.url}/_sim/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.status).toBeLessThan(300);
      return answer.json;
    },
  };
}

/** The real ccxt-service over a simulated exchange. */
export async function startCcxt(cleanup: Cleanup, env: Env): Promise<Logged> {
  return start(cleanup, CCXT, 'CCXT_PORT', '/ready', { EXCHANGE_REQUEST_TIMEOUT_MS: '1000', ...env });
}

/** A backend with short-lived tickers. */
export async function startBackend(
  cleanup: Cleanup,
  { postgres, redis }: Servers,
  env: Env,
  readyPath = '/live',
): Promise<Logged> {
  return start(cleanup, BACKEND, 'BACKEND_PORT', readyPath, {
    DATABASE_URL: env.DATABASE_URL ?? (await postgres.createDatabase()),
    REDIS_URL: redis.url,
    ADMIN_API_KEY: KEYS.admin,
    TELEGRAM_ENABLED: 'false',
    ...env,
  });
}

async function start(
  cleanup: Cleanup,
  entry: string,
  portVariable: string,
  readyPath: string,
  env: Env,
): Promise<Logged> {
  const home = cleanup.use(await makeHome()).path;
  const service = await spawnService({ entry, home, portVariable, readyPath, env: { ...COMMON, ...env } });
  cleanup.add(() => service.stop('SIGKILL'));
  const log = join(home, 'logs', portVariable === 'CCXT_PORT' ? 'ccxt.log' : 'backend.log');
  return Object.assign(service, { log });
}

/** Everything from the exchange to a backend that warms nothing and soon asks again; an exchange that hangs is told within 0.6 s. */
export async function startRealMarket(
  cleanup: Cleanup,
): Promise<{ exchange: Exchange; ccxt: Logged; backend: Logged }> {
  const servers = await startServers(cleanup);
  const exchange = await startExchange(cleanup);
  const ccxt = await startCcxt(cleanup, {
    SIMULATOR_URL: exchange.url,
    EXCHANGE_REQUEST_TIMEOUT_MS: '600',
    EXCHANGE_PROBE_INTERVAL_MS: '60000',
  });
  const fresh = {
    CACHE_TICKER_FRESH_MS: '300',
    CACHE_ORDERBOOK_FRESH_MS: '300',
    CACHE_MARKET_FRESH_MS: '300',
  };
  const env = { CCXT_URL: ccxt.url, WATCHLIST: 'none', ...fresh };
  return { exchange, ccxt, backend: await startBackend(cleanup, servers, env, '/ready') };
}

/** Asks for market data until `fits` does not throw. */
export function untilMarket(
  backend: Service,
  path: string,
  fits: (answer: Answer) => void,
  timeoutMs = 15_000,
): Promise<Answer> {
  return eventually(
    async () => {
      const answer = await backend.get(`/api/v1/market/${path}`);
      fits(answer);
      return answer;
    },
    { timeoutMs, everyMs: 50 },
  );
}
