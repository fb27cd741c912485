import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { failureOf } from '../failure.js';
import type { Transport } from '../runner.js';
import { CALL_TIMEOUT_MS, callWithin, pause } from '../signals.js';
import type { Failure } from '../status.js';
import { ALLOWED_UPDATES } from './allowed.js';
import type { Inbox } from './inbox.js';

const BATCH = 100;
/** Telegram answers a poll that repeats its offset within half a second with one update at most. */
const WHILE_KEPT_MS = 600;
/** Long enough for a competing poller to show up again. */
const AFTER_CONFLICT_S = 5;
/** Telegram holds a poll that repeats its offset for at least this long. */
const SHORTEST_HOLD_S = 3;
const MARGIN_MS = 3_000;

export interface PollingOptions {
  readonly api: Api;
  readonly inbox: Pick<Inbox, 'accept' | 'room'>;
  /** Seconds that Telegram holds a poll open. */
  readonly pollTimeoutS: number;
}

/** Milliseconds after which a poll counts as unanswered. */
export function pollLimitMs(pollTimeoutS: number): number {
  return Math.max(pollTimeoutS, SHORTEST_HOLD_S) * 1_000 + MARGIN_MS;
}

/**
 * Long polling. Each poll confirms to Telegram what the inbox has stored of the poll before; what it cannot store, or has no room for,
 * Telegram keeps and shows again.
 */
export function createPolling({ api, inbox, pollTimeoutS }: PollingOptions): Transport {
  let offset = 0;
  let settled = false;
  let kept = false;
  let lastFailure: Failure['kind'] | undefined;

  function timeout(): number {
    if (lastFailure === 'conflict') return Math.min(pollTimeoutS, AFTER_CONFLICT_S);
    return settled && !kept ? pollTimeoutS : 0;
  }

  async function take(updates: readonly Update[]): Promise<void> {
    const accepted: Promise<void>[] = [];
    for (const update of updates) {
      if (!inbox.room()) break;
      accepted.push(inbox.accept(update));
    }
    const outcomes = await Promise.allSettled(accepted);
    const refused = outcomes.findIndex(({ status }) => status === 'rejected');
    const stored = refused < 0 ? outcomes.length : refused;
    kept = stored < updates.length;
    const last = updates[stored - 1];
    if (last !== undefined) offset = last.update_id + 1;
  }

  return {
    async connect(signal) {
      await callWithin(CALL_TIMEOUT_MS, signal, (limited) => api.deleteWebhook({}, limited));
    },
    async contact(signal) {
      const seconds = timeout();
      const parameters = { offset, limit: BATCH, timeout: seconds, allowed_updates: ALLOWED_UPDATES };
      try {
        const updates = await callWithin(pollLimitMs(seconds), signal, (limited) =>
          api.getUpdates(parameters, limited),
        );
        settled = true;
        lastFailure = undefined;
        await take(updates);
      } catch (error) {
        settled = false;
        lastFailure = failureOf(error).kind;
        throw error;
      }
    },
    async rest(signal) {
      if (kept) await pause(WHILE_KEPT_MS, signal);
    },
  };
}
