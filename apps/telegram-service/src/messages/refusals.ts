import { AppError } from '@neuratrade/service-kit';
import { StoreError } from '@neuratrade/service-kit/durable';
import { OutboxError } from '@neuratrade/service-kit/outbox';

/** Seconds after which it makes sense to send a message again that could not be taken. */
export const RETRY_AFTER_S = 10;

const STOPPING = 'telegram-service is about to end. Send it again when it is back.';

/** What the outbox in `folder` refuses, as an answer of this service, without the path. */
export function createGuarded(folder: string) {
  return async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof OutboxError || error instanceof StoreError)) throw error;
      if (error.code === 'conflict') {
        throw new AppError(
          'conflict',
          'idempotency_key stands for another message that was sent within a week. Choose another key, or send the same message.',
          { cause: error },
        );
      }
      const message =
        error.code === 'closed' ? STOPPING : error.message.replaceAll(folder, 'The message store');
      throw new AppError('unavailable', message, { cause: error, retryAfterSeconds: RETRY_AFTER_S });
    }
  };
}
