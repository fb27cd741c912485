import { join } from 'node:path';
import { configOrExit, createLogger, createRedactor, runService } from '@neuratrade/service-kit';
import { readConfig } from './config.js';
import { startSimulator } from './start.js';

const config = configOrExit(() => readConfig(process.env));

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
    const simulator = await startSimulator({
      port: config.SIMULATOR_PORT,
      host: config.BIND_HOST,
      seed: config.SIMULATOR_SEED,
      logger,
      draining: () => lifecycle.draining,
      drainMs: config.SHUTDOWN_DRAIN_MS,
    });
    lifecycle.onShutdown('http', simulator.close);
    logger.info('Server started', { port: simulator.port, addr: simulator.address });
  },
});
