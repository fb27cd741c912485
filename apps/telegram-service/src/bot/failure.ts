import { reasonOf } from '@neuratrade/service-kit';
import { GrammyError, HttpError } from 'grammy';
import type { Failure } from './status.js';

const MOST_DESCRIPTION = 100;
/** Not found: there is no bot of this token, or none any more. */
const PASSING: ReadonlySet<number> = new Set([401, 404, 429]);

/** A reason of our own that travels as an exception through the connection loop. */
export class ContactError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.reason);
  }
}

/** Leaves an update open: what it needs is not to be had now. */
export class LaterError extends Error {}

/**
 * What an error from grammY means for the bot. Never holds the token: only known words, Telegram's status codes and, for a
 * call that Telegram refuses, its description, which {@link useRedaction} has cleaned.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof ContactError) return error.failure;
  if (error instanceof GrammyError) return fromAnswer(error);
  if (error instanceof HttpError) return fromNetwork(error.error);
  return { kind: 'internal', reason: 'internal error', definite: false };
}

/** Why an update can be handled again later; undefined where that would end the same way. */
export function passingFailure(error: unknown): Failure | undefined {
  if (error instanceof LaterError) return { kind: 'unreachable', reason: error.message, definite: true };
  if (error instanceof GrammyError && !PASSING.has(error.error_code) && error.error_code < 500)
    return undefined;
  const failure = failureOf(error);
  return failure.kind === 'internal' ? undefined : failure;
}

/** One short line about an error, for logs. */
export function describeError(error: unknown): string {
  if (error instanceof GrammyError) return `${error.method}: ${error.error_code} ${error.description}`;
  if (error instanceof HttpError || error instanceof ContactError) return failureOf(error).reason;
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
}

function fromAnswer({ error_code: code, description, parameters }: GrammyError): Failure {
  switch (code) {
    case 401:
    case 404:
      return { kind: 'refused', reason: 'Telegram refused the token', definite: true };
    case 409:
      return /webhook/i.test(description)
        ? {
            kind: 'conflict',
            reason: 'another process set a webhook for this token',
            definite: true,
            reconnect: true,
          }
        : { kind: 'conflict', reason: 'another process polls with this token', definite: true };
    case 429:
      return {
        kind: 'rate_limited',
        reason: 'Telegram asks to slow down',
        definite: false,
        retryAfterMs: (parameters.retry_after ?? 1) * 1_000,
      };
    default:
      return { kind: 'unreachable', reason: answerReason(code, description), definite: false };
  }
}

function answerReason(code: number, description: string): string {
  if (code < 400 || code >= 500) return `Telegram answered ${code}`;
  const words = [...description.replace(/\s+/g, ' ')].slice(0, MOST_DESCRIPTION).join('');
  return `Telegram answered ${code}: ${words}`;
}

function fromNetwork(cause: unknown): Failure {
  const type = (cause as { type?: unknown } | null)?.type;
  const name = (cause as { name?: unknown } | null)?.name;
  const message = cause instanceof Error ? cause.message : '';
  if (type === 'aborted' || name === 'AbortError' || /timed out after \d+ seconds$/.test(message)) {
    return { kind: 'silent', reason: 'no answer from Telegram', definite: false };
  }
  if (type === 'invalid-json') {
    return { kind: 'unreachable', reason: 'Telegram sent an unreadable answer', definite: false };
  }
  return { kind: 'unreachable', reason: `Telegram unreachable: ${reasonOf(cause)}`, definite: false };
}
