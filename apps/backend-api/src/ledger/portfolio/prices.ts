import type { ActiveExchanges } from '../../market/active/exchange.js';
import { Decimal, ONE } from '../decimal.js';
import type { AskQuote, Price, Quote } from './quotes.js';
import { soon } from './soon.js';

/** Where something is held decides whose price counts. */
export interface Prices {
  /** The price of a symbol: on that exchange, else on any that is active; null where none tells one by `deadline`. */
  mark(exchange: string, symbol: string, deadline: number): Promise<Price | null>;
  /** What one of an asset is worth in the account's currency: directly, the other way round, or over a stablecoin. */
  worth(exchange: string, asset: string, deadline: number): Promise<Price | null>;
}

export interface PricesOptions {
  readonly ask: AskQuote;
  readonly active: ActiveExchanges;
  readonly currency: string;
  readonly stablecoins: readonly string[];
}

/** How long an exchange may keep the others from being asked in its place. */
const PATIENCE_MS = 150;

export function createPrices({ ask, active, currency, stablecoins }: PricesOptions): Prices {
  const mark = async (exchange: string, symbol: string, deadline: number): Promise<Price | null> => {
    const names = active();
    const asked = (name: string): Promise<Quote> => ask({ exchange: name, symbol }, deadline);
    if (names.length > 0 && !names.includes(exchange)) return bestOf(names.map(asked));
    const own = asked(exchange);
    const early = await soon(own, PATIENCE_MS);
    if (isPrice(early)) return early;
    return bestOf([own, ...names.filter((name) => name !== exchange).map(asked)]);
  };

  const worth = async (exchange: string, asset: string, deadline: number): Promise<Price | null> => {
    if (asset === currency) return { price: ONE, asOf: Date.now(), stale: false };
    const direct = await mark(exchange, `${asset}/${currency}`, deadline);
    if (direct !== null) return direct;
    const inverse = await mark(exchange, `${currency}/${asset}`, deadline);
    if (inverse !== null) return { ...inverse, price: ONE.div(inverse.price) };
    if (stablecoins.includes(asset)) return null;
    const over = stablecoins.filter((coin) => coin !== currency);
    const chains = over.map(async (coin): Promise<Price | null> => {
      const first = await mark(exchange, `${asset}/${coin}`, deadline);
      const second = first && (await worth(exchange, coin, deadline));
      return first && second && product(first, second);
    });
    return best((await Promise.all(chains)).map((price) => price ?? 'silent'));
  };

  return { mark, worth };
}

/** Two prices multiplied: as old as the older, stale where one is. */
export function product(a: Price, b: Price): Price {
  return {
    price: Decimal.mul(a.price, b.price),
    asOf: Math.min(a.asOf, b.asOf),
    stale: a.stale || b.stale,
  };
}

function isPrice(quote: Quote | undefined): quote is Price {
  return typeof quote === 'object';
}

/** The best of the answers, without those that are late where there is a fresh one. */
async function bestOf(asked: readonly Promise<Quote>[]): Promise<Price | null> {
  const quotes: Quote[] = [];
  const noted = asked.map(async (answer, index) => {
    quotes[index] = await answer;
  });
  const answers = Promise.all(noted);
  await soon(answers, PATIENCE_MS);
  const early = best(quotes.filter((quote) => quote !== undefined));
  if (early?.stale === false) return early;
  await answers;
  return best(quotes);
}

/** The first that is fresh, else the youngest. */
function best(quotes: readonly Quote[]): Price | null {
  const prices = quotes.filter(isPrice);
  const fresh = prices.find(({ stale }) => !stale);
  return fresh ?? prices.sort((a, b) => b.asOf - a.asOf)[0] ?? null;
}
