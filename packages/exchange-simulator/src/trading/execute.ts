import type { Account } from '../accounts/account.js';
import type { Fill } from '../accounts/history.js';
import type { Order } from '../accounts/orders.js';
import type { Market } from '../market/market.js';
import type { MarketSymbol } from '../market/symbols.js';
import { baseAmount, quoteAmount } from './amounts.js';
import { bnbCommission, type Commission, usualCommission } from './commission.js';
import type { Execution } from './match.js';

const BNB_MARKET = 'BNBUSDT';

/**
 * Books one execution of an order at `time` (milliseconds): the money changes hands, the fee is taken, and the fill
 * goes into the account's history.
 */
export function execute(
  market: Market,
  account: Account,
  order: Order,
  execution: Execution,
  { time, maker }: { readonly time: number; readonly maker: boolean },
): Fill {
  const { symbol, side } = order;
  const { balances } = account;
  const base = baseAmount(symbol, execution.lots);
  const quote = quoteAmount(symbol, execution.ticks, execution.lots);
  unlockFor(account, order, execution.lots);
  const [given, received] = side === 'BUY' ? [symbol.quote, symbol.base] : [symbol.base, symbol.quote];
  balances.add(given, side === 'BUY' ? -quote : -base);
  balances.add(received, side === 'BUY' ? base : quote);
  const commission = commissionFor(market, account, order, execution, time);
  balances.add(commission.asset, -commission.amount);
  order.executedLots += execution.lots;
  order.executedQuote += quote;
  order.updatedAt = time;
  account.updatedAt = time;
  const history = account.fills.of(symbol.id);
  const fill: Fill = {
    id: history.nextId(time),
    orderId: order.id,
    time,
    ticks: execution.ticks,
    lots: execution.lots,
    commission: commission.amount,
    commissionAsset: commission.asset,
    buyer: side === 'BUY',
    maker,
  };
  history.append(fill);
  return fill;
}

/** What an order of that limit sets aside for `lots`. */
export function lockOf(symbol: MarketSymbol, side: Order['side'], ticks: number, lots: number) {
  return side === 'BUY'
    ? { asset: symbol.quote, amount: quoteAmount(symbol, ticks, lots) }
    : { asset: symbol.base, amount: baseAmount(symbol, lots) };
}

function unlockFor(account: Account, order: Order, lots: number): void {
  if (order.locked === 0n) return;
  const { asset, amount } = lockOf(order.symbol, order.side, order.ticks, lots);
  account.balances.lock(asset, -amount);
  order.locked -= amount;
}

function commissionFor(
  market: Market,
  account: Account,
  { symbol, side }: Order,
  execution: Execution,
  time: number,
): Commission {
  const usual = usualCommission(symbol, side, execution);
  const bnb = account.paysFeesInBnb ? market.find(BNB_MARKET) : undefined;
  if (bnb === undefined) return usual;
  const ticks = market.path(bnb).priceAt(Math.floor(time / 1000));
  const cheaper = bnbCommission(symbol, execution, { symbol: bnb, ticks });
  return cheaper.amount <= account.balances.of(cheaper.asset).free ? cheaper : usual;
}
