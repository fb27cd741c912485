import { AMOUNT_DECIMALS } from '../accounts/amount.js';
import { highestPrice, type MarketSymbol } from '../market/symbols.js';
import { ExchangeError } from '../protocol/answer.js';

const ONE = 10n ** BigInt(AMOUNT_DECIMALS);

/** How many orders may rest in one market. */
export const MOST_OPEN_ORDERS = 200;
/** A limit may be this many times the price, or that part of it. */
export const PRICE_FACTOR = 5;

/** The largest order that a market takes, in lots. */
export function mostLots({ dailyLots }: MarketSymbol): number {
  return 10 ** Math.floor(Math.log10(dailyLots));
}

/** The refusal of an order that breaks one of the market's rules. */
export function filterFailure(filter: string): ExchangeError {
  return new ExchangeError(-1013, `Filter failure: ${filter}`);
}

/** Checks the price of a limit order against the last price; both in ticks. @throws ExchangeError */
export function checkPrice(symbol: MarketSymbol, ticks: number, last: number): void {
  if (ticks < 1 || ticks > highestPrice(symbol)) throw filterFailure('PRICE_FILTER');
  if (ticks > last * PRICE_FACTOR || ticks * PRICE_FACTOR < last) {
    throw filterFailure('PERCENT_PRICE_BY_SIDE');
  }
}

/** Checks an order's quantity. @throws ExchangeError */
export function checkLots(symbol: MarketSymbol, lots: number, isMarketOrder: boolean): void {
  const most = mostLots(symbol);
  if (lots < 1 || lots > most) throw filterFailure('LOT_SIZE');
  if (isMarketOrder && lots > most / 10) throw filterFailure('MARKET_LOT_SIZE');
}

/** Checks what an order comes to, in the quote currency. @throws ExchangeError */
export function checkValue(symbol: MarketSymbol, value: bigint): void {
  if (value < BigInt(symbol.minNotional) * ONE) throw filterFailure('NOTIONAL');
}
