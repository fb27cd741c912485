import type { Api } from 'grammy';
import type { Dispatcher } from './dispatcher.js';
import { failureOf } from './failure.js';
import type { Transport } from './runner.js';
import { CALL_TIMEOUT_MS, callWithin, grammySignal, pause } from './signals.js';
import type { Failure } from './status.js';

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
 * again; while work is under way, short polls fetch what has come since.
 */
export function createPolling({ api, dispatcher, pollTimeoutS }: PollingOptions): Transport {
  let confirmed = 0;
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
      const parameters = { offset, limit: 100, timeout: seconds, allowed_updates: ['message'] as const };
      try {
        const updates = await callWithin(pollLimitMs(seconds), signal, (limited) =>
          api.getUpdates(parameters, limited),
        );
        confirmed = offset;
        settled = true;
        lastFailure = undefined;
        for (const update of updates) void dispatcher.accept(update).catch(() => undefined);
      } catch (error) {
        settled = false;
        lastFailure = failureOf(error).kind;
        throw error;
      }
    },
    async rest(signal) {
      if (dispatcher.busy()) await Promise.race([dispatcher.idle(), pause(WHILE_BUSY_MS, signal)]);
    },
    async finish(signal) {
      const offset = dispatcher.offset();
      if (offset > confirmed) await api.getUpdates({ offset, limit: 1, timeout: 0 }, grammySignal(signal));
    },
  };
}
