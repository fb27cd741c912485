import { z } from 'zod';
import { reasonSchema } from './common.js';

/** `GET /health` of telegram-service. `error` is present exactly while the bot is not active. */
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
]);

export type TelegramHealth = z.infer<typeof telegramHealthSchema>;
