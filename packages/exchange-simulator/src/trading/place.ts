import type { Account } from '../accounts/account.js';
import type { Fill } from '../accounts/history.js';
import type { Order, Side, TimeInForce } from '../accounts/orders.js';
import type { Market } from '../market/market.js';
import type { MarketSymbol } from '../market/symbols.js';
import { ExchangeError } from '../protocol/answer.js';
import { baseAmount, quoteAmount } from './amounts.js';
import { execute, lockOf } from './execute.js';
import { checkLots, checkPrice, checkValue, filterFailure, MOST_OPEN_ORDERS } from './filters.js';
import { type Execution, levelsFor, sumOfLots, sumOfQuote, takeLots, takeValue } from './match.js';

/** How many levels are looked at first, and at most. */
const NEAR = 100;
const DEEPEST = 5_000;

/** An order as it is asked for: a limit order in ticks and lots, a market order in lots or by value. */
export type OrderWish = {
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly clientId: string | undefined;
} & (
  | {
      readonly type: 'LIMIT';
      readonly timeInForce: TimeInForce;
      readonly ticks: number;
      readonly lots: number;
    }
  | { readonly type: 'MARKET'; readonly lots: number }
  | { readonly type: 'MARKET'; readonly value: bigint }
);

/** Takes an order: checks it, matches it with the book, and lets rest what may. @throws ExchangeError */
export function placeOrder(
  market: Market,
  account: Account,
  wish: OrderWish,
  now: number,
): { readonly order: Order; readonly fills: Fill[] } {
  const { symbol } = wish;
  const second = Math.floor(now / 1000);
  const last = market.path(symbol).priceAt(second);
  checkRules(wish, last);
  const resting = account.orders.open(symbol.id);
  if (resting.length >= MOST_OPEN_ORDERS) throw filterFailure('MAX_NUM_ORDERS');
  if (wish.clientId !== undefined && resting.some(({ clientId }) => clientId === wish.clientId)) {
    throw new ExchangeError(-2010, 'Duplicate order sent.');
  }
  const executions = matchNow(market, wish, second);
  checkFunds(account, wish, executions);
  const order = newOrder(account, wish, executions, now);
  account.orders.add(order);
  const lock = lockOf(symbol, order.side, order.ticks, order.type === 'LIMIT' ? order.lots : 0);
  account.balances.lock(lock.asset, lock.amount);
  order.locked = lock.amount;
  const isRefused = order.timeInForce === 'FOK' && sumOfLots(executions) < order.lots;
  const fills = (isRefused ? [] : executions).map((execution) =>
    execute(market, account, order, execution, { time: now, maker: false }),
  );
  finish(account, order);
  account.updatedAt = now;
  return { order, fills };
}

function checkRules(wish: OrderWish, last: number): void {
  const { symbol } = wish;
  if ('value' in wish) {
    checkValue(symbol, wish.value);
    return;
  }
  checkLots(symbol, wish.lots, wish.type === 'MARKET');
  if (wish.type === 'LIMIT') checkPrice(symbol, wish.ticks, last);
  checkValue(symbol, quoteAmount(symbol, wish.type === 'LIMIT' ? wish.ticks : last, wish.lots));
}

function matchNow(market: Market, wish: OrderWish, second: number): Execution[] {
  const near = matchWithin(market, wish, second, NEAR);
  return near.length < NEAR ? near : matchWithin(market, wish, second, DEEPEST);
}

function matchWithin(market: Market, wish: OrderWish, second: number, depth: number): Execution[] {
  const levels = levelsFor(wish.side, market.book(wish.symbol, second, depth));
  if ('value' in wish) return takeValue(wish.symbol, wish.value, levels);
  return takeLots(wish.side, wish.lots, levels, wish.type === 'LIMIT' ? wish.ticks : undefined);
}

function checkFunds(account: Account, wish: OrderWish, executions: readonly Execution[]): void {
  const { symbol, side } = wish;
  const lots = 'lots' in wish ? wish.lots : sumOfLots(executions);
  const needed =
    side === 'SELL'
      ? baseAmount(symbol, lots)
      : wish.type === 'LIMIT'
        ? quoteAmount(symbol, wish.ticks, wish.lots)
        : 'value' in wish
          ? wish.value
          : sumOfQuote(symbol, executions);
  if (needed <= account.balances.of(side === 'BUY' ? symbol.quote : symbol.base).free) return;
  throw new ExchangeError(-2010, 'Account has insufficient balance for requested action.');
}

function newOrder(account: Account, wish: OrderWish, executions: readonly Execution[], now: number): Order {
  const id = account.orders.nextId();
  return {
    id,
    clientId: wish.clientId ?? `sim-${account.uid}-${id}`,
    symbol: wish.symbol,
    side: wish.side,
    type: wish.type,
    timeInForce: wish.type === 'LIMIT' ? wish.timeInForce : 'GTC',
    ticks: wish.type === 'LIMIT' ? wish.ticks : 0,
    lots: 'lots' in wish ? wish.lots : sumOfLots(executions),
    quoteWanted: 'value' in wish ? wish.value : 0n,
    time: now,
    updatedAt: now,
    status: 'NEW',
    executedLots: 0,
    executedQuote: 0n,
    locked: 0n,
    lookFrom: Math.floor(now / 1000) + 1,
  };
}

/** Settles what becomes of an order once it met the book: it is filled, rests, or has expired. */
function finish(account: Account, order: Order): void {
  if (order.executedLots >= order.lots && order.lots > 0) order.status = 'FILLED';
  else if (order.type === 'LIMIT' && order.timeInForce === 'GTC') {
    if (order.executedLots > 0) order.status = 'PARTIALLY_FILLED';
    return;
  } else order.status = 'EXPIRED';
  const { asset } = lockOf(order.symbol, order.side, order.ticks, 0);
  account.balances.lock(asset, -order.locked);
  order.locked = 0n;
  account.orders.close(order);
}
