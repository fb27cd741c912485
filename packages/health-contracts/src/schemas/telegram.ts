import { z } from 'zod';
import { reasonSchema } from './common.js';

/** telegram-service's `error` while the bot works but nothing can be stored: no message is taken, no update confirmed. */
export const STORE_BROKEN = 'message store cannot be written';

/** `GET /health` of telegram-service. `error` is present exactly while the bot is not active, or its store is broken. */
export const telegramHealthSchema = z.union([
  z.object({
    status: z.literal('healthy'),
    service: z.literal('telegram-service'),
    bot_active: z.literal(true),
  }),
  z.object({
    status: z.literal('degraded'),
    service: z.literal('telegram-service'),
    error: reasonSchema,
    bot_active: z.literal(false),
  }),
  z.object({
    status: z.literal('degraded'),
    service: z.literal('telegram-service'),
    error: z.literal(STORE_BROKEN),
    bot_active: z.literal(true),
  }),
]);

export type TelegramHealth = z.infer<typeof telegramHealthSchema>;
