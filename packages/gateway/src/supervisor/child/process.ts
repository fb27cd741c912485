import type { Exit, Launched, ManagedService, StackContext } from '../../services/managed-service.js';
import { failureWords, originOf } from '../words.js';
import { firstAnswer } from './first-answer.js';
import type { ChildRecord } from './record.js';
import type { ChildTiming } from './timing.js';

/** A process that answers; `exit` resolves when it ends. */
export type Running = { exit: Promise<Exit> };

/** The process of a service while there is one. */
export type ChildProcess = {
  /**
   * Starts it within `context` and resolves when it answers; `onLaunched` is called once it runs.
   * Throws when it does not come to that, or when `interrupted` aborts; what runs then still runs.
   */
  bringUp(context: StackContext, interrupted: AbortSignal, onLaunched: () => void): Promise<Running>;
  /** Ends it in order, and by force after the deadline; once, however often it is called meanwhile. */
  end(): Promise<void>;
  /** As `end`, without a word in the log. */
  discard(): Promise<void>;
  /** For one that has ended by itself. */
  forget(): void;
  isRunning(): boolean;
  lastWords(): string[];
  signal(name: NodeJS.Signals): void;
};

/** Room beyond a service's own shutdown deadline, in milliseconds, before it is killed. */
const STOP_MARGIN_MS = 2_000;

/** Prepares a process; what becomes of it goes into `record`. */
export function createChildProcess(
  service: ManagedService,
  record: ChildRecord,
  timing: ChildTiming,
): ChildProcess {
  const { name, title } = service;
  let current: { launched: Launched; context: StackContext } | undefined;
  let launching: Promise<unknown> = Promise.resolve();
  let ending: Promise<void> | undefined;

  async function launch(context: StackContext): Promise<Launched> {
    const launched = await service.launch(context, record.born);
    current = { launched, context };
    context.urls.set(name, launched.url);
    record.born(launched);
    record.change({ waiting_for: launched.waitsFor });
    context.log(`${title} started (PID: ${launched.pid})${originOf(service, context, launched)}`);
    return launched;
  }

  async function endInOrder(): Promise<void> {
    await launching;
    if (current !== undefined) {
      const { launched, context } = current;
      await launched.stop(context.settings.SHUTDOWN_DEADLINE_MS + STOP_MARGIN_MS);
      context.log(`${title} stopped (PID: ${launched.pid})`);
    }
    current = undefined;
  }

  function lastWords(): string[] {
    if (current === undefined) return [];
    return failureWords(current.launched.lastWords()).map(current.context.redact);
  }

  return {
    async bringUp(context, interrupted, onLaunched) {
      const pending = launch(context);
      launching = pending.catch(() => undefined);
      const launched = await pending;
      onLaunched();
      await firstAnswer(launched, {
        title,
        logFile: context.paths.logFile(name),
        withinMs: timing.answerWithinMs,
        everyMs: timing.askEveryMs,
        signal: interrupted,
        lastWords,
      });
      return launched;
    },
    end() {
      ending ??= endInOrder().finally(() => {
        ending = undefined;
      });
      return ending;
    },
    async discard() {
      await current?.launched.stop(timing.answerWithinMs);
      current = undefined;
    },
    forget: () => {
      current = undefined;
    },
    isRunning: () => current !== undefined,
    lastWords,
    signal: (signal) => current?.launched.signal(signal),
  };
}
