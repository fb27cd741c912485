import { join } from 'node:path';
import {
  makeHome,
  readLog,
  spawnService,
  startPostgres,
  startRedis,
} from '../../packages/test-kit/dist/index.js';
import { createAsker, until } from './asking.js';
import { BACKEND, CCXT, SIMULATOR } from './paths.js';

const SERVICE_KEY = 'service-key-of-the-bench';
const COMMON = { BIND_HOST: '127.0.0.1', LOG_STDOUT: 'false', SERVICE_API_KEY: SERVICE_KEY };
const SUMMARY = '/api/v1/market/summary?symbol=BTC/USDT';

export const WITH_SERVICE_KEY = { 'x-api-key': SERVICE_KEY };
export const tickerPath = (symbol) => `/api/v1/market/ticker?exchange=simulator&symbol=${symbol}`;

/**
 * Everything that market data passes through, each a real process with its default settings: exchange simulator, ccxt-service,
 * Redis, PostgreSQL and one or several backends that share them. Ready when the first backend has told a summary; with
 * `WATCHLIST: 'none'` nothing is asked of the exchange in advance. `startBackend` starts one more, with settings of its own.
 */
export async function startMarket(cleanup, { backends = 1, env = {} } = {}) {
  const spawn = async (entry, portVariable, settings, readyPath) => {
    const { path: home } = cleanup.use(await makeHome());
    const all = { ...COMMON, ...settings };
    return { home, ...cleanup.use(await spawnService({ entry, env: all, home, portVariable, readyPath })) };
  };
  const [postgres, redis] = await Promise.all([
    startPostgres().then(cleanup.use),
    startRedis().then(cleanup.use),
  ]);
  const simulator = await spawn(SIMULATOR, 'SIMULATOR_PORT', {});
  const ccxt = await spawn(CCXT, 'CCXT_PORT', { SIMULATOR_URL: simulator.url, LOG_LEVEL: 'debug' }, '/ready');
  const settings = {
    DATABASE_URL: await postgres.createDatabase(),
    REDIS_URL: redis.url,
    CCXT_URL: ccxt.url,
    TELEGRAM_ENABLED: 'false',
    ...env,
  };
  const startBackend = (more = {}) => spawn(BACKEND, 'BACKEND_PORT', { ...settings, ...more }, '/ready');
  const replicas = [];
  for (let n = 0; n < backends; n++) replicas.push(await startBackend());
  for (const { url } of replicas) {
    const asker = createAsker(url + (env.WATCHLIST === 'none' ? '/health' : SUMMARY));
    await until('market data', asker.ask, (answer) => answer?.status === 200);
    await asker.close();
  }
  return { redis, simulator, ccxt, backends: replicas, database: settings.DATABASE_URL, startBackend };
}

/** Requests that the exchange was sent so far, by path. */
export async function exchangeRequests({ simulator }) {
  const counts = await (await fetch(`${simulator.url}/_sim/requests`)).json();
  return counts.requests ?? counts;
}

/** Requests for a path that ccxt-service has answered so far. */
export async function ccxtRequests({ ccxt }, path) {
  const lines = await readLog(join(ccxt.home, 'logs', 'ccxt.log'));
  return lines.filter((line) => line.msg === 'Request completed' && line.path === path).length;
}
