import type { Account } from '../accounts/account.js';
import type { Order, Side } from '../accounts/orders.js';
import type { Market } from '../market/market.js';
import type { MarketSymbol } from '../market/symbols.js';
import { baseAmount, quoteAmount } from '../trading/amounts.js';
import { execute } from '../trading/execute.js';

/** Cash that is never spent, so that prices may move between looking and buying: two USDT. */
const RESERVE = 200_000_000n;

/** What a strategy of the demonstration can do: look at prices and holdings, and trade at the price of an instant. */
export interface Trader {
  /** Price in ticks during the second of an instant (milliseconds). */
  price(symbol: MarketSymbol, time: number): number;
  /** Whole lots that are held. */
  held(symbol: MarketSymbol): number;
  /** The account's worth in the quote currency, in units of 10^-8. */
  worth(time: number): bigint;
  /** Buys for about `value`, as far as the cash reaches; nothing when that is below the market's smallest order. */
  buy(symbol: MarketSymbol, value: bigint, time: number, parts?: number): void;
  /** Sells lots; nothing when they are worth less than the market's smallest order. */
  sell(symbol: MarketSymbol, lots: number, time: number, parts?: number): void;
  payFeesInBnb(yes: boolean): void;
}

/** Trades for an account on a market. */
export function createTrader(market: Market, account: Account): Trader {
  const quote = 'USDT';
  const price = (symbol: MarketSymbol, time: number) => market.path(symbol).priceAt(Math.floor(time / 1000));
  const heldLots = (symbol: MarketSymbol) =>
    Number(account.balances.of(symbol.base).free / baseAmount(symbol, 1));

  function trade(symbol: MarketSymbol, side: Side, lots: number, time: number, parts: number): void {
    const ticks = price(symbol, time);
    const smallest = BigInt(symbol.minNotional) * 10n ** 8n;
    if (lots < 1 || quoteAmount(symbol, ticks, lots) < smallest) return;
    const id = account.orders.nextId();
    const order: Order = {
      id,
      clientId: `demo-${id}`,
      symbol,
      side,
      type: 'MARKET',
      timeInForce: 'GTC',
      ticks: 0,
      lots,
      quoteWanted: 0n,
      time,
      updatedAt: time,
      status: 'FILLED',
      executedLots: 0,
      executedQuote: 0n,
      locked: 0n,
      lookFrom: 0,
    };
    const first = parts > 1 && lots > 1 ? Math.ceil(lots * 0.6) : lots;
    for (const part of [first, lots - first]) {
      if (part > 0) execute(market, account, order, { ticks, lots: part }, { time, maker: false });
    }
    account.orders.add(order);
  }

  return {
    price,
    held: heldLots,
    worth: (time) =>
      market.symbols.reduce(
        (sum, symbol) => sum + quoteAmount(symbol, price(symbol, time), heldLots(symbol)),
        account.balances.of(quote).free,
      ),
    buy(symbol, value, time, parts = 1) {
      const cash = account.balances.of(quote).free - RESERVE;
      const affordable = value < cash ? value : cash;
      if (affordable <= 0n) return;
      const lots = Number(affordable / quoteAmount(symbol, price(symbol, time), 1));
      trade(symbol, 'BUY', lots, time, parts);
    },
    sell: (symbol, lots, time, parts = 1) => trade(symbol, 'SELL', lots, time, parts),
    payFeesInBnb(yes) {
      account.paysFeesInBnb = yes;
    },
  };
}
