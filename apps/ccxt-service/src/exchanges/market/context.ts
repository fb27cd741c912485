import type { Exchange } from 'ccxt';
import { ExchangeFailure } from '../../connectivity/failure.js';
import type { Caller } from './caller.js';
import { MarketError } from './market-error.js';
import type { Session } from './session.js';

/** What every question about one exchange's market data is asked with. */
export interface MarketContext {
  readonly exchange: string;
  /** What ccxt says that the exchange has. */
  readonly has: Exchange['has'];
  readonly timeframes: readonly string[];
  readonly caller: Caller;
  readonly session: Session;
}

/** @throws {MarketError} `not_supported` unless the exchange has one of ccxt's methods, or ccxt makes it out of others */
export function requireSupport({ exchange, has }: MarketContext, what: string, ...methods: string[]): void {
  if (methods.some((method) => has[method as keyof typeof has])) return;
  throw new MarketError('not_supported', 'not supported', `${exchange} does not offer ${what}.`);
}

/** Asks with a limit, and without one when the exchange refuses to be asked so. */
export async function withOrWithoutLimit<T>(
  limit: number,
  ask: (limit: number | undefined) => Promise<T>,
): Promise<T> {
  try {
    return await ask(limit);
  } catch (error) {
    const { cause } = error as Error;
    if (!(cause instanceof ExchangeFailure) || cause.errorClass !== 'unknown') throw error;
    return ask(undefined).catch(() => {
      throw error;
    });
  }
}
