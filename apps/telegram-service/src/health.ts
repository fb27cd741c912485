import type { TelegramHealth } from '@neuratrade/health-contracts';
import type { BotStatus } from './bot/status.js';

/** The body of `GET /health` for the bot's status. */
export function healthBody(status: BotStatus): TelegramHealth {
  return status.active
    ? { status: 'healthy', service: 'telegram-service', bot_active: true }
    : { status: 'degraded', service: 'telegram-service', error: status.reason, bot_active: false };
}
