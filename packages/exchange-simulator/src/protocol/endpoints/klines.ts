import { type Candle, listCandles } from '../../market/candles.js';
import { formatUnits } from '../../market/decimals.js';
import { INTERVALS } from '../../market/intervals.js';
import { quoteVolume } from '../../market/quote-volume.js';
import { createStream, mix } from '../../market/random.js';
import type { MarketSymbol } from '../../market/symbols.js';
import { ExchangeError } from '../answer.js';
import type { Endpoint } from '../endpoint.js';
import { requiredSymbol } from '../parameters.js';

/** Candles of one market. */
export const klines: Endpoint = {
  path: '/api/v3/klines',
  answer({ market, parameters, now }) {
    const symbol = requiredSymbol(parameters, market);
    const interval = INTERVALS.get(parameters.required('interval'));
    if (!interval) throw new ExchangeError(-1120, 'Invalid interval.');
    const query = {
      interval,
      limit: parameters.limit(500, 1_000),
      startTime: parameters.whole('startTime'),
      endTime: parameters.whole('endTime'),
    };
    const candles = listCandles(market.path(symbol), query, now);
    return { weight: 2, body: candles.map((candle) => writeCandle(candle, symbol, now)) };
  },
};

function writeCandle(candle: Candle, symbol: MarketSymbol, now: number) {
  const price = (ticks: number) => formatUnits(ticks, symbol.tickDecimals);
  const quantity = (lots: number) => formatUnits(lots, symbol.lotDecimals);
  const takerShare = 0.4 + 0.2 * createStream(mix(candle.open, candle.openTime / 1000))();
  const bought = Math.floor(candle.volume * takerShare);
  const trades = Math.floor(Math.min(candle.closeTime, now) / 1000) - candle.openTime / 1000 + 1;
  return [
    candle.openTime,
    price(candle.open),
    price(candle.high),
    price(candle.low),
    price(candle.close),
    quantity(candle.volume),
    candle.closeTime,
    quoteVolume(candle, symbol, candle.volume),
    trades,
    quantity(bought),
    quoteVolume(candle, symbol, bought),
    '0',
  ];
}
