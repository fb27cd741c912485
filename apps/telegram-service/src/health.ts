import { STORE_BROKEN, type TelegramHealth } from '@neuratrade/health-contracts';
import type { BotStatus } from './bot/status.js';

/** The body of `GET /health` for the bot's status; `broken`: why a store of messages or updates cannot be written, null while all can. */
export function healthBody(status: BotStatus, broken: string | null = null): TelegramHealth {
  if (!status.active) {
    return { status: 'degraded', service: 'telegram-service', error: status.reason, bot_active: false };
  }
  return broken === null
    ? { status: 'healthy', service: 'telegram-service', bot_active: true }
    : { status: 'degraded', service: 'telegram-service', error: STORE_BROKEN, bot_active: true };
}
