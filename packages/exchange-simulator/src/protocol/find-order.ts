import type { Order } from '../accounts/orders.js';
import { ExchangeError } from './answer.js';
import type { SignedContext } from './endpoint.js';
import { requiredSymbol } from './parameters.js';

/** The order that `orderId` or `origClientOrderId` names. @throws ExchangeError when neither was sent */
export function namedOrder({ parameters, market, key }: SignedContext): Order | undefined {
  const symbol = requiredSymbol(parameters, market);
  const id = parameters.whole('orderId');
  const clientId = parameters.text('origClientOrderId');
  if (id === undefined && clientId === undefined) {
    throw new ExchangeError(
      -1102,
      "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!",
    );
  }
  return key.account.orders.find(symbol.id, { id, clientId });
}
