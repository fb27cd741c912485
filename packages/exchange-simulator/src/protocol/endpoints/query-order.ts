import { ExchangeError } from '../answer.js';
import type { SignedEndpoint } from '../endpoint.js';
import { namedOrder } from '../find-order.js';
import { writeQueriedOrder } from '../write-order.js';

/** One order as it stands. */
export const queryOrder: SignedEndpoint = {
  method: 'GET',
  path: '/api/v3/order',
  needs: 'read',
  answer(context) {
    const order = namedOrder(context);
    if (order === undefined) throw new ExchangeError(-2013, 'Order does not exist.');
    return { weight: 4, body: writeQueriedOrder(order) };
  },
};
