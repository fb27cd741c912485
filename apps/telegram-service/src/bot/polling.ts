import type { Api } from 'grammy';
import type { Dispatcher } from './dispatcher.js';
import { failureOf } from './failure.js';
import { renderTooMany } from './render/help.js';
import type { Transport } from './runner.js';
import { CALL_TIMEOUT_MS, callWithin, grammySignal, pause } from './signals.js';
import type { Failure } from './status.js';

const BATCH = 100;
/** Most work that ends at once has ended by then. */
const AFTER_FULL_BATCH_MS = 100;
/** Telegram answers a poll that repeats its offset within half a second with one update at most. */
const WHILE_BUSY_MS = 600;
/** Long enough for a competing poller to show up again. */
const AFTER_CONFLICT_S = 5;
/** Telegram holds a poll that repeats its offset for at least this long. */
const SHORTEST_HOLD_S = 3;
const MARGIN_MS = 3_000;

export interface PollingOptions {
  readonly api: Api;
  readonly dispatcher: Dispatcher;
  /** Seconds that Telegram holds a poll open. */
  readonly pollTimeoutS: number;
}

/** Milliseconds after which a poll counts as unanswered. */
export function pollLimitMs(pollTimeoutS: number): number {
  return Math.max(pollTimeoutS, SHORTEST_HOLD_S) * 1_000 + MARGIN_MS;
}

/**
 * Long polling. An update is confirmed to Telegram only when its work is done, so that one whose process dies is delivered
 * again; while work is under way, short polls fetch what has come since. Only a chat that asks too much loses that safety:
 * Telegram shows no more than 100 unconfirmed updates, and those of one chat must not hide the others.
 */
export function createPolling({ api, dispatcher, pollTimeoutS }: PollingOptions): Transport {
  let confirmed = 0;
  let fullBatch = false;
  let settled = false;
  let lastFailure: Failure['kind'] | undefined;

  function timeout(): number {
    if (lastFailure === 'conflict') return Math.min(pollTimeoutS, AFTER_CONFLICT_S);
    return settled && !dispatcher.busy() ? pollTimeoutS : 0;
  }

  return {
    async connect(signal) {
      await callWithin(CALL_TIMEOUT_MS, signal, (limited) => api.deleteWebhook({}, limited));
    },
    async contact(signal) {
      const offset = dispatcher.offset();
      const seconds = timeout();
      const parameters = { offset, limit: BATCH, timeout: seconds, allowed_updates: ['message'] as const };
      try {
        const updates = await callWithin(pollLimitMs(seconds), signal, (limited) =>
          api.getUpdates(parameters, limited),
        );
        confirmed = offset;
        fullBatch = updates.length === BATCH;
        settled = true;
        lastFailure = undefined;
        for (const update of updates) {
          if (!dispatcher.room()) break;
          void dispatcher.accept(update).catch(() => undefined);
        }
      } catch (error) {
        settled = false;
        lastFailure = failureOf(error).kind;
        throw error;
      }
    },
    async overflow({ context, first, updateIds }) {
      dispatcher.release(updateIds);
      if (first) await context.reply(renderTooMany());
    },
    async rest(signal) {
      if (fullBatch) {
        await pause(AFTER_FULL_BATCH_MS, signal);
        if (dispatcher.offset() > confirmed) return;
      }
      if (dispatcher.busy()) await Promise.race([dispatcher.idle(), pause(WHILE_BUSY_MS, signal)]);
    },
    async finish(signal) {
      const offset = dispatcher.offset();
      if (offset > confirmed) await api.getUpdates({ offset, limit: 1, timeout: 0 }, grammySignal(signal));
    },
  };
}
