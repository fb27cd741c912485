import type { Account } from '../accounts/account.js';
import type { Fill } from '../accounts/history.js';
import type { Order } from '../accounts/orders.js';
import type { Market } from '../market/market.js';
import type { MarketSymbol } from '../market/symbols.js';
import { lockOf } from './execute.js';
import { isWithinLimit, levelsFor } from './match.js';
import { type OrderWish, placeOrder } from './place.js';
import { fillReached, fillResting } from './resting.js';

/** Takes orders, matches them with the market and keeps those that rest. Its orders move no price and no book. */
export interface TradingDesk {
  /** Brings an account up to `now` (milliseconds): orders that the price has reached since are filled. */
  settle(account: Account, now: number): void;
  /** Places an order and returns it with what was executed at once. @throws ExchangeError in the protocol's words */
  place(account: Account, wish: OrderWish, now: number): { readonly order: Order; readonly fills: Fill[] };
  /** Ends a resting order. */
  cancel(account: Account, order: Order, now: number): void;
  /** Looks again at the orders of a market whose price was set for that very second. */
  reprice(accounts: readonly Account[], symbol: MarketSymbol, now: number): void;
  /** Matches the resting orders of a market with the book that was fixed there: each level once. */
  rebook(accounts: readonly Account[], symbol: MarketSymbol, now: number): void;
}

/** Opens the desk of a market. */
export function createTradingDesk(market: Market): TradingDesk {
  const secondOf = (now: number) => Math.floor(now / 1000);

  function settle(account: Account, now: number): void {
    account.advance?.(now);
    fillReached(market, account, secondOf(now));
  }

  return {
    settle,
    place: (account, wish, now) => placeOrder(market, account, wish, now),
    cancel(account, order, now) {
      const { asset } = lockOf(order.symbol, order.side, order.ticks, 0);
      account.balances.lock(asset, -order.locked);
      order.locked = 0n;
      order.status = 'CANCELED';
      order.updatedAt = now;
      account.updatedAt = now;
      account.orders.close(order);
    },
    reprice(accounts, symbol, now) {
      for (const account of accounts) {
        for (const order of account.orders.open(symbol.id)) {
          order.lookFrom = Math.min(order.lookFrom, secondOf(now));
        }
        settle(account, now);
      }
    },
    rebook(accounts, symbol, now) {
      const book = market.fixedBook(symbol);
      if (book === undefined) return;
      for (const account of accounts) {
        for (const order of account.orders.open(symbol.id)) {
          const within = levelsFor(order.side, book).filter(([ticks]) =>
            isWithinLimit(order.side, order.ticks, ticks),
          );
          const offered = within.reduce((sum, [, lots]) => sum + lots, 0);
          const lots = Math.min(offered, order.lots - order.executedLots);
          if (lots > 0) fillResting(market, account, order, lots, secondOf(now));
        }
      }
    },
  };
}
