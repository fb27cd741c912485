import type { Ticker } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import { LRUCache } from 'lru-cache';
import type { MarketPlace } from '../../market/ccxt-client/client.js';
import { type TickerService, tickerKey } from '../../market/ticker/service.js';
import { Decimal } from '../decimal.js';
import { soon } from './soon.js';

/** A price as of `asOf`, in milliseconds of the epoch; stale where the exchange could not tell a newer one. */
export interface Price {
  readonly price: Decimal;
  readonly asOf: number;
  readonly stale: boolean;
}

/** `unlisted`: there is no such market. `silent`: nothing is known of it now. */
export type Quote = Price | 'unlisted' | 'silent';

/** What a market tells by `deadline` (of `performance.now`), else what it told last. */
export type AskQuote = (place: MarketPlace, deadline: number) => Promise<Quote>;

const REMEMBERED = 10_000;
/** How long a market that does not exist is not asked for again. */
const UNLISTED_MS = 60_000;

/** Prices out of the ticker cache that wait for nobody: a market that was late once is not waited for until it has answered. */
export function createQuotes({ tickers }: { readonly tickers: Pick<TickerService, 'ticker'> }): AskQuote {
  const last = new LRUCache<string, Price>({ max: REMEMBERED });
  const unlisted = new LRUCache<string, true>({ max: REMEMBERED, ttl: UNLISTED_MS });
  const asking = new Map<string, Promise<Quote>>();
  const late = new Set<string>();

  const ask = async (place: MarketPlace, key: string): Promise<Quote> => {
    try {
      const { value, fetchedAt, stale } = await tickers.ticker(place);
      const price = priceOf(value);
      if (price === null) return 'silent';
      const quote = { price, asOf: fetchedAt, stale };
      last.set(key, quote);
      return quote;
    } catch (error) {
      if (!isRefusal(error)) return 'silent';
      unlisted.set(key, true);
      return 'unlisted';
    } finally {
      asking.delete(key);
      late.delete(key);
    }
  };

  return async (place, deadline) => {
    const key = tickerKey(place);
    if (unlisted.has(key)) return 'unlisted';
    const answer = asking.get(key) ?? ask(place, key);
    if (asking.get(key) === undefined) asking.set(key, answer);
    const quote = await soon(answer, late.has(key) ? 0 : deadline - performance.now());
    if (quote === undefined && asking.has(key)) late.add(key);
    if (quote !== undefined && quote !== 'silent') return quote;
    const known = last.get(key);
    return known === undefined ? 'silent' : { ...known, stale: true };
  };
}

/** What was last paid; where the exchange does not tell that, the middle of the best prices. */
function priceOf({ last, bid, ask }: Ticker): Decimal | null {
  if (last !== null && new Decimal(last).gt(0)) return new Decimal(last);
  if (bid === null || ask === null) return null;
  const middle = new Decimal(bid).plus(ask).div(2);
  return middle.gt(0) ? middle : null;
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && ['not_found', 'not_supported', 'bad_request'].includes(error.code);
}
