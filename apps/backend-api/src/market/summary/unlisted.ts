import type { AppError } from '@neuratrade/service-kit';
import type { MarketPlace } from '../ccxt-client/client.js';

/** Which exchanges said of which symbols that they do not list them. */
export interface Unlisted {
  /** What the exchange said; undefined where it said nothing of the kind lately. */
  why(place: MarketPlace): AppError | undefined;
  note(place: MarketPlace, error: AppError): void;
  /** Forgets what others than these exchanges said. */
  keepOnly(exchanges: readonly string[]): void;
}

const KEPT_MS = 600_000;
const MOST = 10_000;

/** Keeps it for ten minutes, in which nobody need ask again. The clock is in milliseconds. */
export function createUnlisted(now: () => number = () => performance.now()): Unlisted {
  const known = new Map<string, { place: MarketPlace; error: AppError; until: number }>();
  const keyOf = ({ exchange, symbol }: MarketPlace): string => `${exchange}:${symbol}`;
  return {
    why(place) {
      const entry = known.get(keyOf(place));
      return entry !== undefined && entry.until > now() ? entry.error : undefined;
    },
    note(place, error) {
      const key = keyOf(place);
      known.delete(key);
      known.set(key, { place, error, until: now() + KEPT_MS });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    },
    keepOnly(exchanges) {
      for (const [key, { place, until }] of known) {
        if (until <= now() || !exchanges.includes(place.exchange)) known.delete(key);
      }
    },
  };
}
