import type { z } from 'zod';
import { AppError } from '../errors/app-error.js';

const SHOWN = 40;

/**
 * What the JSON body of a request holds, as its schema reads it. `example` shows one that would do.
 *
 * @throws {AppError} `bad_request` naming the fields, never what they hold
 */
export function bodyOf<T extends z.ZodObject>(schema: T, body: unknown, example: string): z.infer<T> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('bad_request', `Send a JSON object such as ${example}, as application/json.`);
  }
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const problems = error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.map(shortened).join(', ')} is unknown; the fields are ${Object.keys(schema.shape).join(', ')}`
      : `${issue.path.join('.')} ${issue.message.replace(/\.$/, '')}`.trim(),
  );
  throw new AppError('bad_request', `${problems.join('; ')}.`);
}

function shortened(field: string): string {
  return field.length > SHOWN ? `${field.slice(0, SHOWN)}…` : field;
}
