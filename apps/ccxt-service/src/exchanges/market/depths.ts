/** The numbers of levels that an exchange lets one ask for, where it does not take any number up to 1,000. Source: their API documents. */
const DEPTHS: Readonly<Record<string, readonly number[]>> = {
  binancecoinm: [5, 10, 20, 50, 100, 500, 1_000],
  binanceusdm: [5, 10, 20, 50, 100, 500, 1_000],
  bitfinex: [1, 25, 100],
  bydfi: [5, 10, 20, 50, 100, 500, 1_000],
  coinex: [5, 10, 20, 50],
  deribit: [1, 5, 10, 20, 50, 100, 1_000],
  htx: [5, 10, 20, 150],
  kucoin: [20, 100],
  kucoinfutures: [20, 100],
  poloniex: [5, 10, 20, 50, 100, 150],
  tokocrypto: [5, 10, 20, 50, 100, 500, 1_000],
};

/** What to ask an exchange for when so many levels are wanted: the next larger number that it takes, else its largest. */
export function depthFor(exchange: string, limit: number): number {
  const depths = DEPTHS[exchange];
  return depths?.find((depth) => depth >= limit) ?? depths?.at(-1) ?? limit;
}
