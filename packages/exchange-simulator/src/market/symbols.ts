/** One market of the simulator. Prices count in ticks, quantities in lots: integers, so that sums are exact. */
export interface MarketSymbol {
  /** The exchange's own name, `BTCUSDT`. */
  readonly id: string;
  /** The unified name, `BTC/USDT`. */
  readonly unified: string;
  readonly base: string;
  readonly quote: string;
  /** One tick is 10^-tickDecimals of the quote currency. */
  readonly tickDecimals: number;
  /** One lot is 10^-lotDecimals of the base currency. */
  readonly lotDecimals: number;
  /** Smallest order value in the quote currency. */
  readonly minNotional: string;
  /** The price, in ticks, about which the market moves. */
  readonly centre: number;
  /** Base currency traded on an ordinary day, in lots. */
  readonly dailyLots: number;
  /** Typical share of the price by which a day's extremes exceed its open and close. */
  readonly volatility: number;
}

function market(
  base: string,
  tickDecimals: number,
  lotDecimals: number,
  minNotional: string,
  price: number,
  dailyVolume: number,
  volatility: number,
): MarketSymbol {
  return {
    id: `${base}USDT`,
    unified: `${base}/USDT`,
    base,
    quote: 'USDT',
    tickDecimals,
    lotDecimals,
    minNotional,
    centre: Math.round(price * 10 ** tickDecimals),
    dailyLots: Math.round(dailyVolume * 10 ** lotDecimals),
    volatility,
  };
}

/** Every market of the simulator, in the order in which the exchange lists them. */
export const MARKETS: readonly MarketSymbol[] = [
  market('BTC', 2, 5, '5', 64_000, 18_000, 0.012),
  market('ETH', 2, 4, '5', 3_200, 260_000, 0.015),
  market('BNB', 2, 3, '5', 600, 190_000, 0.013),
  market('XRP', 4, 1, '5', 2.1, 160_000_000, 0.018),
  market('SOL', 2, 3, '5', 160, 3_100_000, 0.02),
  market('ADA', 4, 1, '5', 0.7, 140_000_000, 0.02),
  market('DOGE', 5, 0, '1', 0.19, 900_000_000, 0.024),
];

/** Finds a market by the exchange's name (`BTCUSDT`) or the unified one (`BTC/USDT`). */
export function findMarket(name: string): MarketSymbol | undefined {
  return MARKETS.find((entry) => entry.id === name || entry.unified === name);
}

/** The highest price that a market takes, in ticks: ten to a hundred times its usual one. */
export function highestPrice(symbol: MarketSymbol): number {
  return 10 ** (Math.ceil(Math.log10(symbol.centre)) + 1);
}
