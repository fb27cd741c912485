import type { AwakeClock } from '@neuratrade/service-kit';
import type { ExchangeFailure } from '../connectivity/failure.js';
import type { Answer } from './transport.js';

const SHORTEST_MS = 1_000;
/** Longer than the longest ban that exchanges are known to impose. */
const LONGEST_BAN_MS = 7 * 86_400_000;
/** An outage's announced end is a guess: its true end shall be seen. */
const LONGEST_OUTAGE_MS = 15 * 60_000;

/** Until when one exchange is left alone, for all who ask it. */
export interface Pause {
  /** On the clock that it was made with. */
  until(): number;
  /** Milliseconds that it still lasts; 0 when there is none. */
  leftMs(): number;
  /** Lets it last for so many milliseconds from now, at least. */
  extend(ms: number): void;
}

export function createPause(clock: Pick<AwakeClock, 'now'>): Pause {
  let until = Number.NEGATIVE_INFINITY;
  return {
    until: () => until,
    leftMs: () => Math.max(0, until - clock.now()),
    extend(ms) {
      until = Math.max(until, clock.now() + ms);
    },
  };
}

/**
 * How long, in milliseconds, an exchange is to be left alone after a failure; undefined when it asked for no pause.
 * A rate limit without a time pauses for `usualMs`. Bans are kept whole up to a week, announced outages up to 15 minutes.
 */
export function pauseAfter(
  failure: Pick<ExchangeFailure, 'errorClass'>,
  answer: Pick<Answer, 'headers' | 'body'> | undefined,
  usualMs: number,
): number | undefined {
  const limited = failure.errorClass === 'rate_limited';
  const named = answer === undefined ? undefined : namedPause(answer);
  if (named === undefined) return limited ? usualMs : undefined;
  return Math.min(Math.max(named, SHORTEST_MS), limited ? LONGEST_BAN_MS : LONGEST_OUTAGE_MS);
}

/** The pause that an answer names: in `Retry-After`, or as the end of a ban in binance's words. */
function namedPause({ headers, body }: Pick<Answer, 'headers' | 'body'>): number | undefined {
  const theirTime = timeOf(headers.date) ?? Date.now();
  const retryAfter = headers['retry-after']?.trim() ?? '';
  const retryAt = timeOf(retryAfter);
  const bannedUntil = /banned until (\d{13})\b/.exec(body)?.[1];
  const pauses = [
    ...(/^\d{1,9}(?:\.\d{1,9})?$/.test(retryAfter) ? [Number(retryAfter) * 1_000] : []),
    ...(retryAt === undefined ? [] : [retryAt - theirTime]),
    ...(bannedUntil === undefined ? [] : [Number(bannedUntil) - theirTime]),
  ];
  return pauses.length === 0 ? undefined : Math.max(...pauses);
}

/** An HTTP date in milliseconds since the epoch. */
function timeOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[A-Z][a-z]{2,8}, .+ GMT$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
