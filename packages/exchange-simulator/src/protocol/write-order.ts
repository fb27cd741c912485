import { AMOUNT_DECIMALS } from '../accounts/amount.js';
import type { Fill } from '../accounts/history.js';
import type { Order } from '../accounts/orders.js';
import { formatUnits } from '../market/decimals.js';
import type { MarketSymbol } from '../market/symbols.js';
import { quoteAmount } from '../trading/amounts.js';

const NONE = '0.00000000';

/** An amount as the exchange writes it. */
export function writeAmount(amount: bigint): string {
  return formatUnits(amount, AMOUNT_DECIMALS);
}

/** What every answer about an order tells of it. */
export function writeOrder(order: Order) {
  const { symbol } = order;
  return {
    price: formatUnits(order.ticks, symbol.tickDecimals, AMOUNT_DECIMALS),
    origQty: formatUnits(order.lots, symbol.lotDecimals, AMOUNT_DECIMALS),
    executedQty: formatUnits(order.executedLots, symbol.lotDecimals, AMOUNT_DECIMALS),
    origQuoteOrderQty: writeAmount(order.quoteWanted),
    cummulativeQuoteQty: writeAmount(order.executedQuote),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
    selfTradePreventionMode: 'NONE',
  };
}

/** An order as a question for it is answered. */
export function writeQueriedOrder(order: Order) {
  return {
    symbol: order.symbol.id,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.clientId,
    ...writeOrder(order),
    stopPrice: NONE,
    icebergQty: NONE,
    time: order.time,
    updateTime: order.updatedAt,
    isWorking: true,
    workingTime: order.time,
  };
}

/** A fill as an account's history lists it. */
export function writeFill(symbol: MarketSymbol, fill: Fill) {
  return {
    symbol: symbol.id,
    id: fill.id,
    orderId: fill.orderId,
    orderListId: -1,
    price: formatUnits(fill.ticks, symbol.tickDecimals, AMOUNT_DECIMALS),
    qty: formatUnits(fill.lots, symbol.lotDecimals, AMOUNT_DECIMALS),
    quoteQty: writeAmount(quoteAmount(symbol, fill.ticks, fill.lots)),
    commission: writeAmount(fill.commission),
    commissionAsset: fill.commissionAsset,
    time: fill.time,
    isBuyer: fill.buyer,
    isMaker: fill.maker,
    isBestMatch: true,
  };
}
