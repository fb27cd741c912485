import { type NewMessage, newMessageSchema } from '@neuratrade/api-contracts';
import { AppError, bodyOf } from '@neuratrade/service-kit';

const EXAMPLE = '{"account":"main","text":"Hello"}';

/**
 * A message as a request sends it; its key may also stand in the header `Idempotency-Key`.
 *
 * @throws {AppError} `bad_request` naming the fields, never what they hold
 */
export function messageOfBody(body: unknown, header: string | undefined): NewMessage {
  if (header === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) {
    return bodyOf(newMessageSchema, body, EXAMPLE);
  }
  const { idempotency_key: field } = body as { idempotency_key?: unknown };
  if (field !== undefined && field !== header) {
    throw new AppError('bad_request', 'Idempotency-Key and idempotency_key differ. Send one of them.');
  }
  return bodyOf(newMessageSchema, { ...body, idempotency_key: header }, EXAMPLE);
}
