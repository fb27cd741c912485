import {
  configOrExit,
  createAwakeClock,
  createLogger,
  createRedactor,
  listen,
  runService,
  serviceVersion,
  uncheckedSnapshot,
} from '@neuratrade/service-kit';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { SIMULATOR } from './configured/exchange.js';
import { unusedKeys } from './configured/unused-keys.js';
import { type Monitor, type MonitoredExchange, startMonitor } from './connectivity/monitor.js';
import { describeExchange, staleAfter } from './connectivity/report.js';

const { settings, exchanges, listedIn, secrets, logFile } = configOrExit(() => readConfig(process.env));
const { EXCHANGE_PROBE_INTERVAL_MS: intervalMs, EXCHANGE_PROBE_TIMEOUT_MS: timeoutMs } = settings;
const active = exchanges.filter(({ enabled }) => enabled);

const logger = createLogger({
  format: 'iso',
  level: settings.LOG_LEVEL,
  file: logFile,
  stdout: settings.LOG_STDOUT,
  redact: createRedactor(secrets),
});

await runService({
  logger,
  deadlineMs: settings.SHUTDOWN_DEADLINE_MS,
  async check() {
    const { refuseUnknown } = await import('./exchanges/index.js');
    refuseUnknown(exchanges);
  },
  async start(lifecycle) {
    const clock = createAwakeClock();
    const staleAfterMs = staleAfter(intervalMs, timeoutMs);
    let monitor: Monitor | undefined;
    const opening = active.map(({ name }) => unchecked(name, clock.now()));
    const known = () => monitor?.exchanges() ?? opening;
    logger.info('Starting CCXT service', {
      port: settings.CCXT_PORT,
      exchanges: active.map(({ name }) => name),
    });
    const server = await listen(
      createApp({
        logger,
        version: serviceVersion(import.meta.url),
        serviceKey: settings.SERVICE_API_KEY,
        exchanges: () => {
          const judgement = { awake: clock.now(), staleAfterMs, now: new Date() };
          return known().map((exchange) => describeExchange(exchange, judgement));
        },
        ready: () =>
          !lifecycle.draining &&
          monitor !== undefined &&
          known().every(({ snapshot }) => snapshot.checkedDate !== null),
      }),
      { port: settings.CCXT_PORT, host: settings.BIND_HOST, drainMs: settings.SHUTDOWN_DRAIN_MS },
    );
    lifecycle.onShutdown('http', server.close);
    logger.info('Server started', { port: server.port, addr: server.address });

    const { KNOWN_EXCHANGES, openExchanges } = await import('./exchanges/index.js');
    const simulatorUrl = settings.SIMULATOR_URL;
    const timing = { intervalMs, timeoutMs, staleAfterMs, clock };
    const opened = openExchanges(exchanges, { ...timing, simulatorUrl });
    const configured = exchanges.map(({ name }) => name);
    for (const { variable, exchange } of unusedKeys(process.env, KNOWN_EXCHANGES, configured)) {
      logger.warn('Exchange key not used', { variable, remedy: `add ${exchange} to ${listedIn}` });
    }
    if (opened.length === 0) {
      logger.warn('No active exchange', { remedy: 'set EXCHANGES, or SIMULATOR_URL to try without one' });
    }
    const started = startMonitor({ exchanges: opened, ...timing, logger });
    lifecycle.onShutdown('exchanges', started.stop);
    monitor = started;
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
