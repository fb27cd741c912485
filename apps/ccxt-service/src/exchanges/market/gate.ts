import { setMaxListeners } from 'node:events';
import type { Logger } from '@neuratrade/service-kit';
import { createFailureLog, type DataKind } from './failure-log.js';
import type { Lane } from './lanes.js';
import { busy, MarketError, QUOTA_USED_UP } from './market-error.js';

/** What is asked for; equal `key`s of one kind are one question. */
interface Wanted {
  readonly kind: DataKind;
  readonly lane: Lane;
  readonly key: string;
  readonly symbol?: string | undefined;
  /** Whose data it is; undefined for public data. */
  readonly account?: string;
}

/** Lets questions about one exchange in. */
export interface Gate {
  /** Does the work, or shares in the same work that is under way. */
  pass<T>(wanted: Wanted, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export interface GateOptions {
  readonly exchange: string;
  /** So many questions may be under way in each lane. */
  readonly most: number;
  readonly timeoutMs: number;
  readonly logger: Logger;
  readonly now: () => number;
}

/** What one failure line may be about: the rest is the caller's own mistake. */
const TOLD = new Set(['exchange_failed', 'exchange_busy', 'exchange_timeout']);

/** Shares equal questions, refuses what would not fit in, ends what takes too long, and tells failures. */
export function createGate({ exchange, most, timeoutMs, logger, now }: GateOptions): Gate {
  const under: Record<Lane, number> = { quotes: 0, bulk: 0 };
  const shared = new Map<string, Promise<unknown>>();
  const failures = createFailureLog(exchange, logger, now);

  async function work<T>(
    { kind, lane, symbol, account }: Wanted,
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      if (under[lane] >= most) {
        throw busy('queue full', `${most} requests wait for ${exchange}, which is as many as may`, 1_000);
      }
      under[lane] += 1;
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        setMaxListeners(0, signal);
        return await ask(signal);
      } finally {
        under[lane] -= 1;
      }
    } catch (error) {
      if (error instanceof MarketError && TOLD.has(error.code) && error.reason !== QUOTA_USED_UP) {
        failures.failed(kind, error.reason, { symbol, account });
      }
      throw error;
    }
  }

  return {
    pass<T>(wanted: Wanted, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const key = `${wanted.kind} ${wanted.key}`;
      const same = shared.get(key) as Promise<T> | undefined;
      if (same !== undefined) return same;
      const answer = work(wanted, ask).finally(() => shared.delete(key));
      shared.set(key, answer);
      return answer;
    },
    async idle() {
      await Promise.allSettled(shared.values());
    },
  };
}
