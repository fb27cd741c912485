import { join } from 'node:path';
import { DEFAULT_POLICY, staleAfter } from '@neuratrade/health-contracts';
import {
  configOrExit,
  createAwakeClock,
  createLogger,
  createRedactor,
  databaseReason,
  type Lifecycle,
  listen,
  passwordOf,
  runService,
  serviceVersion,
} from '@neuratrade/service-kit';
import { createApp } from './app.js';
import { internalAuthOf, readConfig } from './config.js';
import { createHealthAnswers } from './health/answers.js';
import { healthDetails } from './health/details.js';
import { deleteOldTransitions, insertTransitions } from './health/history/repository.js';
import { createRetention } from './health/history/retention.js';
import { createHistoryService } from './health/history/service.js';
import { createHealthMonitor } from './health/monitor.js';
import { createProbes } from './health/probes/registry.js';
import { watchTelegramQueue } from './health/telegram-queue.js';
import { createTransitionLog } from './health/transition-log.js';
import { createUptimeRecorder } from './health/uptime/recorder.js';
import { deleteOldHours, readTotals, storeSegments } from './health/uptime/repository.js';
import { createUptimeService } from './health/uptime/service.js';
import { statesOf } from './health/uptime/states.js';
import { createAccounts } from './ledger/accounts/service.js';
import { createLedger } from './ledger/ledger.js';
import { createMarketCache } from './market/cache/create-cache.js';
import { cachePolicies } from './market/cache/settings.js';
import { createCcxtClient } from './market/ccxt-client/client.js';
import { createExchanges } from './market/exchanges/create-exchanges.js';
import { createMarket } from './market/market.js';
import { migrate } from './platform/db/migrate.js';
import { createPool, usageOf } from './platform/db/pool.js';
import { isRefusedData } from './platform/db/refused-data.js';
import { createRedisClient } from './platform/redis/client.js';
import { within } from './platform/within.js';

process.title = 'neuratrade-server';

/** How long a part that may wait for something that hangs can keep the rest from stopping. */
const STOP_MS = { database: 250, monitor: 1_000, cache: 1_500, watchlist: 1_500, ledger: 1_500 };

const config = configOrExit(() => readConfig(process.env));

const logger = createLogger({
  format: 'iso',
  level: config.LOG_LEVEL,
  file: join(config.NEURATRADE_HOME, 'logs', 'backend.log'),
  stdout: config.LOG_STDOUT,
  redact: createRedactor([
    config.ADMIN_API_KEY,
    config.SERVICE_API_KEY,
    ...[config.DATABASE_URL, config.REDIS_URL].flatMap(passwordOf),
  ]),
});

await runService({ logger, deadlineMs: config.SHUTDOWN_DEADLINE_MS, start });

