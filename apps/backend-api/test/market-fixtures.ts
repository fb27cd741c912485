import type { Ticker } from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';

/** A ticker as ccxt-service tells it. */
export function tickerOf(exchange: string, symbol: string, given: Partial<Ticker> = {}): Ticker {
  const now = formatTimestamp(new Date());
  return {
    ...{ exchange, symbol, last: '46000.10', bid: '46000.00', bid_volume: '1.5', ask: '46000.20' },
    ...{ ask_volume: '0.70', open: '45000.00', high: '47000.00', low: '44000.00', change: '1000.10' },
    ...{ change_percent: '2.222', base_volume: '1234.50000', quote_volume: '56787000.10' },
    ...{ exchange_time: now, as_of: now },
    ...given,
  };
}

/** Questions about market data that are wrong in themselves, and how they are refused. */
export const REFUSED: readonly [path: string, message: string][] = [
  ['ticker', 'symbol is missing: give one as BTC/USDT.'],
  ['ticker?symbol=BTCUSDT', 'symbol=BTCUSDT: give base and quote as BTC/USDT.'],
  ['ticker?symbol=BTC/USDT&symbol=X/Y', 'symbol: give it once.'],
  ['ticker?symbol[a]=BTC/USDT', 'symbol is missing: give one as BTC/USDT.'],
  [
    'ticker?symbol=BTC/USDT&exchange=../x',
    'exchange=../x: give the name of an exchange, for instance binance.',
  ],
  ['orderbook?symbol=BTC/USDT&limit=0', 'limit=0: give a whole number from 1 to 100.'],
  ['orderbook?symbol=BTC/USDT&limit=101', 'limit=101: give a whole number from 1 to 100.'],
  ['orderbook?symbol=BTC/USDT&limit=1.5', 'limit=1.5: give a whole number from 1 to 100.'],
  ['ohlcv?symbol=BTC/USDT&limit=501', 'limit=501: give a whole number from 1 to 500.'],
  [
    'ohlcv?symbol=BTC/USDT&timeframe=hour',
    'timeframe=hour: give a number and a unit, for instance 1m, 1h or 1d.',
  ],
  ['summary', 'symbol is missing: give one as BTC/USDT.'],
];
