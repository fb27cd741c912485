import { nearest } from '@neuratrade/service-kit';
import type { Exchange, MarketInterface } from 'ccxt';
import { MarketError } from './market-error.js';
import type { Loaded, Session } from './session.js';

const MOST_HINTS = 3;

/** A market and the ccxt instance that knows it. */
export interface FoundMarket {
  readonly client: Exchange;
  readonly market: MarketInterface;
}

const indexes = new WeakMap<Exchange, ReadonlyMap<string, MarketInterface>>();

/**
 * The market that a symbol means: as ccxt writes it, in another case, without its slash, or the exchange's own name. What is written as
 * ccxt writes it means no other market: `BTC/USDT` is not the swap that an exchange calls BTCUSDT.
 */
export function findMarket(client: Exchange, symbol: string): MarketInterface | undefined {
  const markets = client.markets as Readonly<Record<string, MarketInterface>>;
  if (Object.hasOwn(markets, symbol)) return markets[symbol];
  let index = indexes.get(client);
  if (index === undefined) {
    index = indexOf(Object.values(markets));
    indexes.set(client, index);
  }
  const name = symbol.toUpperCase();
  const found = index.get(name) ?? index.get(bare(name));
  return name.includes('/') && found?.symbol.toUpperCase() !== name ? undefined : found;
}

/** As {@link findMarket}, with the list of markets loaded anew before a symbol is called unknown. @throws {MarketError} */
export async function requireMarket(
  exchange: string,
  session: Session,
  symbol: string,
  signal: AbortSignal,
): Promise<FoundMarket> {
  const loaded = await session.current(signal);
  const market = findMarket(loaded.client, symbol);
  if (market !== undefined) return { client: loaded.client, market };
  const renewed = await session.renewed(signal);
  const added = renewed && findMarket(renewed.client, symbol);
  if (renewed !== undefined && added !== undefined) return { client: renewed.client, market: added };
  throw unknownSymbol(exchange, renewed ?? loaded, symbol);
}

/** The refusal of a symbol, with the nearest ones. */
export function unknownSymbol(exchange: string, { client }: Loaded, symbol: string): MarketError {
  const hints = nearestSymbols(Object.keys(client.markets as object), symbol);
  const hint =
    hints.length === 0 ? 'See /api/v1/markets for its markets.' : `Did you mean ${hints.join(', ')}?`;
  return new MarketError('not_found', 'unknown symbol', `${exchange} has no market ${symbol}. ${hint}`);
}

/** Up to three symbols that may have been meant: the one that is spelt nearly so, then those of the same base currency. */
export function nearestSymbols(symbols: readonly string[], symbol: string): string[] {
  const name = symbol.toUpperCase();
  const near = nearest(name, symbols) ?? nearest(bare(name), symbols.map(bare));
  const spelt = symbols.find((candidate) => candidate === near || bare(candidate) === near);
  const base = /^[^/_-]+(?=[/_-])/.exec(name)?.[0];
  const ofSameBase =
    base === undefined ? [] : symbols.filter((candidate) => candidate.startsWith(`${base}/`));
  return [...new Set([...(spelt === undefined ? [] : [spelt]), ...ofSameBase])].slice(0, MOST_HINTS);
}

/** By every spelling that is understood. Where two markets share one, the spot market has it. */
function indexOf(markets: readonly MarketInterface[]): ReadonlyMap<string, MarketInterface> {
  const index = new Map<string, MarketInterface>();
  const spotFirst = [...markets].sort((a, b) => Number(b.spot === true) - Number(a.spot === true));
  for (const market of spotFirst) {
    const spellings = [market.symbol.toUpperCase(), bare(market.symbol), (market.id ?? '').toUpperCase()];
    for (const spelling of spellings) if (!index.has(spelling)) index.set(spelling, market);
  }
  return index;
}

function bare(symbol: string): string {
  return symbol.toUpperCase().replaceAll(/[/_-]/g, '');
}
