import type { Ticker } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import type { CcxtClient } from '../ccxt-client/client.js';

/** What one exchange told of the symbols that it was asked for. */
interface Harvest {
  /** By the symbol as it was asked for. */
  readonly tickers: ReadonlyMap<string, Ticker>;
  /** Symbols that the exchange does not list, and how it says so. */
  readonly unlisted: ReadonlyMap<string, AppError>;
}

export type HarvestOf = (
  exchange: string,
  symbols: readonly string[],
  signal: AbortSignal,
) => Promise<Harvest>;

/** As many as ccxt-service takes at once. */
const AT_ONCE = 200;

/**
 * Asks for all tickers of an exchange at once, or one by one where that is refused. When each is refused as unknown, it may be the
 * exchange that is: then it fails.
 */
export function createHarvest(client: Pick<CcxtClient, 'ticker' | 'tickers'>): HarvestOf {
  const oneByOne = new Set<string>();
  return async (exchange, symbols, signal) => {
    const tickers = new Map<string, Ticker>();
    const unlisted = new Map<string, AppError>();

    const together = async (asked: readonly string[]): Promise<void> => {
      const told = await client.tickers(exchange, asked, signal);
      for (const ticker of told.tickers) {
        const symbol = ticker.symbol.toUpperCase();
        if (asked.includes(symbol)) tickers.set(symbol, ticker);
      }
      for (const symbol of told.unlisted) {
        const error = new AppError('not_found', `${exchange} does not list ${symbol}.`);
        unlisted.set(symbol.toUpperCase(), error);
      }
    };
    const singly = async (asked: readonly string[]): Promise<void> => {
      const unknown = new Map<string, AppError>();
      for (const symbol of asked) {
        try {
          tickers.set(symbol, await client.ticker({ exchange, symbol }, signal));
        } catch (error) {
          if (!isRefusal(error, 'not_found')) throw error;
          unknown.set(symbol, error);
        }
      }
      const [first] = unknown.values();
      if (first !== undefined && unknown.size === asked.length) throw first;
      for (const [symbol, error] of unknown) unlisted.set(symbol, error);
    };

    for (let from = 0; from < symbols.length; from += AT_ONCE) {
      const asked = symbols.slice(from, from + AT_ONCE);
      if (oneByOne.has(exchange)) {
        await singly(asked);
        continue;
      }
      try {
        await together(asked);
      } catch (error) {
        if (isRefusal(error, 'not_supported')) oneByOne.add(exchange);
        else if (!isRefusal(error, 'not_found')) throw error;
        await singly(asked);
      }
    }
    return { tickers, unlisted };
  };
}

function isRefusal(error: unknown, code: 'not_found' | 'not_supported'): error is AppError {
  return error instanceof AppError && error.code === code;
}
