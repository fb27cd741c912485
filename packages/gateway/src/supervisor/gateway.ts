import { rmSync } from 'node:fs';
import { createLogger, createRedactor, reachableHost } from '@neuratrade/service-kit';
import { type LoadedSettings, loadSettings, loadSettingsWithKeys } from '../config/load.js';
import { prepareHome } from '../prepare-home.js';
import { writeFileAtomically } from '../process/atomic-file.js';
import { acquireLock } from '../process/lock.js';
import { catalog } from '../services/catalog.js';
import { LOOPBACK, type StackContext } from '../services/managed-service.js';
import { secretValues } from '../services/secrets.js';
import type { Tell } from './events.js';
import { endOrphans } from './orphans.js';
import { findProblems } from './preflight.js';
import { runStack } from './run-stack.js';
import { listenToSignals } from './signals.js';
import { StartFailure } from './start-failure.js';
import { messageOf } from './words.js';

/** The lines of gateway.log carry no level, and it is short: LOG_LEVEL is for the services. */
const EVERYTHING = 'debug';

export type GatewayOptions = {
  /** The directory that holds `apps/` and `packages/`. */
  root: string;
  env: NodeJS.ProcessEnv;
  /** Runs the simulator even when exchanges are configured. */
  demo: boolean;
  /** Copies gateway.log to standard output. */
  logToStdout: boolean;
  tell: Tell;
};

/**
 * Supervises one home until SIGTERM or SIGINT ends it: takes the lock, ends what an earlier run left over, checks,
 * starts everything, restarts what ends, and stops everything in order. Resolves to the exit code of the process.
 *
 * @throws {ConfigError} for bad settings or a home that cannot be written; nothing has been started then
 */
export async function runGateway(options: GatewayOptions): Promise<number> {
  const { paths } = loadSettings(options.env);
  prepareHome(paths);
  const lock = acquireLock(paths.lock);
  if (!lock.held) {
    options.tell({ kind: 'running', pid: lock.owner.pid });
    return 0;
  }
  try {
    return await supervise(options, await loadSettingsWithKeys(options.env));
  } finally {
    lock.release();
  }
}

async function supervise({ root, demo, tell, logToStdout }: GatewayOptions, loaded: LoadedSettings) {
  const { paths, settings, env } = loaded;
  const redact = createRedactor(secretValues(env));
  const file = paths.logFile('gateway');
  const logger = createLogger({ format: 'text', level: EVERYTHING, file, stdout: logToStdout, redact });
  const signals = listenToSignals(logger);
  const context: StackContext = {
    ...{ root, demo, paths, settings, env, redact },
    host: reachableHost(settings.BIND_HOST ?? LOOPBACK),
    urls: new Map(),
    log: (text) => logger.info(text),
  };
  let failed = false;
  try {
    logger.info('Starting NeuraTrade Gateway...');
    logger.info(`Backend Port: ${settings.BACKEND_PORT}`);
    await clearTheWay(context, tell);
    writeFileAtomically(paths.pidFile('gateway'), `${process.pid}\n`);
    await runStack({ services: catalog, context, signals, tell });
  } catch (error) {
    failed = true;
    const problems = problemsOf(error).map(redact);
    for (const problem of problems) logger.error(problem);
    tell({ kind: 'failed', problems });
  }
  rmSync(paths.pidFile('gateway'), { force: true });
  logger.info('NeuraTrade Gateway stopped');
  await logger.close();
  return failed || signals.failed() ? 1 : 0;
}

async function clearTheWay(context: StackContext, tell: Tell): Promise<void> {
  for (const text of await endOrphans(context.paths)) {
    const note = `Ended what an earlier run had left running: ${text}`;
    context.log(note);
    tell({ kind: 'note', text: note });
  }
  const problems = await findProblems(catalog, context);
  if (problems.length > 0) throw new StartFailure(problems);
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof StartFailure) return error.problems;
  return [messageOf(error)];
}
