import {
  type BotApi,
  type Cleanup,
  eventually,
  type FaultyHttp,
  faultyHttp,
  startBotApi,
  startPostgres,
  startRedis,
  type TcpProxy,
  type TestPostgres,
  type TestServer,
  tcpProxy,
} from '@neuratrade/test-kit';
import { ADMIN_KEY } from '../stack.js';
import { type Restartable, startRestartable } from './restartable.js';
import { SCALE } from './scale.js';

export const SERVICE_KEY = 'service-key-of-the-matrix';
const TOKEN = '7234567890:AAtokenOfTheMatrixAAtokenOfTheMatrix0';

/** The whole of the product over real servers, with a line before each part that can be broken. */
export interface Rig {
  readonly postgres: TestPostgres;
  readonly redis: TestServer;
  readonly simulator: Restartable;
  readonly ccxt: Restartable;
  readonly telegram: Restartable;
  readonly backend: Restartable;
  readonly botApi: BotApi;
  readonly lines: Readonly<Record<'database' | 'redis' | 'ccxt' | 'telegram' | 'exchange', TcpProxy>>;
  /** Answers in the place of an HTTP service. */
  readonly liar: FaultyHttp;
  /** What must show nowhere. */
  readonly secrets: readonly string[];
  startCcxt(env?: Readonly<Record<string, string>>): Promise<Restartable>;
  startBackend(env?: Readonly<Record<string, string>>): Promise<Restartable>;
}

export async function startRig(cleanup: Cleanup): Promise<Rig> {
  const line = async (port: number) => cleanup.use(await tcpProxy(port));
  const [postgres, redis, botApi, liar, simulator] = await Promise.all([
    startPostgres().then(cleanup.use),
    startRedis().then(cleanup.use),
    startBotApi({ token: TOKEN, username: 'neuratrade_bot' }).then(cleanup.use),
    faultyHttp().then(cleanup.use),
    startSimulator(cleanup),
  ]);
  const lines = {
    database: await line(postgres.port),
    redis: await line(redis.port),
    exchange: await line(simulator.service.port),
  };
  const startCcxt: Rig['startCcxt'] = (env) => startCcxtService(cleanup, lines.exchange, env);
  const [ccxt, telegram] = await Promise.all([startCcxt(), startTelegram(cleanup, botApi)]);
  const siblings = { ccxt: await line(ccxt.service.port), telegram: await line(telegram.service.port) };
  const databaseUrl = new URL(await postgres.createDatabase());
  databaseUrl.port = String(lines.database.port);
  const startBackend: Rig['startBackend'] = (env = {}) =>
    startRestartable(cleanup, {
      folder: 'apps/backend-api',
      logName: 'backend.log',
      portVariable: 'BACKEND_PORT',
      env: {
        ...COMMON,
        LOG_LEVEL: 'info',
        ADMIN_API_KEY: ADMIN_KEY,
        HEALTH_INTERVAL_MS: String(SCALE.intervalMs),
        HEALTH_TIMEOUT_MS: String(SCALE.timeoutMs),
        HEALTH_CONFIRM_MS: String(SCALE.confirmMs),
        DATABASE_CONNECT_INTERVAL_MS: String(SCALE.connectIntervalMs),
        DATABASE_URL: databaseUrl.href,
        REDIS_URL: `redis://127.0.0.1:${lines.redis.port}`,
        CCXT_URL: `http://127.0.0.1:${siblings.ccxt.port}`,
        TELEGRAM_URL: `http://127.0.0.1:${siblings.telegram.port}`,
        ...env,
      },
    });
  return {
    postgres,
    redis,
    simulator,
    ccxt,
    telegram,
    botApi,
    liar,
    lines: { ...lines, ...siblings },
    secrets: [ADMIN_KEY, SERVICE_KEY, TOKEN, decodeURIComponent(databaseUrl.password)],
    startCcxt,
    startBackend,
    backend: await startBackend(),
  };
}

const COMMON = { SERVICE_API_KEY: SERVICE_KEY, LOG_LEVEL: 'debug', SHUTDOWN_DRAIN_MS: '0' };

function startSimulator(cleanup: Cleanup): Promise<Restartable> {
  return startRestartable(cleanup, {
    folder: 'packages/exchange-simulator',
    logName: 'simulator.log',
    portVariable: 'SIMULATOR_PORT',
    env: {},
  });
}

function startCcxtService(
  cleanup: Cleanup,
  exchange: TcpProxy,
  env: Readonly<Record<string, string>> = {},
): Promise<Restartable> {
  return startRestartable(cleanup, {
    folder: 'apps/ccxt-service',
    logName: 'ccxt.log',
    portVariable: 'CCXT_PORT',
    readyPath: '/ready',
    env: {
      ...COMMON,
      SIMULATOR_URL: `http://127.0.0.1:${exchange.port}`,
      EXCHANGE_PROBE_INTERVAL_MS: String(SCALE.exchangeIntervalMs),
      EXCHANGE_PROBE_TIMEOUT_MS: String(SCALE.exchangeTimeoutMs),
      ...env,
    },
  });
}

async function startTelegram(cleanup: Cleanup, botApi: BotApi): Promise<Restartable> {
  const telegram = await startRestartable(cleanup, {
    folder: 'apps/telegram-service',
    logName: 'telegram.log',
    portVariable: 'TELEGRAM_PORT',
    env: {
      ...COMMON,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: botApi.url,
      TELEGRAM_POLL_TIMEOUT_S: String(SCALE.pollTimeoutS),
    },
  });
  return {
    ...telegram,
    get service() {
      return telegram.service;
    },
    async up() {
      await telegram.up();
      await eventually(async () => {
        const { json } = await telegram.service.get('/health');
        if ((json as { status: string }).status !== 'healthy') throw new Error('the bot is not active yet');
      });
    },
  };
}
