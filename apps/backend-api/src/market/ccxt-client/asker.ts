import { jsonFetcher, withDeadline } from '@neuratrade/service-kit';
import type { z } from 'zod';
import { NoAnswer, refusal, unexpectedAnswer } from './failure.js';

export interface AskerOptions {
  readonly url: string;
  readonly serviceKey: string | undefined;
  /** How long one call may take in all. */
  readonly timeoutMs: number;
  readonly maxSockets: number;
  readonly maxBytes: number;
}

/**
 * Asks ccxt-service for what it has, over connections of its own.
 *
 * @throws {AppError} ccxt-service's own, {@link NoAnswer} while it does not answer, `unavailable` for an answer that does not fit
 */
export type CcxtGetter = <T>(
  schema: z.ZodType<T>,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<T>;

/** Asks for what it has of an exchange; an answer about another one does not fit. */
export type CcxtAsker = <T extends { readonly exchange: string }>(
  schema: z.ZodType<T>,
  path: string,
  query: Readonly<Record<string, string>> & { readonly exchange: string },
  signal: AbortSignal,
) => Promise<T>;

export function createCcxtGetter(options: AskerOptions): CcxtGetter {
  const { url, serviceKey, timeoutMs, maxSockets, maxBytes } = options;
  const fetchJson = jsonFetcher({ maxSockets });
  const headers = serviceKey === undefined ? {} : { 'x-api-key': serviceKey };

  return async (schema, path, query, signal) => {
    const target = `${url}/api/v1/${path}?${new URLSearchParams(query)}`;
    const answer = await withDeadline(timeoutMs, signal, (limit) =>
      fetchJson(target, { signal: limit, headers, maxBytes }),
    ).catch((error: unknown) => {
      throw new NoAnswer(error);
    });
    if (answer.status !== 200) throw refusal(answer);
    const told = schema.safeParse(answer.body);
    if (!told.success) throw unexpectedAnswer();
    return told.data;
  };
}

export function createCcxtAsker(options: AskerOptions): CcxtAsker {
  const get = createCcxtGetter(options);
  return async (schema, path, query, signal) => {
    const told = await get(schema, path, query, signal);
    if (told.exchange !== query.exchange) throw unexpectedAnswer();
    return told;
  };
}
