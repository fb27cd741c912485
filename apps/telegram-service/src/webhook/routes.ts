import { AppError, sameSecret } from '@neuratrade/service-kit';
import type { Router } from 'express';
import { z } from 'zod';

const PATH = '/telegram/webhook';
/** Seconds; without it Telegram doubles its wait after every failure, up to minutes. */
const RETRY_AFTER = '1';

const updateSchema = z.looseObject({ update_id: z.int().nonnegative() });

export interface WebhookRoutesOptions {
  readonly secret: string;
  /** Takes one update; resolves when it is stored, rejects if it must be delivered again. */
  readonly receive: (update: z.infer<typeof updateSchema>) => Promise<void>;
}

/** Lets nobody but Telegram post to the webhook, before the body is read. */
export function webhookGuard(router: Router, { secret }: Pick<WebhookRoutesOptions, 'secret'>): void {
  router.post(PATH, (request, _response, next) => {
    if (sameSecret(request.get('x-telegram-bot-api-secret-token'), secret)) return next();
    throw new AppError('unauthorized', 'X-Telegram-Bot-Api-Secret-Token must be TELEGRAM_WEBHOOK_SECRET.');
  });
}

/**
 * `POST /telegram/webhook`: takes one update from Telegram. Answers 200 when it is stored, for then Telegram forgets it, and 503
 * when Telegram must send it again.
 */
export function webhookRoutes(router: Router, { receive }: Pick<WebhookRoutesOptions, 'receive'>): void {
  router.post(PATH, async (request, response) => {
    const update = updateSchema.safeParse(request.body);
    if (!update.success) throw new AppError('bad_request', 'Send one update of the Bot API as JSON.');
    try {
      await receive(update.data);
    } catch (error) {
      response.set('Retry-After', RETRY_AFTER);
      throw new AppError('unavailable', 'The bot takes no updates now. Send this one again.', {
        cause: error,
      });
    }
    response.status(200).json({});
  });
}
