import type { CcxtClient, MarketPlace } from '../ccxt-client/client.js';

const ANSWER_MS = 1_000;

/**
 * Tells whether an exchange that is active has no such market; false also when that cannot be found out. An unknown exchange and an
 * unknown market are refused by the same code.
 */
export function createListing(client: Pick<CcxtClient, 'tickers'>): (place: MarketPlace) => Promise<boolean> {
  return async ({ exchange, symbol }) => {
    const asked = client.tickers(exchange, [symbol], AbortSignal.timeout(ANSWER_MS));
    return asked.then(
      ({ unlisted }) => unlisted.some((name) => name.toUpperCase() === symbol),
      () => false,
    );
  };
}
