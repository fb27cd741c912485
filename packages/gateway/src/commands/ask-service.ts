import { type FetchJsonOptions, fetchJson, reasonOf } from '@neuratrade/service-kit';
import { z } from 'zod';
import type { Backend } from '../health/observe.js';
import type { Outcome } from './outcome.js';

/** What a command wants of a service. */
export type ServiceRequest<T> = {
  method: NonNullable<FetchJsonOptions['method']>;
  path: string;
  body?: unknown;
  schema: z.ZodType<T>;
  /** What nobody knows when the answer got lost, and how to learn it: `binance was added. Look with …`; undefined for what changes nothing. */
  unknown?: string;
  /** What helps on the command line against an error. */
  hint?: (code: string, message: string) => string | undefined;
};

/** What a service and its key are called. */
export type ServiceWords = {
  name: 'backend' | 'telegram-service';
  key: 'admin key' | 'service key';
  variable: 'ADMIN_API_KEY' | 'SERVICE_API_KEY';
};

/** A service may wait for another one, which waits for an exchange. */
const PATIENCE_MS = 40_000;
/** Exchanges list thousands of symbols. */
const MAX_BYTES = 8 * 1024 * 1024;
const NOT_ASKED = /^(connection refused|host not found|host unreachable|network unreachable)$/;

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string().min(1) }) });

/** Asks a service with its key. A failure says what to do. */
export async function askService<T>(
  service: Backend,
  words: ServiceWords,
  request: ServiceRequest<T>,
): Promise<Outcome<T>> {
  const { method, path, body, schema, unknown, hint } = request;
  const place = new URL(service.url).origin;
  if (service.key === undefined) return refused(missingKey(service, words, place));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const headers = { 'x-api-key': service.key };
  const asked = { method, headers, signal, maxBytes: MAX_BYTES, ...(body === undefined ? {} : { body }) };
  try {
    const answer = await fetchJson(`${service.url}${path}`, asked);
    const told = schema.safeParse(answer.body);
    const isDone = answer.status === 204 || (answer.status < 300 && answer.body !== undefined);
    if (isDone && told.success) return { ok: true, value: told.data };
    if (answer.status === 401) return refused(wrongKey(service, words, place));
    const error = errorSchema.safeParse(answer.body);
    if (!error.success)
      return unreachable(
        `What answers at ${place} is no ${words.name} of NeuraTrade (HTTP ${answer.status}).`,
      );
    const { code, message } = error.data.error;
    return refused([message, hint?.(code, message)].filter((line) => line !== undefined).join('\n'));
  } catch (error) {
    const reason = reasonOf(error);
    if (unknown !== undefined && !NOT_ASKED.test(reason)) {
      return unreachable(
        `The answer of the ${words.name} at ${place} got lost (${reason}): it is not known whether ${unknown}`,
      );
    }
    const next = service.own ? 'Start it with neuratrade gateway start.' : 'Check the URL.';
    return unreachable(`No ${words.name} answers at ${place}: ${reason}. ${next}`);
  }
}

function refused(text: string): { ok: false; code: 1; text: string } {
  return { ok: false, code: 1, text };
}

function unreachable(text: string): { ok: false; code: 2; text: string } {
  return { ok: false, code: 2, text };
}

function missingKey({ own }: Backend, { key, variable }: ServiceWords, place: string): string {
  return own
    ? `There is no ${key} yet. The first neuratrade gateway start makes it.`
    : `${place} wants its ${key}: set ${variable}.`;
}

function wrongKey({ own }: Backend, { name, key, variable }: ServiceWords, place: string): string {
  const refusal = `The ${name} at ${place} refuses the ${key}.`;
  return own
    ? `${refusal} It was started with another one than is set now: use that, or run neuratrade gateway restart.`
    : `${refusal} Set ${variable} to the one that it runs with.`;
}
