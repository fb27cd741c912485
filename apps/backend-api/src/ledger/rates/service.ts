import type { Logger } from '@neuratrade/service-kit';
import type { ActiveExchanges } from '../../market/active/exchange.js';
import type { Database } from '../../platform/db/database.js';
import { type Decimal, ONE } from '../decimal.js';
import { createListing } from './listing.js';
import { keyOf, type Pair, type Wanted, wantedOf } from './rate.js';
import { type RememberedOptions, readRates, saveRates } from './repository.js';
import { createSearch } from './search.js';
import { createRateSource } from './source.js';
import { createTrouble, PAUSE_MS } from './trouble.js';

/** What a pair was worth; null while that is not known. */
export type RateOf = (pair: Pair) => Decimal | null;

export interface Rates {
  /**
   * What currencies were worth in others at the minutes of `at`: the price with which that minute began, directly or over a stablecoin.
   * Waits at most `waitMs` for exchanges, with 0 not at all, and for a while after it waited in vain neither. What is found is
   * remembered for everyone. Rejects only when the database does.
   */
  many(pairs: readonly Pair[], waitMs: number): Promise<RateOf>;
  /** As {@link many}, for as long as it takes or until the signal fires. */
  search(pairs: readonly Pair[], signal: AbortSignal): Promise<RateOf>;
  /** Whether no exchange can be asked just now. */
  isPaused(): boolean;
}

export interface RatesOptions {
  readonly pool: Database;
  /** Where ccxt-service answers, and the key that it asks for. */
  readonly ccxt: { readonly url: string; readonly serviceKey: string | undefined };
  readonly active: ActiveExchanges;
  /** Over one of these two currencies are compared when no market does so directly. */
  readonly stablecoins: readonly string[];
  readonly logger: Logger;
}

/** What no market told is asked again after an hour. */
const ASK_AGAIN_MS = 3_600_000;
/** Its prices are of no use any more when it is not the exchange any more. */
const SIMULATOR = 'simulator';
/** The one that most markets are in. */
const FIRST = 'USDT';

export function createRates(options: RatesOptions): Rates {
  const { pool, ccxt, active, stablecoins, logger } = options;
  const source = createRateSource(ccxt);
  const trouble = createTrouble(logger);
  const listing = createListing({ source, active, trouble });
  const find = createSearch({ source, listing, trouble, over: [...new Set([FIRST, ...stablecoins])] });
  let quietUntil = 0;

  const sources = (): RememberedOptions => ({
    askAgainMs: ASK_AGAIN_MS,
    simulated: active().includes(SIMULATOR),
  });

  const lookUp = async (pairs: readonly Pair[], signal: AbortSignal | undefined): Promise<RateOf> => {
    const wanted = distinct(pairs);
    const prices = new Map<string, Decimal | null>();
    if (wanted.length > 0) {
      for (const rate of await readRates(pool, wanted, sources())) prices.set(keyOf(rate), rate.price);
      const missing = wanted.filter((pair) => !prices.has(keyOf(pair)));
      const found = missing.length === 0 || signal === undefined ? [] : await find(missing, signal);
      if (found.length > 0) {
        for (const rate of await saveRates(pool, found, sources())) prices.set(keyOf(rate), rate.price);
      }
    }
    return (pair) => (pair.currency === pair.in ? ONE : (prices.get(keyOf(wantedOf(pair))) ?? null));
  };

  return {
    async many(pairs, waitMs) {
      if (waitMs <= 0 || Date.now() < quietUntil) return lookUp(pairs, undefined);
      const signal = new AbortController();
      const timer = setTimeout(() => {
        quietUntil = Date.now() + PAUSE_MS;
        signal.abort(new DOMException('no answer in time', 'TimeoutError'));
      }, waitMs);
      try {
        return await lookUp(pairs, signal.signal);
      } finally {
        clearTimeout(timer);
      }
    },
    search: lookUp,
    isPaused: () => !active().some((exchange) => trouble.isReady({ exchange })),
  };
}

function distinct(pairs: readonly Pair[]): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const pair of pairs) {
    if (pair.currency === pair.in) continue;
    const minute = wantedOf(pair);
    wanted.set(keyOf(minute), minute);
  }
  return [...wanted.values()];
}
