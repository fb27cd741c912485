import { MAIN_ACCOUNT } from '@neuratrade/api-contracts';
import {
  configOrExit,
  createAwakeClock,
  createLogger,
  listen,
  runService,
  serviceVersion,
  uncheckedSnapshot,
} from '@neuratrade/service-kit';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { SIMULATOR } from './configured/exchange.js';
import { createRedaction } from './configured/redaction.js';
import { unusedKeys } from './configured/unused-keys.js';
import { type Monitor, type MonitoredExchange, startMonitor } from './connectivity/monitor.js';
import { describeExchange, staleAfter } from './connectivity/report.js';
import { createConnectivityWord } from './connectivity/word.js';
import { createRunning, type Running } from './manage/running.js';
import { type Management, startManagement } from './manage/service.js';
import { activeNames } from './manage/state.js';

const { settings, source, configuration, listedIn, secrets, logFile } = configOrExit(() =>
  readConfig(process.env),
);
const { EXCHANGE_PROBE_INTERVAL_MS: intervalMs, EXCHANGE_PROBE_TIMEOUT_MS: timeoutMs } = settings;
const first = activeNames(configuration.exchanges);
const redaction = createRedaction(secrets);

const logger = createLogger({
  format: 'iso',
  level: settings.LOG_LEVEL,
  file: logFile,
  stdout: settings.LOG_STDOUT,
  redact: redaction.redact,
});

await runService({
  logger,
  deadlineMs: settings.SHUTDOWN_DEADLINE_MS,
  async check() {
    const { refuseUnknown } = await import('./exchanges/index.js');
    refuseUnknown(configuration.exchanges);
  },
  async start(lifecycle) {
    const clock = createAwakeClock();
    const staleAfterMs = staleAfter(intervalMs, timeoutMs);
    const wordOf = createConnectivityWord();
    let monitor: Monitor | undefined;
    let running: Running | undefined;
    let management: Management | undefined;
    let checkedOnce = false;
    const opening = first.map((name) => unchecked(name, clock.now()));
    const known = () => monitor?.exchanges() ?? opening;
    lifecycle.onShutdown('exchanges', () => {
      management?.stop();
      running?.set([]);
    });
    logger.info('Starting CCXT service', { port: settings.CCXT_PORT, exchanges: first });
    const server = await listen(
      createApp({
        logger,
        version: serviceVersion(import.meta.url),
        serviceKey: settings.SERVICE_API_KEY,
        judged: () => {
          const judgement = { awake: clock.now(), staleAfterMs, now: new Date() };
          const exchanges = known().map((exchange) => describeExchange(exchange, judgement));
          return {
            exchanges,
            word: wordOf(exchanges),
            configurationProblem: management?.problem() ?? null,
          };
        },
        market: {
          exchangeOf: (name) => running?.marketOf(name),
          names: () => (management ? activeNames(management.configuration().exchanges) : first),
        },
        accounts: {
          configured: () => management?.configuration().exchanges,
          accountsOf: (name) => running?.accountsOf(name),
        },
        management: () => management,
        ready: () => {
          checkedOnce ||=
            monitor !== undefined && known().every(({ snapshot }) => snapshot.checkedDate !== null);
          return checkedOnce && !lifecycle.draining;
        },
      }),
      { port: settings.CCXT_PORT, host: settings.BIND_HOST, drainMs: settings.SHUTDOWN_DRAIN_MS },
    );
    lifecycle.onShutdown('http', server.close);
    logger.info('Server started', { port: server.port, addr: server.address });

    const { createEngine, openExchangeData, refuseUnknown } = await import('./exchanges/index.js');
    refuseUnknown(configuration.exchanges);
    const simulatorUrl = settings.SIMULATOR_URL;
    const timing = { intervalMs, timeoutMs, staleAfterMs, clock };
    const asking = {
      ...{ simulatorUrl, clock, logger },
      timeoutMs: settings.EXCHANGE_REQUEST_TIMEOUT_MS,
      queue: settings.EXCHANGE_QUEUE,
    };
    const engine = createEngine({
      ...timing,
      simulatorUrl,
      openData: (name, pause) => openExchangeData({ name }, { ...asking, pause }),
    });
    const mains = configuration.exchanges.filter(({ account }) => account === MAIN_ACCOUNT);
    const configured = mains.map(({ name }) => name);
    for (const { variable, exchange } of unusedKeys(process.env, engine.known, configured)) {
      logger.warn('Exchange key not used', { variable, remedy: `add ${exchange} to ${listedIn}` });
    }
    const started = startMonitor({ exchanges: [], ...timing, logger });
    const opened = createRunning({ engine, monitor: started });
    const managed = startManagement({
      ...{ source, first: configuration, engine, running: opened },
      ...{ redaction, clock, timeoutMs, logger },
    });
    process.on('SIGHUP', () => void managed.reload());
    monitor = started;
    running = opened;
    management = managed;
  },
});

function unchecked(name: string, checkedAt: number): MonitoredExchange {
  return {
    name,
    simulator: name === SIMULATOR,
    pausedUntil: Number.NEGATIVE_INFINITY,
    snapshot: uncheckedSnapshot(checkedAt),
  };
}
