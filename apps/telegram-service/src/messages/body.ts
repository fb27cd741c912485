import { type NewMessage, newMessageSchema } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';

const EXAMPLE = '{"account":"main","text":"Hello"}';
const SHOWN = 40;

/**
 * A message as a request sends it; its key may also stand in the header `Idempotency-Key`.
 *
 * @throws {AppError} `bad_request` naming the fields, never what they hold
 */
export function messageOfBody(body: unknown, header: string | undefined): NewMessage {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('bad_request', `Send a JSON object such as ${EXAMPLE}, as application/json.`);
  }
  const { idempotency_key: field } = body as { idempotency_key?: unknown };
  if (header !== undefined && field !== undefined && field !== header) {
    throw new AppError('bad_request', 'Idempotency-Key and idempotency_key differ. Send one of them.');
  }
  const asked = header === undefined ? body : { ...body, idempotency_key: header };
  const { success, data, error } = newMessageSchema.safeParse(asked);
  if (success) return data;
  const problems = error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const fields = Object.keys(newMessageSchema.shape).join(', ');
      return `${issue.keys.map(shortened).join(', ')} is unknown; the fields are ${fields}`;
    }
    return `${issue.path.join('.')} ${issue.message.replace(/\.$/, '')}`.trim();
  });
  throw new AppError('bad_request', `${problems.join('; ')}.`);
}

function shortened(field: string): string {
  return field.length > SHOWN ? `${field.slice(0, SHOWN)}…` : field;
}
