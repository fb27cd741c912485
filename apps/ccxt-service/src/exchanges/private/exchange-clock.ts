import type { Caller } from '../market/caller.js';
import type { Loaded } from '../market/session.js';
import { isTime } from '../market/time.js';
import { unexpected } from '../market/unexpected.js';

const MEASURE_EVERY_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** The clock of one exchange. */
export interface ExchangeClock {
  /** Ours minus theirs in milliseconds, measured at most ten minutes ago; undefined where the exchange tells no time. @throws {MarketError} */
  difference(loaded: Loaded, signal: AbortSignal): Promise<number | undefined>;
  /** Has it measured again: a signed request was refused for its time. */
  doubt(): void;
}

export interface ExchangeClockOptions {
  readonly caller: Caller;
  readonly now: () => number;
}

export function createExchangeClock({ caller, now }: ExchangeClockOptions): ExchangeClock {
  let measured: { readonly difference: number; readonly at: number } | undefined;
  return {
    doubt() {
      measured = undefined;
    },
    async difference({ client }, signal) {
      if (client.has.fetchTime !== true) return undefined;
      if (measured !== undefined && now() - measured.at < MEASURE_EVERY_MS) return measured.difference;
      const difference = await caller.ask({
        lane: 'bulk',
        signal,
        ask: () => client.fetchTime(),
        read(time, answer) {
          const ours = answer?.arrivedAt ?? Date.now();
          if (!isTime(time) || Math.abs(ours - time) > DAY_MS) throw unexpected('no time');
          return ours - time;
        },
      });
      measured = { difference, at: now() };
      return difference;
    },
  };
}
