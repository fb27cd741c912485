import { symbolSchema, type Ticker, type Tickers } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Ticker as CcxtTicker, Exchange, MarketInterface } from 'ccxt';
import { ExchangeFailure } from '../../connectivity/failure.js';
import type { Answer } from '../transport.js';
import { type MarketContext, requireSupport } from './context.js';
import { costOfTickers } from './costs.js';
import { MarketError } from './market-error.js';
import { type FoundMarket, findMarket, requireMarket, unknownSymbol } from './symbols.js';
import { toTicker } from './to-ticker.js';
import { unexpected } from './unexpected.js';

type Told = Readonly<Record<string, CcxtTicker>>;

/** @throws {MarketError} */
export async function askTicker(
  context: MarketContext,
  symbol: string,
  signal: AbortSignal,
): Promise<Ticker> {
  requireSupport(context, 'tickers', 'fetchTicker', 'fetchTickers');
  const found = await requireMarket(context.exchange, context.session, symbol, signal);
  return askOne(context, found, signal);
}

/** Those of the named markets that the exchange tells of, else all. @throws {MarketError} */
export async function askTickers(
  context: MarketContext,
  symbols: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Tickers> {
  if (symbols === undefined) requireSupport(context, 'all tickers at once', 'fetchTickers');
  else requireSupport(context, 'tickers', 'fetchTickers', 'fetchTicker');
  const loaded = await context.session.current(signal);
  const { client } = loaded;
  const markets = new Map<string, MarketInterface>();
  const unlisted: string[] = [];
  for (const symbol of symbols ?? []) {
    const market = findMarket(client, symbol);
    if (market !== undefined) markets.set(market.symbol, market);
    else if (symbolSchema.safeParse(symbol).success) unlisted.push(symbol);
    else throw unknownSymbol(context.exchange, loaded, symbol);
  }
  const named = [...markets.values()];
  const tickers = symbols === undefined ? await askAll(context, client, undefined, signal) : [];
  if (named.length > 0) {
    const together = context.has.fetchTickers ? askTogether : askEach;
    tickers.push(...(await together(context, client, named, signal)));
  }
  const told = new Set(tickers.map(({ symbol }) => symbol));
  const missing = [...unlisted, ...[...markets.keys()].filter((symbol) => !told.has(symbol))];
  const asOf = tickers.map(({ as_of }) => as_of).sort()[0] ?? formatTimestamp(new Date());
  return { exchange: context.exchange, tickers, missing, unlisted, as_of: asOf };
}

function askOne(
  context: MarketContext,
  { client, market }: FoundMarket,
  signal: AbortSignal,
): Promise<Ticker> {
  const { symbol } = market;
  return context.caller.ask({
    lane: 'quotes',
    signal,
    ask: async (): Promise<CcxtTicker | undefined> => {
      if (context.has.fetchTicker) return client.fetchTicker(symbol);
      return ((await client.fetchTickers([symbol])) as Told)[symbol];
    },
    read(told, answer) {
      if (told === undefined) throw unexpected('no ticker');
      if (isWithoutPrice(told, market, answer)) throw noPrice(context.exchange, symbol);
      return toTicker(context.exchange, symbol, told, arrivalOf(answer));
    },
  });
}

/** Markets of one kind by one request; exchanges answer no request that mixes kinds. */
async function askTogether(
  context: MarketContext,
  client: Exchange,
  markets: readonly MarketInterface[],
  signal: AbortSignal,
): Promise<Ticker[]> {
  const kinds = new Map<string, MarketInterface[]>();
  for (const market of markets) {
    const kind = `${market.type} ${market.linear} ${market.inverse}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), market]);
  }
  const asked = [...kinds.values()].map((ofKind) => askAll(context, client, ofKind, signal));
  return (await Promise.all(asked)).flat();
}

function askAll(
  { exchange, caller }: MarketContext,
  client: Exchange,
  markets: readonly MarketInterface[] | undefined,
  signal: AbortSignal,
): Promise<Ticker[]> {
  const symbols = markets?.map(({ symbol }) => symbol);
  return caller.ask({
    lane: markets === undefined ? 'bulk' : 'quotes',
    signal,
    cost: markets && costOfTickers(exchange, markets[0]?.type ?? '', markets.length),
    ask: () => client.fetchTickers(symbols) as Promise<Told>,
    read(told, answer) {
      const at = arrivalOf(answer);
      const asked = Object.values(told).filter(({ symbol }) => isAsked(client, symbols, symbol));
      const tickers = asked.flatMap((ticker) => usable(exchange, ticker, at));
      const priced = asked.filter(
        (ticker) => !isWithoutPrice(ticker, client.market(String(ticker.symbol)), answer),
      );
      if (tickers.length === 0 && (asked.length === 0 || priced.length > 0)) throw unexpected('no ticker');
      return tickers;
    },
  });
}

/** For an exchange that tells one ticker at a time. What it does not tell is missing, unless it tells none. */
async function askEach(
  context: MarketContext,
  client: Exchange,
  markets: readonly MarketInterface[],
  signal: AbortSignal,
): Promise<Ticker[]> {
  const asked = markets.map((market) => askOne(context, { client, market }, signal));
  const settled = await Promise.allSettled(asked);
  const tickers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (tickers.length === 0) await asked[0];
  return tickers;
}

function isAsked(client: Exchange, symbols: readonly string[] | undefined, symbol: unknown): boolean {
  if (typeof symbol !== 'string') return false;
  return (
    symbols?.includes(symbol) ??
    (findMarket(client, symbol)?.symbol === symbol && symbolSchema.safeParse(symbol).success)
  );
}

/** One bad ticker in a list, such as that of a market without trades, does not spoil the others. */
function usable(exchange: string, told: CcxtTicker, at: Date): Ticker[] {
  try {
    return [toTicker(exchange, told.symbol as string, told, at)];
  } catch (error) {
    if (error instanceof ExchangeFailure) return [];
    throw error;
  }
}

/** A market may have no price although its exchange is well, one that is halted for instance. The answer names it then all the same. */
function isWithoutPrice(
  { last, bid, ask }: CcxtTicker,
  { id }: MarketInterface,
  answer: Answer | undefined,
): boolean {
  return [last, bid, ask].every((price) => price == null) && answer?.body.includes(String(id)) === true;
}

function noPrice(exchange: string, symbol: string): MarketError {
  return new MarketError('exchange_failed', 'no price', `${exchange} tells no price of ${symbol} now.`);
}

function arrivalOf(answer: Answer | undefined): Date {
  return answer === undefined ? new Date() : new Date(answer.arrivedAt);
}
