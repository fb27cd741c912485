import { performance } from 'node:perf_hooks';
import type { Logger } from '@neuratrade/service-kit';
import { type Bot, BotError } from 'grammy';
import { describeError, passingFailure } from '../failure.js';
import type { Failure } from '../status.js';
import type { OpenUpdate } from './inbox.js';

const GIVE_UP_MS = 86_400_000;

export interface HandlingOptions {
  readonly bot: Bot;
  readonly logger: Logger;
  /** Aborts when no answer is begun any more. */
  readonly leaving: AbortSignal;
}

/**
 * Has the bot answer an update. Resolves with a failure where the answer can be brought out later: Telegram is not reached, or
 * this process ends. What is a day old by then is given up.
 */
export function createHandling({ bot, logger, leaving }: HandlingOptions) {
  const postponed = new Set<number>();
  return async ({ update, waitedMs, arrivedAt }: OpenUpdate): Promise<Failure | undefined> => {
    const updateId = update.update_id;
    const timing = () => ({ updateId, timeMs: Math.round(performance.now() - arrivedAt) });
    const ageMs = waitedMs + timing().timeMs;
    if (ageMs > GIVE_UP_MS) {
      postponed.delete(updateId);
      logger.warn('Update given up', { updateId, ageMs });
      return undefined;
    }
    try {
      await bot.handleUpdate(update);
      logger.info('Update processed', timing());
    } catch (error) {
      const cause = error instanceof BotError ? error.error : error;
      const failure = leaving.aborted ? LEFT : passingFailure(cause);
      if (failure !== undefined) {
        const level = postponed.has(updateId) || leaving.aborted ? 'debug' : 'warn';
        logger[level]('Update postponed', { updateId, reason: failure.reason });
        postponed.add(updateId);
        return failure;
      }
      logger.error('Update failed', { ...timing(), error: describeError(cause) });
    }
    postponed.delete(updateId);
    return undefined;
  };
}

const LEFT: Failure = { kind: 'internal', reason: 'the service stops', definite: true };
