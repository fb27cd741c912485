import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@neuratrade/service-kit';
import type { Router } from 'express';
import { z } from 'zod';
import { sameSecret } from './secret.js';

const ACKNOWLEDGE_AFTER_MS = 2_000;

const updateSchema = z.looseObject({ update_id: z.int().nonnegative() });

export interface WebhookRoutesOptions {
  readonly secret: string;
  /** Takes one update; rejects if it must be delivered again. */
  readonly receive: (update: z.infer<typeof updateSchema>) => Promise<void>;
}

/**
 * `POST /telegram/webhook`: takes one update from Telegram. Answers 200 when its work is done, after 2 s in any case, and
 * 503 when Telegram must send it again.
 */
export function webhookRoutes(router: Router, { secret, receive }: WebhookRoutesOptions): void {
  router.post('/telegram/webhook', async (request, response) => {
    if (!sameSecret(request.get('x-telegram-bot-api-secret-token'), secret)) {
      throw new AppError('unauthorized', 'X-Telegram-Bot-Api-Secret-Token must be TELEGRAM_WEBHOOK_SECRET.');
    }
    const update = updateSchema.safeParse(request.body);
    if (!update.success) throw new AppError('bad_request', 'Send one update of the Bot API as JSON.');
    try {
      await Promise.race([receive(update.data), delay(ACKNOWLEDGE_AFTER_MS)]);
      response.status(200).json({});
    } catch {
      const message = 'The bot takes no updates now. Send this one again.';
      response.status(503).json({ error: { code: 'unavailable', message } });
    }
  });
}
