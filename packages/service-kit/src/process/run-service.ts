import { errorFields } from '../errors/describe.js';
import type { ServiceLogger } from '../log/create-logger.js';
import { ConfigError } from '../settings/read.js';
import { createLifecycle, type Lifecycle } from './lifecycle.js';

interface RunServiceOptions {
  readonly logger: ServiceLogger;
  /** The process ends after this long, finished or not. */
  readonly deadlineMs: number;
  /** Builds and starts everything; what it registers with `onShutdown` is stopped in reverse order. */
  readonly start: (lifecycle: Lifecycle) => Promise<void>;
  /** What would keep it from starting beside its settings; throws a {@link ConfigError}. For `--check`. */
  readonly check?: () => Promise<void>;
}

/**
 * Runs a service until a signal ends it: SIGTERM and SIGINT drain and exit 0, SIGHUP reopens the log file,
 * an unhandled rejection or exception is logged, drained and exits 1, as does a failed start.
 * With `--check` nothing is started: it exits 0 when it would start as it is configured, else 1 with the reasons.
 */
export async function runService({ logger, deadlineMs, start, check }: RunServiceOptions): Promise<void> {
  if (process.argv.includes('--check')) return exitAfterCheck(check);
  const lifecycle = createLifecycle(logger);
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    const overdue = setTimeout(() => {
      logger.error('Shutdown deadline passed', { deadline_ms: deadlineMs });
      void logger.close().finally(() => process.exit(1));
    }, deadlineMs);
    await lifecycle.shutdown();
    clearTimeout(overdue);
    logger.info('Stopped');
    await logger.close();
    process.exit(code);
  };
  const fail = (msg: string) => (error: unknown) => {
    logger.error(
      msg,
      error instanceof ConfigError ? { error: error.problems.join('; ') } : errorFields(error),
    );
    void end(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!ending) logger.info('Stopping', { signal });
      void end(0);
    });
  }
  process.on('SIGHUP', () => logger.reopen());
  process.stdout.on('error', () => undefined);
  process.on('unhandledRejection', fail('Unhandled rejection'));
  process.on('uncaughtException', fail('Uncaught exception'));
  try {
    await start(lifecycle);
  } catch (error) {
    if (ending) return;
    if (error instanceof Error) process.stderr.write(`${startProblem(error)}\n`);
    fail('Start failed')(error);
  }
}

async function exitAfterCheck(check: (() => Promise<void>) | undefined): Promise<never> {
  try {
    await check?.();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  process.exit(0);
}

function startProblem(error: NodeJS.ErrnoException & { port?: number; address?: string }): string {
  if (error instanceof ConfigError) return error.message;
  if (error.code === 'EADDRINUSE')
    return `Port ${error.port} is in use. Choose another, or stop what uses it.`;
  if (error.code === 'EACCES' && error.port)
    return `Port ${error.port} needs more rights than this user has.`;
  if (error.code === 'EADDRNOTAVAIL') return `BIND_HOST=${error.address}: this machine has no such address.`;
  return error.message.split('\n')[0] ?? '';
}

/** Returns what `read` returns; a {@link ConfigError} is told on standard error, one problem a line, and ends the process with 1. */
export function configOrExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
