import type { Database } from '../../../platform/db/database.js';
import type { PrivateClient } from '../client.js';
import type { Reader } from '../jobs/job.js';
import { isKept, type MarketsOf } from './markets.js';
import { addSymbols } from './repository.js';

export interface SymbolsOptions {
  readonly pool: Database;
  readonly client: Pick<PrivateClient, 'symbols'>;
  readonly marketsOf: MarketsOf;
}

const EVERY_MS = 600_000;
/** Markets that nothing points to are asked for one after the other, so that those that are traded need not wait for them. */
const APART_MS = 500;

/** Finds the markets in which an account has traded. Where its exchange does not tell, that is found out by asking for each. */
export function createSymbolsReader({ pool, client, marketsOf }: SymbolsOptions): Reader {
  return async ({ job, signal, keep }) => {
    const markets = await marketsOf(job.exchange, signal);
    await keep();
    const { symbols, complete } = await client.symbols(job, signal);
    const told = new Set(symbols);
    const others = complete
      ? []
      : [...markets.values()].filter((market) => market.type === 'spot' && !told.has(market.symbol));
    const found = symbols.map((symbol) => {
      const market = markets.get(symbol);
      return { symbol, dueInMs: 0, offered: market === undefined || isKept(market) };
    });
    const perhaps = others.map(({ symbol }, index) => ({
      symbol,
      dueInMs: index * APART_MS,
      offered: true,
    }));
    await keep();
    await addSymbols(pool, { accountId: job.account.id, exchange: job.exchange }, [...found, ...perhaps]);
    return { dueInMs: EVERY_MS, progress: {} };
  };
}
