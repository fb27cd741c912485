import { type JsonAnswer, jsonFetcher, reasonOf, withDeadline } from '@neuratrade/service-kit';
import { z } from 'zod';
import type { BackendAnswer, BackendFailure } from './answer.js';

/** How many questions of one kind are under way at a time; more wait, within their deadline. */
const MOST_AT_A_TIME = 64;
const MOST_BYTES = 4 * 1024 * 1024;
const USUAL_MS = 3_000;

interface Question<T> {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly answer: z.ZodType<T>;
  /** 3 s unless given. */
  readonly timeoutMs?: number;
  /** The statuses that such an answer comes with; any 2xx unless given. */
  readonly accepts?: (status: number) => boolean;
}

export interface Asker {
  ask<T>(question: Question<T>, signal: AbortSignal): Promise<BackendAnswer<T>>;
}

export interface AskerOptions {
  readonly baseUrl: string;
  /** Shown to the backend with every question. */
  readonly serviceKey: string | undefined;
}

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Asks the backend over connections of its own, which are kept. No failure rejects. */
export function createAsker({ baseUrl, serviceKey }: AskerOptions): Asker {
  const fetchJson = jsonFetcher({ maxSockets: MOST_AT_A_TIME });
  const root = baseUrl.replace(/\/+$/, '');
  const headers = serviceKey === undefined ? {} : { 'x-api-key': serviceKey };
  return {
    async ask({ method = 'GET', path, body, answer, timeoutMs = USUAL_MS, accepts = isSuccess }, signal) {
      try {
        const fetched = await withDeadline(timeoutMs, signal, (limited) =>
          fetchJson(`${root}${path}`, { signal: limited, method, body, headers, maxBytes: MOST_BYTES }),
        );
        const parsed = accepts(fetched.status) ? answer.safeParse(fetched.body) : undefined;
        return parsed?.success ? { ok: true, value: parsed.data } : failureOf(fetched);
      } catch (error) {
        return { ok: false, reason: reasonOf(error) };
      }
    },
  };
}

function failureOf({ status, body, retryAfterSeconds }: JsonAnswer): BackendFailure {
  if (isSuccess(status)) return { ok: false, reason: 'unexpected answer', status };
  const { data } = errorSchema.safeParse(body);
  return {
    ok: false,
    reason: `HTTP ${status}`,
    status,
    ...(data === undefined ? {} : { code: data.error.code, message: data.error.message }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
