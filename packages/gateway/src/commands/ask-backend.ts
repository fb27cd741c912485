import { type FetchJsonOptions, fetchJson, reasonOf } from '@neuratrade/service-kit';
import { z } from 'zod';
import type { Backend } from '../health/observe.js';
import type { Outcome } from './outcome.js';

type Request<T> = {
  method: NonNullable<FetchJsonOptions['method']>;
  path: string;
  body?: unknown;
  schema: z.ZodType<T>;
  /** What nobody knows when the answer got lost, and how to learn it: `binance was added. Look with …`; undefined for what changes nothing. */
  unknown?: string;
  /** What helps on the command line against an error. */
  hint?: (code: string, message: string) => string | undefined;
};

/** The backend may wait for ccxt-service, which waits for the exchange. */
const PATIENCE_MS = 40_000;
/** Exchanges list thousands of symbols. */
const MAX_BYTES = 8 * 1024 * 1024;
const NOT_ASKED = /^(connection refused|host not found|host unreachable|network unreachable)$/;

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string().min(1) }) });

/** Asks a backend with the admin key. A failure says what to do. */
export async function askBackend<T>(backend: Backend, request: Request<T>): Promise<Outcome<T>> {
  const { method, path, body, schema, unknown, hint } = request;
  const place = new URL(backend.url).origin;
  if (backend.key === undefined) return refused(missingKey(backend, place));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const headers = { 'x-api-key': backend.key };
  const asked = { method, headers, signal, maxBytes: MAX_BYTES, ...(body === undefined ? {} : { body }) };
  try {
    const answer = await fetchJson(`${backend.url}${path}`, asked);
    const told = schema.safeParse(answer.body);
    const isDone = answer.status === 204 || (answer.status < 300 && answer.body !== undefined);
    if (isDone && told.success) return { ok: true, value: told.data };
    if (answer.status === 401) return refused(wrongKey(backend, place));
    const error = errorSchema.safeParse(answer.body);
    if (!error.success)
      return unreachable(`What answers at ${place} is no backend of NeuraTrade (HTTP ${answer.status}).`);
    const { code, message } = error.data.error;
    return refused([message, hint?.(code, message)].filter((line) => line !== undefined).join('\n'));
  } catch (error) {
    const reason = reasonOf(error);
    if (unknown !== undefined && !NOT_ASKED.test(reason)) {
      return unreachable(
        `The answer of the backend at ${place} got lost (${reason}): it is not known whether ${unknown}`,
      );
    }
    const next = backend.own ? 'Start it with neuratrade gateway start.' : 'Check the URL.';
    return unreachable(`No backend answers at ${place}: ${reason}. ${next}`);
  }
}

function refused(text: string): { ok: false; code: 1; text: string } {
  return { ok: false, code: 1, text };
}

function unreachable(text: string): { ok: false; code: 2; text: string } {
  return { ok: false, code: 2, text };
}

function missingKey({ own }: Backend, place: string): string {
  return own
    ? 'There is no admin key yet. The first neuratrade gateway start makes it.'
    : `${place} wants its admin key: set ADMIN_API_KEY.`;
}

function wrongKey({ own }: Backend, place: string): string {
  const refusal = `The backend at ${place} refuses the admin key.`;
  return own
    ? `${refusal} It was started with another one than is set now: use that, or run neuratrade gateway restart.`
    : `${refusal} Set ADMIN_API_KEY to the one that it runs with.`;
}
