import { join } from 'node:path';
import { formatTimestamp } from '@neuratrade/health-contracts';
import { configOrExit, createLogger, createRedactor, runService } from '@neuratrade/service-kit';
import { readConfig } from './config.js';
import { DEMO } from './demo/identity.js';
import { rememberStart } from './demo/remember-start.js';
import { startSimulator } from './start.js';

const config = configOrExit(() => readConfig(process.env));
const demo = config.SIMULATOR_DEMO || process.argv.includes('--demo');

const logger = createLogger({
  format: 'iso',
  level: config.LOG_LEVEL,
  file: join(config.NEURATRADE_HOME, 'logs', 'simulator.log'),
  stdout: config.LOG_STDOUT,
  redact: createRedactor([]),
});

await runService({
  logger,
  deadlineMs: config.SHUTDOWN_DEADLINE_MS,
  async start(lifecycle) {
    logger.info('Starting exchange simulator', { port: config.SIMULATOR_PORT, seed: config.SIMULATOR_SEED });
    const startedAt = demo ? rememberStart(config.NEURATRADE_HOME, logger, Date.now()) : undefined;
    const simulator = await startSimulator({
      port: config.SIMULATOR_PORT,
      host: config.BIND_HOST,
      seed: config.SIMULATOR_SEED,
      logger,
      ...(startedAt === undefined ? {} : { demo: { startedAt } }),
      draining: () => lifecycle.draining,
      drainMs: config.SHUTDOWN_DRAIN_MS,
    });
    lifecycle.onShutdown('http', simulator.close);
    if (startedAt !== undefined) {
      logger.info('Demo account open', {
        account: DEMO.account,
        started_at: formatTimestamp(new Date(startedAt)),
      });
    }
    logger.info('Server started', { port: simulator.port, addr: simulator.address });
  },
});
