import type { Account } from '../accounts/account.js';
import type { Order } from '../accounts/orders.js';
import type { Market } from '../market/market.js';
import type { PricePath } from '../market/path.js';
import { execute } from './execute.js';
import { isWithinLimit } from './match.js';

interface Crossing {
  readonly order: Order;
  readonly second: number;
}

/**
 * Fills the resting orders of an account that the price has reached by `second`: each at its limit, and in every
 * second no more than was traded in it. In a market whose book is fixed nothing is reached.
 */
export function fillReached(market: Market, account: Account, second: number): void {
  for (let next = earliest(market, account, second); next; next = earliest(market, account, second)) {
    const { order } = next;
    const traded = market.path(order.symbol).bar(next.second, next.second).volume;
    fillResting(market, account, order, Math.min(traded, order.lots - order.executedLots), next.second);
    order.lookFrom = next.second + 1;
  }
}

/** Fills a part of a resting order at its limit. */
export function fillResting(
  market: Market,
  account: Account,
  order: Order,
  lots: number,
  second: number,
): void {
  const latest = account.fills.of(order.symbol.id).latest?.time ?? 0;
  const time = Math.max(second * 1000, order.time, latest);
  execute(market, account, order, { ticks: order.ticks, lots }, { time, maker: true });
  order.status = order.executedLots < order.lots ? 'PARTIALLY_FILLED' : 'FILLED';
  if (order.status === 'FILLED') account.orders.close(order);
}

function earliest(market: Market, account: Account, second: number): Crossing | undefined {
  let found: Crossing | undefined;
  for (const order of account.orders.open()) {
    if (market.fixedBook(order.symbol) === undefined) {
      const until = found === undefined ? second : found.second - 1;
      const reached = firstReached(market.path(order.symbol), order, until);
      if (reached !== undefined) found = { order, second: reached };
      else if (found === undefined) order.lookFrom = Math.max(order.lookFrom, second + 1);
    } else order.lookFrom = second + 1;
  }
  return found;
}

/** The first second from where the order is looked at until `last` in which the price is within its limit. */
function firstReached(path: PricePath, order: Order, last: number): number | undefined {
  const reaches = (from: number, to: number) => {
    const { low, high } = path.bar(from, to);
    return isWithinLimit(order.side, order.ticks, order.side === 'BUY' ? low : high);
  };
  let from = order.lookFrom;
  if (from > last || !reaches(from, last)) return undefined;
  for (let to = last; from < to; ) {
    const middle = (from + to) >>> 1;
    if (reaches(from, middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
