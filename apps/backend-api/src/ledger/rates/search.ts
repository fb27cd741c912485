import { AppError } from '@neuratrade/service-kit';
import type { Decimal } from '../decimal.js';
import type { Listing, RateMarket } from './listing.js';
import { readOpenings } from './openings.js';
import { MINUTE_MS, type Price, type Rate, reciprocal, type Wanted } from './rate.js';
import type { RateSource } from './source.js';
import type { Trouble } from './trouble.js';

export interface SearchOptions {
  readonly source: Pick<RateSource, 'minutes'>;
  readonly listing: Listing;
  readonly trouble: Trouble;
  /** Currencies that two others are compared over when no market does so directly, in this order. */
  readonly over: readonly string[];
  readonly now?: () => number;
}

/**
 * Finds what markets tell of pairs, until the signal fires. What it tells nothing of may be found another time; a null price says that
 * no market has one.
 */
export type Search = (wanted: readonly Wanted[], signal: AbortSignal) => Promise<Rate[]>;

/** `settled`: what has no price here has none, as far as could be seen. */
interface Found {
  readonly prices: ReadonlyMap<number, Price>;
  readonly settled: boolean;
}

/** A candle of so long ago is there, or does not come any more. */
const LATE_MS = 10 * MINUTE_MS;

/** Asks markets for the past: a direct or inverse one first, then two over a stablecoin. */
export function createSearch(options: SearchOptions): Search {
  const { source, listing, trouble, over: middles, now = Date.now } = options;

  /** Whether the market told all that it has. */
  const askMarket = async (
    { exchange, symbol }: RateMarket,
    minutes: readonly number[],
    tell: (minute: number, price: Decimal) => void,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const asked = { exchange, symbol };
    if (!trouble.isReady(asked)) return trouble.isGivenUp(asked);
    try {
      await readOpenings(minutes, (range) => source.minutes(asked, range, signal), tell);
      trouble.worked(asked);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      if (tellsNone(error)) return true;
      trouble.failed(asked, error);
      return trouble.isGivenUp(asked);
    }
  };

  const askLeg = async (
    currency: string,
    quote: string,
    minutes: readonly number[],
    signal: AbortSignal,
  ): Promise<Found> => {
    const prices = new Map<number, Price>();
    const { markets, complete } = await listing(currency, quote, signal);
    let settled = complete;
    for (const market of markets) {
      const rest = minutes.filter((minute) => !prices.has(minute));
      if (rest.length === 0) break;
      const told = await askMarket(
        market,
        rest,
        (minute, price) =>
          prices.set(minute, {
            price: market.inverse ? reciprocal(price) : price,
            source: `${market.exchange} ${market.symbol}`,
          }),
        signal,
      );
      settled &&= told;
    }
    return { prices, settled: settled || prices.size === minutes.length };
  };

  const askOver = async (
    over: string,
    { currency, quote }: Between,
    minutes: readonly number[],
    signal: AbortSignal,
  ): Promise<Found> => {
    const first = await askLeg(currency, over, minutes, signal);
    if (first.prices.size === 0) return first;
    const second = await askLeg(over, quote, [...first.prices.keys()].sort(ascending), signal);
    const prices = new Map<number, Price>();
    for (const [minute, from] of first.prices) {
      const to = second.prices.get(minute);
      if (to === undefined) continue;
      prices.set(minute, { price: from.price.times(to.price), source: `${from.source}, ${to.source}` });
    }
    return { prices, settled: first.settled && second.settled };
  };

  const searchPair = async (
    between: Between,
    minutes: readonly number[],
    signal: AbortSignal,
  ): Promise<Rate[]> => {
    const { currency, quote } = between;
    const rates: Rate[] = [];
    let rest = minutes;
    for (const over of [undefined, ...middles]) {
      if (rest.length === 0) break;
      if (over === currency || over === quote) continue;
      const { prices, settled } =
        over === undefined
          ? await askLeg(currency, quote, rest, signal)
          : await askOver(over, between, rest, signal);
      for (const [minute, price] of prices) rates.push({ currency, in: quote, minute, ...price });
      rest = rest.filter((minute) => !prices.has(minute));
      if (!settled) return rates;
    }
    const none = rest.filter((minute) => minute < now() - LATE_MS);
    return [...rates, ...none.map((minute) => ({ currency, in: quote, minute, price: null, source: null }))];
  };

  return async (wanted, signal) => {
    const found = await Promise.all(
      byPair(wanted).map(([between, minutes]) => searchPair(between, minutes, signal)),
    );
    return found.flat();
  };
}

interface Between {
  readonly currency: string;
  readonly quote: string;
}

const ascending = (a: number, b: number): number => a - b;

function byPair(wanted: readonly Wanted[]): [Between, number[]][] {
  const pairs = new Map<string, [Between, number[]]>();
  for (const { currency, in: quote, minute } of wanted) {
    const key = `${currency} ${quote}`;
    const known = pairs.get(key);
    if (known === undefined) pairs.set(key, [{ currency, quote }, [minute]]);
    else known[1].push(minute);
  }
  for (const [, minutes] of pairs.values()) minutes.sort(ascending);
  return [...pairs.values()];
}

/** The exchange has no candles, or none of minutes. */
function tellsNone(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'bad_request' || error.code === 'not_supported');
}