async function start(lifecycle: Lifecycle): Promise<void> {
  logger.info('Starting NeuraTrade server', { port: config.BACKEND_PORT });
  if (config.ADMIN_API_KEY === undefined)
    logger.warn('ADMIN_API_KEY is not set: admin endpoints refuse everyone');
  const version = serviceVersion(import.meta.url);
  const startedAt = new Date();
  const clock = createAwakeClock();
  const policy = { ...DEFAULT_POLICY, staleAfterMs: staleAfter(config.HEALTH_INTERVAL_MS) };

  const pool = createPool({ url: config.DATABASE_URL, logger });
  lifecycle.onShutdown('database', () => within(pool.end(), STOP_MS.database));
  const redis = createRedisClient({ url: config.REDIS_URL, logger });
  lifecycle.onShutdown('redis', redis.close);
  const policies = cachePolicies(config);
  const cache = createMarketCache({ redis, policies, logger });
  lifecycle.onShutdown('cache', () => within(cache.close(), STOP_MS.cache));
  const transitions = createTransitionLog({
    insert: (rows) => insertTransitions(pool, rows),
    reasonOf: databaseReason,
    isRefused: isRefusedData,
    logger,
  });
  const retention = createRetention({
    deletions: [
      (limit) => deleteOldHours(pool, config.HEALTH_RETENTION_DAYS, limit),
      (limit) => deleteOldTransitions(pool, config.HEALTH_RETENTION_DAYS, limit),
    ],
    reasonOf: databaseReason,
    logger,
  });
  const monitor = createHealthMonitor({
    probes: createProbes(config),
    policy,
    clock,
    logger,
    intervalMs: config.HEALTH_INTERVAL_MS,
    timeoutMs: config.HEALTH_TIMEOUT_MS,
    confirmMs: config.HEALTH_CONFIRM_MS,
    onTransition: (service, transition) => {
      transitions.add(service, transition);
      uptime.observe();
    },
  });
  const uptime = createUptimeRecorder({
    states: () => statesOf(monitor),
    store: (segments, until) => storeSegments(pool, segments, until),
    reasonOf: databaseReason,
    logger,
  });
  lifecycle.onShutdown('health records', async () => {
    await Promise.all([uptime.close(), retention.stop(), transitions.close()]);
  });
  const ccxt = { url: config.CCXT_URL, serviceKey: config.SERVICE_API_KEY };
  const telegram = { url: config.TELEGRAM_URL, serviceKey: config.SERVICE_API_KEY };
  const accounts = createAccounts({ pool, reasonOf: databaseReason });
  const exchanges = createExchanges({ pool, accounts, logger, ...ccxt });
  lifecycle.onShutdown('exchange registry', exchanges.sync.stop);
  const market = createMarket({
    ...{ cache, policies, redis, logger },
    client: createCcxtClient(ccxt),
    active: exchanges.sync.active,
    watched: () => [...new Set([...config.WATCHLIST, ...ledger.heldSymbols()])],
  });
  lifecycle.onShutdown('watchlist', () => within(market.watchlist.stop(), STOP_MS.watchlist));
  const history = createHistoryService({
    pool,
    isWatched: (service) => monitor.watchOf(service) !== undefined,
    reasonOf: databaseReason,
  });
  const ledger = createLedger({
    ...{ pool, accounts, market, ccxt, telegram, logger, history, cacheReport: cache.report },
    exchanges: exchanges.service,
    syncEvery: { fillsMs: config.SYNC_INTERVAL_MS, balancesMs: config.SYNC_BALANCES_INTERVAL_MS },
    customQuests: config.CUSTOM_QUESTS,
    stablecoins: config.STABLECOINS,
  });
  lifecycle.onShutdown('ledger', () => within(ledger.close(), STOP_MS.ledger));
  lifecycle.onShutdown('health monitor', () => within(monitor.stop(), STOP_MS.monitor));
  const telegramQueue = watchTelegramQueue(telegram);
  lifecycle.onShutdown('telegram queue', telegramQueue.stop);
  let started = false;
  const listener = createApp({
    logger,
    adminKey: config.ADMIN_API_KEY,
    serviceKey: config.SERVICE_API_KEY,
    internalAuth: internalAuthOf(config),
    probes: createHealthAnswers({
      monitor,
      version,
      caches: cache.figures,
      process: () => ({ started, draining: lifecycle.draining }),
    }),
    details: () =>
      healthDetails({
        monitor,
        version,
        startedAt,
        intervalMs: config.HEALTH_INTERVAL_MS,
        staleAfterMs: policy.staleAfterMs,
        blocked: clock.blocked,
        databasePool: () => usageOf(pool),
        telegramQueue: telegramQueue.current,
      }),
    statusPage: config.STATUS_PAGE,
    uptime: createUptimeService({
      flush: uptime.flush,
      read: (stretches) => readTotals(pool, stretches),
      reasonOf: databaseReason,
    }),
    history,
    cacheReport: cache.report,
    market,
    ledger,
    exchanges: exchanges.service,
  });
  const server = await listen(listener, {
    port: config.BACKEND_PORT,
    host: config.BIND_HOST,
    drainMs: config.SHUTDOWN_DRAIN_MS,
  });
  lifecycle.onShutdown('http', () => server.close());
  logger.info('Server started', { port: server.port, addr: server.address });

  exchanges.sync.start();
  market.watchlist.start();
  if (config.TELEGRAM_ENABLED) telegramQueue.start();
  const stopping = new AbortController();
  lifecycle.onShutdown('migrations', () => stopping.abort());
  const ran = await migrate({ url: config.DATABASE_URL, logger, signal: stopping.signal });
  logger.info('Migrations applied', { count: ran.length });
  transitions.open();
  uptime.open();
  exchanges.sync.open();
  ledger.open();
  retention.start();
  started = true;
}
