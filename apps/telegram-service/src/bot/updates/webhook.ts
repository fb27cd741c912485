import type { Api } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import { ContactError } from '../failure.js';
import type { Transport } from '../runner.js';
import { CALL_TIMEOUT_MS, callWithin, pause } from '../signals.js';
import type { Failure } from '../status.js';
import { ALLOWED_UPDATES } from './allowed.js';

export interface WebhookOptions {
  readonly api: Api;
  readonly url: string;
  readonly secret: string;
  readonly intervalMs: number;
  /** When the last update arrived, in epoch milliseconds. */
  readonly lastArrival: () => number;
}

/** Has Telegram call this service, and asks it now and then whether that works. */
export function createWebhook(options: WebhookOptions): Transport {
  const { api, url, secret, intervalMs, lastArrival } = options;
  let registeredAt = 0;
  return {
    async connect(signal) {
      await callWithin(CALL_TIMEOUT_MS, signal, (limited) =>
        api.setWebhook(url, { secret_token: secret, allowed_updates: ALLOWED_UPDATES }, limited),
      );
      registeredAt = Date.now();
    },
    async contact(signal) {
      const info = await callWithin(CALL_TIMEOUT_MS, signal, (limited) => api.getWebhookInfo(limited));
      const problem = webhookProblem(info, url, Math.max(registeredAt, lastArrival()));
      if (problem !== undefined) throw new ContactError(problem);
    },
    rest: (signal) => pause(intervalMs, signal),
  };
}

/**
 * What Telegram's view of the webhook says against it: another URL, or updates that wait after a delivery that failed later
 * than `goodUntil` (epoch milliseconds).
 */
export function webhookProblem(info: WebhookInfo, url: string, goodUntil: number): Failure | undefined {
  if (info.url !== url) {
    return {
      kind: 'conflict',
      reason: 'another process changed the webhook',
      definite: true,
      reconnect: true,
    };
  }
  const failedAt = (info.last_error_date ?? 0) * 1_000;
  if (info.pending_update_count === 0 || failedAt < goodUntil - 1_000) return undefined;
  const cause = (info.last_error_message ?? 'unknown cause').slice(0, 100);
  return { kind: 'delivery', reason: `Telegram cannot deliver to the webhook: ${cause}`, definite: true };
}
