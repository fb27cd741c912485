import type { TelegramDetails } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { OutboxState } from '@neuratrade/service-kit/outbox';
import type { BotStatus } from '../bot/status.js';
import { healthBody } from '../health.js';

export interface DetailsOptions {
  readonly bot: BotStatus;
  readonly updates: { readonly open: number; readonly oldestAt: number | null };
  readonly outbox: OutboxState;
  /** Why a store cannot be written; null while all can. */
  readonly broken: string | null;
}

/** Everything that is known behind `/health`. */
export function telegramDetails({ bot, updates, outbox, broken }: DetailsOptions): TelegramDetails {
  const now = Date.now();
  const health = healthBody(bot, broken);
  const age = (since: number | null) =>
    since === null ? null : Math.max(0, Math.round((now - since) / 100) / 10);
  return {
    bot_active: health.bot_active,
    error: health.status === 'healthy' ? null : health.error,
    updates: { open: updates.open, oldest_age_seconds: age(updates.oldestAt) },
    outbox: {
      queued: outbox.queued,
      oldest_age_seconds: age(outbox.oldestQueuedAt),
      dead: outbox.dead,
      last_error: outbox.lastError,
    },
    timestamp: formatTimestamp(new Date(now)),
  };
}
