import { ExchangeError } from '../answer.js';
import type { SignedEndpoint } from '../endpoint.js';
import { requiredSymbol } from '../parameters.js';
import { timeRange } from '../time-range.js';
import { writeFill } from '../write-order.js';

/** An account's fills in one market, oldest first. */
export const myTrades: SignedEndpoint = {
  method: 'GET',
  path: '/api/v3/myTrades',
  needs: 'read',
  answer({ key, parameters, market }) {
    const symbol = requiredSymbol(parameters, market);
    const orderId = parameters.whole('orderId');
    const fromId = parameters.whole('fromId');
    const { startTime, endTime } = timeRange(parameters);
    const timed = startTime !== undefined || endTime !== undefined;
    if (timed && (fromId !== undefined || orderId !== undefined)) {
      throw new ExchangeError(-1128, 'Combination of optional parameters invalid.');
    }
    const query = { orderId, fromId, startTime, endTime, limit: parameters.limit(500, 1_000) };
    const fills = key.account.fills.of(symbol.id).list(query);
    return {
      weight: orderId === undefined ? 20 : 5,
      body: fills.map((fill) => writeFill(symbol, fill)),
    };
  },
};
