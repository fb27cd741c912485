import { ccxtHealthSchema } from './schemas/ccxt.js';
import { telegramHealthSchema } from './schemas/telegram.js';

/** An HTTP answer of a sibling: the status code and the parsed JSON, or undefined where the body was no JSON. */
export interface SiblingAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** `degraded`: it works, and only in part. */
export type Verdict =
  | { readonly up: true; readonly degraded?: true }
  | { readonly up: false; readonly reason: string };

const NOT_CONFIGURED = 'TELEGRAM_BOT_TOKEN not configured';

/**
 * What ccxt-service's `/health` says about exchange connectivity. Healthy: 200, at least one active exchange, not all down.
 * A body of another shape is a failure even with a 200.
 */
export function parseCcxtHealth(answer: SiblingAnswer): Verdict {
  const parsed = ccxtHealthSchema.safeParse(answer.body);
  if (!parsed.success) return unexpected(answer);
  if (parsed.data.exchanges_count === 0) return down('no active exchanges');
  if (parsed.data.exchange_connectivity === 'down') return down('no exchange answers');
  if (answer.status !== 200) return unexpected(answer);
  return parsed.data.exchange_connectivity === 'degraded' ? { up: true, degraded: true } : { up: true };
}

/** What telegram-service's `/health` says about the bot; its own `error` becomes the reason. */
export function parseTelegramHealth(answer: SiblingAnswer): Verdict {
  const parsed = telegramHealthSchema.safeParse(answer.body);
  if (!parsed.success || answer.status !== 200) return unexpected(answer);
  if (parsed.data.status === 'healthy') return { up: true };
  return down(
    parsed.data.error === NOT_CONFIGURED ? 'TELEGRAM_BOT_TOKEN not set' : printable(parsed.data.error),
  );
}

function unexpected(answer: SiblingAnswer): Verdict {
  return down(answer.status === 200 ? 'unexpected answer' : `HTTP ${answer.status}`);
}

function down(reason: string): Verdict {
  return { up: false, reason };
}

/** A sibling's words on one line, without control characters. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim() || 'unexpected answer';
}
