import { AppError } from '@neuratrade/service-kit';
import type { z } from 'zod';

/**
 * Reads a body. What it holds, which may be a key, is never repeated.
 *
 * @throws {AppError} `bad_request` naming every field that is wrong, and those that are unknown
 */
export function bodyOf<T>(schema: z.ZodType<T>, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('bad_request', 'Send a JSON object, with Content-Type: application/json.');
  }
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const problems = error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')}: unknown here.`
      : `${issue.path.join('.')}: ${issue.message}.`,
  );
  throw new AppError('bad_request', problems.join(' '));
}
