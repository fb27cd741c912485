import type { Chat } from '@neuratrade/api-contracts';
import { instantOf, localDate, localTime } from '../local-time.js';

const DAY_MS = 86_400_000;

export interface DueDigest {
  /** The chat's local date: `2026-03-01`. */
  readonly date: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * The digest that became due last at `now` (epoch milliseconds), on the clocks of the chat's time zone: the first
 * time that they show `at` on a date, or the moment after they leave it out. Undefined when none was due since
 * `since` on this date or the one before.
 *
 * @throws RangeError when there is no such time zone
 */
export function lastDue(
  { timezone, digest }: Pick<Chat, 'timezone' | 'digest'>,
  now: number,
): DueDigest | undefined {
  const [hour = 0, minute = 0] = digest.at.split(':').map(Number);
  const { year, month, day } = localTime(timezone, now);
  for (const back of [0, 1]) {
    const date = new Date(Date.UTC(year, month - 1, day) - back * DAY_MS).toISOString().slice(0, 10);
    const at = instantOf(timezone, { year, month, day: day - back, hour, minute });
    if (at > now || !occurs(timezone, date, at)) continue;
    return at >= Date.parse(digest.since) ? { date, at } : undefined;
  }
  return undefined;
}

/** Whether calendars show the date at this moment or right before it: where the date line moves, some skip one. */
function occurs(timezone: string, date: string, at: number): boolean {
  return [at, at - 1].some((moment) => localDate(timezone, moment) === date);
}
