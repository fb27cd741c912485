import type { Endpoint } from './endpoint.js';
import { depth } from './endpoints/depth.js';
import { exchangeInfo } from './endpoints/exchange-info.js';
import { ping, systemStatus, time } from './endpoints/general.js';
import { klines } from './endpoints/klines.js';
import { bookTicker, dayTickers, priceTicker } from './endpoints/tickers.js';

/** Every endpoint of the exchange. A new one is a file and a line here. */
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
