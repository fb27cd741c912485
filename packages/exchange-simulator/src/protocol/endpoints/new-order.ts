import { AMOUNT_DECIMALS } from '../../accounts/amount.js';
import type { Fill } from '../../accounts/history.js';
import type { Order } from '../../accounts/orders.js';
import { formatUnits } from '../../market/decimals.js';
import { ExchangeError } from '../answer.js';
import type { SignedEndpoint } from '../endpoint.js';
import { readOrderWish } from '../order-wish.js';
import { requiredSymbol } from '../parameters.js';
import { writeAmount, writeOrder } from '../write-order.js';

/** Places an order. */
export const newOrder: SignedEndpoint = {
  method: 'POST',
  path: '/api/v3/order',
  needs: 'trade',
  answer({ key, parameters, market, desk, orderCounts, now }) {
    const symbol = requiredSymbol(parameters, market);
    const wish = readOrderWish(parameters, symbol);
    const detail =
      parameters.oneOf(
        'newOrderRespType',
        ['ACK', 'RESULT', 'FULL'],
        new ExchangeError(-1136, 'Invalid newOrderRespType.'),
      ) ?? 'FULL';
    parameters.finish();
    const headers = orderCounts.add(key.account.name, now);
    const { order, fills } = desk.place(key.account, wish, now);
    const body = {
      symbol: symbol.id,
      orderId: order.id,
      orderListId: -1,
      clientOrderId: order.clientId,
      transactTime: now,
      ...(detail === 'ACK' ? {} : { ...writeOrder(order), workingTime: now }),
      ...(detail === 'FULL' ? { fills: fills.map((fill) => writeExecution(order, fill)) } : {}),
    };
    return { weight: 1, body, headers };
  },
};

function writeExecution({ symbol }: Order, fill: Fill) {
  return {
    price: formatUnits(fill.ticks, symbol.tickDecimals, AMOUNT_DECIMALS),
    qty: formatUnits(fill.lots, symbol.lotDecimals, AMOUNT_DECIMALS),
    commission: writeAmount(fill.commission),
    commissionAsset: fill.commissionAsset,
    tradeId: fill.id,
  };
}
