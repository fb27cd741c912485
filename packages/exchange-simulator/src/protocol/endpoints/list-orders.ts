import type { SignedEndpoint } from '../endpoint.js';
import { requiredSymbol } from '../parameters.js';
import { timeRange } from '../time-range.js';
import { writeQueriedOrder } from '../write-order.js';

/** Orders that rest, of one market or of all. */
export const openOrders: SignedEndpoint = {
  method: 'GET',
  path: '/api/v3/openOrders',
  needs: 'read',
  answer({ key, parameters, market }) {
    const named = parameters.text('symbol') !== undefined;
    const symbol = named ? requiredSymbol(parameters, market) : undefined;
    return {
      weight: named ? 6 : 80,
      body: key.account.orders.open(symbol?.id).map(writeQueriedOrder),
    };
  },
};

/** All orders of one market, oldest first: from `orderId` or `startTime` on, else the latest. */
export const allOrders: SignedEndpoint = {
  method: 'GET',
  path: '/api/v3/allOrders',
  needs: 'read',
  answer({ key, parameters, market }) {
    const symbol = requiredSymbol(parameters, market);
    const fromId = parameters.whole('orderId');
    const { startTime, endTime } = timeRange(parameters);
    const limit = parameters.limit(500, 1_000);
    const found = key.account.orders
      .of(symbol.id)
      .filter(({ id }) => fromId === undefined || id >= fromId)
      .filter(({ time }) => time >= (startTime ?? 0) && time <= (endTime ?? Number.POSITIVE_INFINITY));
    const fromStart = fromId !== undefined || startTime !== undefined;
    return {
      weight: 20,
      body: (fromStart ? found.slice(0, limit) : found.slice(-limit)).map(writeQueriedOrder),
    };
  },
};
