import type { Endpoint, SignedEndpoint } from './endpoint.js';
import { account } from './endpoints/account.js';
import { apiRestrictions } from './endpoints/api-restrictions.js';
import { cancelOrder } from './endpoints/cancel-order.js';
import { depth } from './endpoints/depth.js';
import { exchangeInfo } from './endpoints/exchange-info.js';
import { ping, systemStatus, time } from './endpoints/general.js';
import { klines } from './endpoints/klines.js';
import { allOrders, openOrders } from './endpoints/list-orders.js';
import { myTrades } from './endpoints/my-trades.js';
import { newOrder } from './endpoints/new-order.js';
import { queryOrder } from './endpoints/query-order.js';
import { bookTicker, dayTickers, priceTicker } from './endpoints/tickers.js';
import { deposits, withdrawals } from './endpoints/transfers.js';

/** Every endpoint of the exchange that needs no key. A new one is a file and a line here. */
export const ENDPOINTS: readonly Endpoint[] = [
  ping,
  time,
  exchangeInfo,
  dayTickers,
  priceTicker,
  bookTicker,
  depth,
  klines,
  systemStatus,
];

/** Every endpoint that needs a signature. A new one is a file and a line here. */
export const SIGNED_ENDPOINTS: readonly SignedEndpoint[] = [
  account,
  apiRestrictions,
  myTrades,
  newOrder,
  queryOrder,
  cancelOrder,
  openOrders,
  allOrders,
  deposits,
  withdrawals,
];
