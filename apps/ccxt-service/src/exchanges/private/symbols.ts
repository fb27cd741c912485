import { symbolSchema, type TradedSymbols } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { Exchange, MarketInterface } from 'ccxt';
import type { AskBalances } from './balances.js';
import type { Signed } from './signed.js';

/** So few markets are simply all asked for. */
const FEW = 100;

/** The markets in which an account may have traded. @throws {AppError} */
export async function askSymbols(
  signed: Signed,
  askBalances: AskBalances,
  signal: AbortSignal,
): Promise<Omit<TradedSymbols, 'account'>> {
  const { exchange, session } = signed;
  const { client } = await session.current(signal);
  const markets = Object.values(client.markets as Readonly<Record<string, MarketInterface>>).filter(
    ({ symbol, spot, swap }) => (spot === true || swap === true) && symbolSchema.safeParse(symbol).success,
  );
  const told = (found: Iterable<string>, complete: boolean) => ({
    exchange,
    as_of: formatTimestamp(new Date()),
    symbols: [...found].sort(),
    complete,
  });
  if (markets.length <= FEW) return told(new Set(markets.map(({ symbol }) => symbol)), true);
  const { balances } = await askBalances(signal);
  const held = new Set(balances.map(({ asset }) => asset));
  const pointedTo = markets.filter(
    ({ base, quote, spot }) => spot === true && held.has(base) && held.has(quote),
  );
  const latest = await latestSymbols(signed, client, signal);
  const known = new Set(markets.map(({ symbol }) => symbol));
  const traded = latest.filter((symbol) => known.has(symbol));
  return told(new Set([...pointedTo.map(({ symbol }) => symbol), ...traded]), false);
}

/** The markets of the latest trades, at exchanges that list them for all markets together. */
async function latestSymbols(signed: Signed, client: Exchange, signal: AbortSignal): Promise<string[]> {
  const needsSymbol: unknown = client.featureValueByType(
    'spot',
    undefined,
    'fetchMyTrades',
    'symbolRequired',
    true,
  );
  if (needsSymbol !== false || !signed.has.fetchMyTrades) return [];
  return signed.askSigned({
    kind: 'symbols',
    signal,
    ask: (own) => own.fetchMyTrades(),
    read: (trades) => trades.flatMap(({ symbol }) => (symbol === undefined ? [] : [symbol])),
  });
}
