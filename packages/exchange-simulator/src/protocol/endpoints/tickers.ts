import { formatUnits } from '../../market/decimals.js';
import type { Level } from '../../market/depth.js';
import type { Market } from '../../market/market.js';
import { averagePrice, quoteVolume } from '../../market/quote-volume.js';
import type { MarketSymbol } from '../../market/symbols.js';
import { dayTicker } from '../../market/ticker.js';
import { ExchangeError } from '../answer.js';
import type { Endpoint, EndpointContext } from '../endpoint.js';
import { type Selection, selectedSymbols } from '../parameters.js';

type Describe = (symbol: MarketSymbol, market: Market, now: number) => unknown;

function describe(context: EndpointContext, selection: Selection, each: Describe): unknown {
  const rows = selection.symbols.map((symbol) => each(symbol, context.market, context.now));
  return selection.one ? rows[0] : rows;
}

function shortTicker(path: string, each: Describe): Endpoint {
  return {
    path,
    answer(context) {
      const selection = selectedSymbols(context.parameters, context.market);
      return { weight: selection.one ? 2 : 4, body: describe(context, selection, each) };
    },
  };
}

/** Last prices. */
export const priceTicker = shortTicker('/api/v3/ticker/price', (symbol, market, now) => ({
  symbol: symbol.id,
  price: formatUnits(market.path(symbol).priceAt(Math.floor(now / 1000)), symbol.tickDecimals),
}));

/** Best prices of the order books. */
export const bookTicker = shortTicker('/api/v3/ticker/bookTicker', (symbol, market, now) => ({
  symbol: symbol.id,
  ...bestPrices(symbol, market, now),
}));

/** Statistics of the last 24 hours, `FULL` or `MINI`. */
export const dayTickers: Endpoint = {
  path: '/api/v3/ticker/24hr',
  answer(context) {
    const type = context.parameters.text('type') ?? 'FULL';
    if (type !== 'FULL' && type !== 'MINI') {
      throw new ExchangeError(-1130, "Data sent for parameter 'type' is not valid.");
    }
    const selection = selectedSymbols(context.parameters, context.market);
    const each: Describe = (symbol, market, now) => dayStatistics(symbol, market, now, type);
    return { weight: selection.named === 0 ? 80 : 2, body: describe(context, selection, each) };
  },
};

const NO_LEVEL: Level = [0, 0];

function bestPrices(symbol: MarketSymbol, market: Market, now: number) {
  const { bids, asks } = market.book(symbol, Math.floor(now / 1000), 1);
  const [bid = NO_LEVEL] = bids;
  const [ask = NO_LEVEL] = asks;
  return {
    bidPrice: formatUnits(bid[0], symbol.tickDecimals),
    bidQty: formatUnits(bid[1], symbol.lotDecimals),
    askPrice: formatUnits(ask[0], symbol.tickDecimals),
    askQty: formatUnits(ask[1], symbol.lotDecimals),
  };
}

function dayStatistics(symbol: MarketSymbol, market: Market, now: number, type: 'FULL' | 'MINI') {
  const ticker = dayTicker(market.path(symbol), now);
  const price = (ticks: number) => formatUnits(ticks, symbol.tickDecimals);
  const quantity = (lots: number) => formatUnits(lots, symbol.lotDecimals);
  const change = ticker.close - ticker.open;
  const thousandths = Math.round((change * 100_000) / ticker.open);
  const full = () => ({
    priceChange: price(change),
    priceChangePercent: formatUnits(thousandths, 3),
    weightedAvgPrice: averagePrice(ticker, symbol),
    prevClosePrice: price(ticker.previousClose),
    lastPrice: price(ticker.close),
    lastQty: quantity(ticker.lastQuantity),
    ...bestPrices(symbol, market, now),
  });
  return {
    symbol: symbol.id,
    ...(type === 'FULL' ? full() : {}),
    openPrice: price(ticker.open),
    highPrice: price(ticker.high),
    lowPrice: price(ticker.low),
    lastPrice: price(ticker.close),
    volume: quantity(ticker.volume),
    quoteVolume: quoteVolume(ticker, symbol, ticker.volume),
    openTime: ticker.openTime,
    closeTime: ticker.closeTime,
    firstId: ticker.firstId,
    lastId: ticker.lastId,
    count: ticker.lastId - ticker.firstId + 1,
  };
}
