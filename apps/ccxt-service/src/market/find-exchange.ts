import { AppError, nearest } from '@neuratrade/service-kit';
import type { MarketData } from './market-data.js';

/** The exchanges whose market data can be asked for. */
export interface ActiveExchanges {
  /** Undefined for one that is not active, or not open yet. */
  exchangeOf(name: string): MarketData | undefined;
  names(): readonly string[];
}

/** @throws {AppError} `not_found` with the nearest name and what to do; `unavailable` while it is being opened */
export async function findExchange(active: ActiveExchanges, name: string): Promise<MarketData> {
  const found = active.exchangeOf(name);
  if (found !== undefined) return found;
  const names = active.names();
  if (names.includes(name)) {
    throw new AppError('unavailable', `${name} is being opened. Try again in a moment.`, {
      retryAfterSeconds: 1,
    });
  }
  const { KNOWN_EXCHANGES } = await import('../exchanges/index.js');
  const list = names.length === 0 ? 'No exchange is active.' : `Active: ${names.join(', ')}.`;
  if (KNOWN_EXCHANGES.includes(name)) {
    throw new AppError(
      'not_found',
      `${name} is not active: add it with neuratrade exchanges add ${name}, or enable it with neuratrade exchanges enable ${name}. ${list}`,
    );
  }
  const near = nearest(name, names) ?? nearest(name, KNOWN_EXCHANGES);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new AppError('not_found', `There is no exchange ${shown(name)}.${hint} ${list}`);
}

function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
