import type { ServiceLogger } from '@neuratrade/service-kit';
import { messageOf } from './words.js';

export type SignalWatch = {
  /** Aborts with the first request to stop. */
  stopping: AbortSignal;
  /** Resolves with the first request to stop. */
  stopRequested: Promise<void>;
  /** Says what SIGHUP does, beside reopening the log file. */
  onHangup(action: () => void): void;
  /** Whether it was an error of our own that made the process stop. */
  failed(): boolean;
};

/**
 * SIGTERM and SIGINT ask for an orderly stop, and so does an error that nothing caught: what this process started
 * must not be left behind.
 */
export function listenToSignals(logger: ServiceLogger): SignalWatch {
  const controller = new AbortController();
  let failed = false;
  let hangup: () => void = () => undefined;
  const stopRequested = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve());
  });
  const stop = (why: string) => {
    if (controller.signal.aborted) return;
    logger.info(`Stopping (${why})`);
    controller.abort();
  };
  const fail = (error: unknown) => {
    failed = true;
    logger.error(`Unexpected error: ${messageOf(error)}`);
    stop('unexpected error');
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGHUP', () => {
    logger.reopen();
    hangup();
  });
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  return {
    stopping: controller.signal,
    stopRequested,
    onHangup: (action) => {
      hangup = action;
    },
    failed: () => failed,
  };
}
