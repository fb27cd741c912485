import type { MarketSymbol } from '../market/symbols.js';
import { baseAmount, quoteAmount } from '../trading/amounts.js';
import { filterFailure } from '../trading/filters.js';
import type { OrderWish } from '../trading/place.js';
import { ExchangeError } from './answer.js';
import { illegal, type Parameters } from './parameters.js';

const CLIENT_ID = '^[a-zA-Z0-9-_]{1,36}$';
const invalid = (code: number, what: string) => new ExchangeError(code, `Invalid ${what}.`);

/** Reads what an order is to be. @throws ExchangeError */
export function readOrderWish(parameters: Parameters, symbol: MarketSymbol): OrderWish {
  const side = parameters.requiredOneOf('side', ['BUY', 'SELL'], invalid(-1117, 'side'));
  const type = parameters.requiredOneOf('type', ['LIMIT', 'MARKET'], invalid(-1116, 'orderType'));
  const clientId = parameters.text('newClientOrderId');
  if (clientId !== undefined && !new RegExp(CLIENT_ID).test(clientId)) {
    throw illegal('newClientOrderId', CLIENT_ID);
  }
  const common = { symbol, side, clientId };
  return type === 'LIMIT' ? readLimit(parameters, common) : readMarket(parameters, common);
}

type Common = Pick<OrderWish, 'symbol' | 'side' | 'clientId'>;

function readLimit(parameters: Parameters, common: Common): OrderWish {
  refuseSent(parameters, 'quoteOrderQty');
  const words = ['GTC', 'IOC', 'FOK'] as const;
  const timeInForce = parameters.requiredOneOf('timeInForce', words, invalid(-1115, 'timeInForce'));
  const lots = lotsOf(common.symbol, parameters.requiredDecimal('quantity'));
  const ticks = ticksOf(common.symbol, parameters.requiredDecimal('price'));
  return { ...common, type: 'LIMIT', timeInForce, lots, ticks };
}

function readMarket(parameters: Parameters, common: Common): OrderWish {
  refuseSent(parameters, 'price');
  refuseSent(parameters, 'timeInForce');
  const quantity = parameters.decimal('quantity');
  const value = parameters.decimal('quoteOrderQty');
  if (quantity !== undefined && value !== undefined) {
    throw new ExchangeError(-1128, 'Combination of optional parameters invalid.');
  }
  if (quantity !== undefined) return { ...common, type: 'MARKET', lots: lotsOf(common.symbol, quantity) };
  if (value !== undefined) return { ...common, type: 'MARKET', value };
  throw new ExchangeError(
    -1102,
    "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!",
  );
}

function refuseSent(parameters: Parameters, name: string): void {
  if (parameters.text(name) === undefined) return;
  throw new ExchangeError(-1106, `Parameter '${name}' sent when not required.`);
}

function lotsOf(symbol: MarketSymbol, quantity: bigint): number {
  return wholeUnits(quantity, baseAmount(symbol, 1), 'LOT_SIZE');
}

function ticksOf(symbol: MarketSymbol, price: bigint): number {
  const tick = quoteAmount({ ...symbol, lotDecimals: 0 }, 1, 1);
  return wholeUnits(price, tick, 'PRICE_FILTER');
}

function wholeUnits(amount: bigint, unit: bigint, filter: string): number {
  const count = amount / unit;
  if (amount % unit !== 0n || count > BigInt(Number.MAX_SAFE_INTEGER)) throw filterFailure(filter);
  return Number(count);
}
