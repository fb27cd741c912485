import { AppError } from '@neuratrade/service-kit';
import type { Checked } from '../problem.js';

/** What the body gives for one fill; numbers are as they were written. */
export type Fields = Readonly<Record<string, unknown>>;

/** One line of a push: its fields, or why it has none. */
export type Line = Checked<{ readonly fields: Fields }>;

export const LIMITS = { fills: 10_000, bytes: 10 * 1024 * 1024 };

export function tooLarge(): AppError {
  return new AppError(
    'payload_too_large',
    'A push holds at most 10,000 fills and 10 MiB: send the rest in another one. neuratrade trades import does so.',
  );
}

export function unreadableBody(problem: string): AppError {
  return new AppError('bad_request', `The body cannot be read: ${problem}`);
}
