import { ExchangeError } from '../answer.js';
import type { SignedEndpoint } from '../endpoint.js';
import { namedOrder } from '../find-order.js';
import { writeOrder } from '../write-order.js';

/** Ends an order that rests. */
export const cancelOrder: SignedEndpoint = {
  method: 'DELETE',
  path: '/api/v3/order',
  needs: 'trade',
  answer(context) {
    const { key, parameters, desk, now } = context;
    const order = namedOrder(context);
    const clientOrderId = parameters.text('newClientOrderId');
    parameters.finish();
    const rests = order !== undefined && key.account.orders.open(order.symbol.id).includes(order);
    if (!rests) throw new ExchangeError(-2011, 'Unknown order sent.');
    desk.cancel(key.account, order, now);
    return {
      weight: 1,
      body: {
        symbol: order.symbol.id,
        origClientOrderId: order.clientId,
        orderId: order.id,
        orderListId: -1,
        clientOrderId: clientOrderId ?? `cancel-${order.id}`,
        transactTime: now,
        ...writeOrder(order),
      },
    };
  },
};
