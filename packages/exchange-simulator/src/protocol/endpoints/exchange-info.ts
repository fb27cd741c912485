import { formatUnits } from '../../market/decimals.js';
import { highestPrice, type MarketSymbol } from '../../market/symbols.js';
import { MOST_OPEN_ORDERS, mostLots, PRICE_FACTOR } from '../../trading/filters.js';
import { ExchangeError } from '../answer.js';
import type { Endpoint } from '../endpoint.js';
import { announceLimits } from '../limits.js';
import { type Parameters, selectedSymbols } from '../parameters.js';

const PRECISION = 8;

/** The markets, their trading rules and the rate limits. */
export const exchangeInfo: Endpoint = {
  path: '/api/v3/exchangeInfo',
  answer({ market, limits, parameters, serverTime }) {
    const { named, symbols } = selectedSymbols(parameters, market);
    const listed = spotWanted(parameters, named) ? symbols : [];
    return {
      weight: 20,
      body: {
        timezone: 'UTC',
        serverTime,
        rateLimits: announceLimits(limits),
        exchangeFilters: [],
        symbols: listed.map(describeSymbol),
      },
    };
  },
};

function spotWanted(parameters: Parameters, named: number): boolean {
  const permissions = parameters.text('permissions');
  if (permissions === undefined) return true;
  if (named > 0) throw new ExchangeError(-1128, 'Combination of optional parameters invalid.');
  return permissions.includes('SPOT');
}

function describeSymbol(symbol: MarketSymbol) {
  return {
    symbol: symbol.id,
    status: 'TRADING',
    baseAsset: symbol.base,
    baseAssetPrecision: PRECISION,
    quoteAsset: symbol.quote,
    quotePrecision: PRECISION,
    quoteAssetPrecision: PRECISION,
    baseCommissionPrecision: PRECISION,
    quoteCommissionPrecision: PRECISION,
    orderTypes: ['LIMIT', 'MARKET'],
    icebergAllowed: false,
    ocoAllowed: false,
    otoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: false,
    amendAllowed: false,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersOf(symbol),
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'NONE',
    allowedSelfTradePreventionModes: ['NONE'],
  };
}

function filtersOf(symbol: MarketSymbol) {
  const { tickDecimals, lotDecimals, minNotional } = symbol;
  const price = (ticks: number) => formatUnits(ticks, tickDecimals, PRECISION);
  const quantity = (lots: number) => formatUnits(lots, lotDecimals, PRECISION);
  const most = mostLots(symbol);
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: price(1),
      maxPrice: price(highestPrice(symbol)),
      tickSize: price(1),
    },
    { filterType: 'LOT_SIZE', minQty: quantity(1), maxQty: quantity(most), stepSize: quantity(1) },
    {
      filterType: 'MARKET_LOT_SIZE',
      minQty: quantity(0),
      maxQty: quantity(most / 10),
      stepSize: quantity(0),
    },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: String(PRICE_FACTOR),
      bidMultiplierDown: String(1 / PRICE_FACTOR),
      askMultiplierUp: String(PRICE_FACTOR),
      askMultiplierDown: String(1 / PRICE_FACTOR),
      avgPriceMins: 5,
    },
    {
      filterType: 'NOTIONAL',
      minNotional: `${minNotional}.00000000`,
      applyMinToMarket: true,
      maxNotional: '9000000.00000000',
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: MOST_OPEN_ORDERS },
  ];
}
