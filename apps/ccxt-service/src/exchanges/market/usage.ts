import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '@neuratrade/service-kit';

const WARN_AT = 0.1;
const AT_MOST_EVERY_MS = 60_000;

/** Headers in which exchanges tell what is left and of how much. */
const REMAINING: readonly (readonly [remaining: string, limit: string])[] = [
  ['x-bapi-limit-status', 'x-bapi-limit'],
  ['gw-ratelimit-remaining', 'gw-ratelimit-limit'],
  ['x-gate-ratelimit-requests-remain', 'x-gate-ratelimit-limit'],
  ['x-ratelimit-remaining', 'x-ratelimit-limit'],
];

/** binance tells what is used in each answer, and of how much only in its list of markets. */
const USED = 'x-mbx-used-weight-1m';
const LIMIT = /"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":(\d{1,9})/;
const LIMIT_IS_IN = /\/exchangeInfo(?:\?|$)/;

/** Watches what an exchange says about its own rate limit. */
export interface Usage {
  observe(url: string, headers: IncomingHttpHeaders, body: string): void;
}

/** Logs `Rate limit approaching` when a tenth or less is left, at most once a minute. */
export function createUsage(exchange: string, logger: Logger, now: () => number): Usage {
  const limits = new Map<string, number>();
  let quietUntil = Number.NEGATIVE_INFINITY;
  return {
    observe(url, headers, body) {
      const { host } = new URL(url);
      const told = LIMIT_IS_IN.test(url) ? LIMIT.exec(body)?.[1] : undefined;
      if (told !== undefined) limits.set(host, Number(told));
      const left = remainingOf(headers, limits.get(host));
      if (left === undefined || left.remaining > left.limit * WARN_AT || now() < quietUntil) return;
      quietUntil = now() + AT_MOST_EVERY_MS;
      logger.warn('Rate limit approaching', { exchange, ...left });
    },
  };
}

function remainingOf(headers: IncomingHttpHeaders, limitOfWeight: number | undefined) {
  const used = wholeOf(headers[USED]);
  if (used !== undefined && limitOfWeight !== undefined) {
    return { remaining: Math.max(0, limitOfWeight - used), limit: limitOfWeight };
  }
  for (const [remainingName, limitName] of REMAINING) {
    const remaining = wholeOf(headers[remainingName]);
    const limit = wholeOf(headers[limitName]);
    if (remaining !== undefined && limit !== undefined && limit > 0) return { remaining, limit };
  }
  return undefined;
}

function wholeOf(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
