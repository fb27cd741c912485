import { currenciesOf } from '../currency.js';
import { ONE } from '../decimal.js';
import type { Holding, Holdings } from './holding.js';
import type { PriceList } from './part.js';
import { type Prices, product } from './prices.js';
import type { Price } from './quotes.js';

/** Every price that the holdings need, asked for at once and answered by `deadline`, of `performance.now()`. */
export async function gatherPrices(
  { cash, positions }: Holdings,
  prices: Prices,
  deadline: number,
): Promise<PriceList> {
  const worths = new Map<string, Price | null>();
  const marks = new Map<Holding, Price | null>();
  const assets = [
    ...cash.map(({ exchange, asset }) => ({ exchange, asset })),
    ...positions.map(({ exchange, symbol }) => ({ exchange, asset: currenciesOf(symbol).quote })),
  ];
  const distinct = new Map(assets.map((one) => [keyOf(one.exchange, one.asset), one]));
  await Promise.all([
    ...Array.from(distinct, async ([key, { exchange, asset }]) => {
      worths.set(key, await prices.worth(exchange, asset, deadline));
    }),
    ...positions.map(async (holding) => {
      marks.set(holding, await markOf(holding, prices, deadline));
    }),
  ]);
  return {
    mark: (holding) => marks.get(holding) ?? null,
    worth: (exchange, asset) => worths.get(keyOf(exchange, asset)) ?? null,
  };
}

/** Of a spot market that nobody tells the price of, what its base is worth elsewhere, in its quote. */
async function markOf(
  { exchange, symbol, market }: Holding,
  prices: Prices,
  deadline: number,
): Promise<Price | null> {
  const mark = await prices.mark(exchange, symbol, deadline);
  if (mark !== null || market === 'swap') return mark;
  const { base, quote } = currenciesOf(symbol);
  const [worth, of] = await Promise.all([
    prices.worth(exchange, base, deadline),
    prices.worth(exchange, quote, deadline),
  ]);
  if (worth === null || of === null) return null;
  return product(worth, { ...of, price: ONE.div(of.price) });
}

const keyOf = (exchange: string, asset: string): string => `${exchange} ${asset}`;
