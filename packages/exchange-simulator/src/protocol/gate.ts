import { TooMany } from './answer.js';
import { createBans } from './bans.js';
import type { Limits } from './limits.js';
import { createWindowCounter } from './windows.js';

const MINUTE = 60_000;

/** Whom a request is counted for, and where. */
interface Counted {
  readonly caller: string;
  readonly system: boolean;
  readonly now: number;
}

/** Counts request weight per caller and minute, and turns those away who go on beyond the limit. */
export interface Gate {
  /** @throws TooMany with 429 above the limit, with 418 for a caller who goes on all the same */
  enter(request: Counted): void;
  /** Adds what a request weighed; the headers tell what the caller has used in this minute. */
  count(request: Counted, weight: number): Record<string, string>;
  /** The same for an account's own weight. @throws TooMany */
  countAccount(account: string, weight: number, now: number): Record<string, string>;
  clear(): void;
}

/** A gate with nobody counted yet. */
export function createGate(limits: Limits): Gate {
  const weights = createWindowCounter(MINUTE);
  const accounts = createWindowCounter(MINUTE);
  const bans = createBans();
  const poolOf = ({ caller, system }: Counted) => `${system ? 'sapi' : 'api'} ${caller}`;
  const wait = (now: number) => Math.ceil(weights.left(now) / 1000);
  return {
    enter(request) {
      const { caller, system, now } = request;
      const bannedUntil = bans.until(caller, now);
      if (bannedUntil !== undefined) throw banned(bannedUntil, now);
      const { weightPerMinute, systemWeightPerMinute } = limits.values;
      const most = system ? systemWeightPerMinute : weightPerMinute;
      if (weights.used(poolOf(request), now) < most) return;
      const until = bans.offend(caller, now);
      if (until !== undefined) throw banned(until, now);
      throw new TooMany(
        `Too much request weight used; current limit is ${most} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
        { status: 429, retryAfterSeconds: wait(now) },
      );
    },
    count(request, weight) {
      const used = String(weights.add(poolOf(request), weight, request.now));
      return request.system
        ? { 'X-SAPI-USED-IP-WEIGHT-1M': used }
        : { 'X-MBX-USED-WEIGHT': used, 'X-MBX-USED-WEIGHT-1M': used };
    },
    countAccount(account, weight, now) {
      const most = limits.values.accountWeightPerMinute;
      if (accounts.used(account, now) + weight > most) {
        throw new TooMany(
          `Too many requests; current limit of UID is ${most} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
          { status: 429, retryAfterSeconds: wait(now) },
        );
      }
      return { 'X-SAPI-USED-UID-WEIGHT-1M': String(accounts.add(account, weight, now)) };
    },
    clear() {
      weights.clear();
      accounts.clear();
      bans.clear();
    },
  };
}

function banned(until: number, now: number): TooMany {
  return new TooMany(
    `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`,
    { status: 418, retryAfterSeconds: Math.ceil((until - now) / 1000) },
  );
}
