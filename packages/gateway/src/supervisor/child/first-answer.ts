import { setTimeout as sleep } from 'node:timers/promises';
import type { Exit, Launched } from '../../services/managed-service.js';
import { StartFailure } from '../failures.js';
import { describeExit } from '../words.js';

/** How a process is waited for: `title` and `logFile` are for the error, `lastWords` for why it ended. */
export type FirstAnswerOptions = {
  title: string;
  logFile: string;
  withinMs: number;
  everyMs: number;
  signal: AbortSignal;
  lastWords(): string[];
};

/**
 * Resolves when a process that has just been started answers.
 *
 * @throws {StartFailure} when it ends before, or does not answer in time
 */
export async function firstAnswer(launched: Launched, options: FirstAnswerOptions): Promise<void> {
  const { title, withinMs, signal } = options;
  let exit: Exit | undefined;
  void launched.exit.then((how) => {
    exit = how;
  });
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answers = await launched.answers(signal);
    signal.throwIfAborted();
    if (exit !== undefined) throw endedEarly(title, exit, options.lastWords());
    if (answers) return;
    if (performance.now() > deadline) {
      const seconds = Math.round(withinMs / 1_000);
      const waited = `(waited for ${launched.waitsFor})`;
      throw new StartFailure([
        `${title} gave no answer within ${seconds} s ${waited}. See ${options.logFile}.`,
      ]);
    }
    await sleep(options.everyMs);
  }
}

function endedEarly(title: string, exit: Exit, words: readonly string[]): StartFailure {
  const how = `${title} ended while starting (${describeExit(exit)})`;
  return new StartFailure(words.length === 1 ? [`${how}: ${words[0]}`] : [`${how}.`, ...words]);
}
