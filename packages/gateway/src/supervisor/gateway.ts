import { rmSync } from 'node:fs';
import { createLogger, reachableHost } from '@neuratrade/service-kit';
import { type LoadedSettings, loadSettings, loadSettingsWithKeys } from '../config/load.js';
import { readSettingsAgain } from '../config/read-again.js';
import { prepareHome } from '../prepare-home.js';
import { writeFileAtomically } from '../process/atomic-file.js';
import { acquireLock } from '../process/lock.js';
import { catalog } from '../services/catalog.js';
import { LOOPBACK, type StackContext } from '../services/managed-service.js';
import { secretValues } from '../services/secrets.js';
import { createRestartDesk, type RestartDesk } from './control/restart-desk.js';
import { listenForRequests } from './control/server.js';
import { controlSocket } from './control/socket.js';
import type { Tell } from './events.js';
import { problemsOf, StartFailure } from './failures.js';
import { createGrowingRedactor } from './growing-redactor.js';
import { endOrphans } from './orphans.js';
import { findProblems } from './preflight.js';
import { runStack } from './run-stack.js';
import { listenToSignals } from './signals.js';
import { messageOf } from './words.js';

/** The lines of gateway.log carry no level, and it is short: LOG_LEVEL is for the services. */
const EVERYTHING = 'debug';

const STARTING = 'NeuraTrade is being started. Wait until neuratrade gateway status shows it, then restart.';

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

async function supervise(options: GatewayOptions, loaded: LoadedSettings): Promise<number> {
  const { root, demo, tell, logToStdout } = options;
  const redactor = createGrowingRedactor();
  const { redact } = redactor;
  const file = loaded.paths.logFile('gateway');
  const logger = createLogger({ format: 'text', level: EVERYTHING, file, stdout: logToStdout, redact });
  const log = (text: string) => logger.info(text);
  const signals = listenToSignals(logger);
  const desk = createRestartDesk(STARTING, redact);

  function contextOf({ paths, settings, env }: LoadedSettings, urls: StackContext['urls']): StackContext {
    redactor.learn(secretValues(env));
    const host = reachableHost(settings.BIND_HOST ?? LOOPBACK);
    return { root, demo, paths, settings, env, host, urls, log, redact };
  }

  async function fresh(urls: StackContext['urls'], note: (text: string) => void): Promise<StackContext> {
    const now = await readSettingsAgain(options.env);
    for (const variable of now.hidden) note(hiddenNote(variable));
    return contextOf(now, urls);
  }

  const context = contextOf(loaded, new Map());
  const closeControl = await openControl(context, desk);
  let failed = false;
  try {
    log('Starting NeuraTrade Gateway...');
    log(`Backend Port: ${context.settings.BACKEND_PORT}`);
    await clearTheWay(context, tell);
    writeFileAtomically(context.paths.pidFile('gateway'), `${process.pid}\n`);
    await runStack({ services: catalog, context, fresh, desk, signals, tell });
  } catch (error) {
    failed = true;
    const problems = problemsOf(error).map(redact);
    const what = error instanceof StartFailure ? 'Start failed' : 'Unexpected error';
    for (const problem of problems) logger.error(`${what}: ${problem}`);
    tell({ kind: 'failed', problems });
  }
  rmSync(context.paths.pidFile('gateway'), { force: true });
  log('NeuraTrade Gateway stopped');
  await closeControl();
  await logger.close();
  return failed || signals.failed() ? 1 : 0;
}

/** Takes requests for restarts from now on; a home whose file system knows no sockets runs without. */
async function openControl({ paths, log }: StackContext, desk: RestartDesk): Promise<() => Promise<void>> {
  const socket = controlSocket(paths);
  try {
    return (await listenForRequests(socket, desk.handle)).close;
  } catch (error) {
    log(`${socket} cannot be opened, so neuratrade gateway restart will not work: ${messageOf(error)}`);
    return async () => undefined;
  }
}

function hiddenNote(variable: string): string {
  return `${variable} stays as the gateway's environment had it at its start: that counts before config.json.`;
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
