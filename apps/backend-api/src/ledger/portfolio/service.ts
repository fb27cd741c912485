import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Account } from '../accounts/service.js';
import type { Balances } from '../balances/service.js';
import { CURRENCY } from '../currency.js';
import type { ExchangePositions } from '../exchange-positions/service.js';
import { valuedOf } from './compose.js';
import { gatherPrices } from './gather.js';
import type { Known, OpenBook } from './holding.js';
import { holdingsOf, symbolsOf } from './holdings.js';
import type { Prices } from './prices.js';
import type { Valued } from './valued.js';

export type { Valued } from './valued.js';

export interface Portfolios {
  /**
   * What an account holds and what that is worth now, within a second also while exchanges are silent.
   *
   * @throws {AppError} `unavailable` while the database is
   */
  of(account: Pick<Account, 'id'>): Promise<Valued>;
  /**
   * The symbols whose prices an account needs.
   *
   * @throws {AppError} `unavailable` while the database is
   */
  symbols(account: Pick<Account, 'id'>): Promise<readonly string[]>;
}

export interface PortfoliosOptions {
  readonly books: (accountId: number) => Promise<readonly OpenBook[]>;
  readonly balances: Pick<Balances, 'of'>;
  readonly swaps: Pick<ExchangePositions, 'of'>;
  readonly prices: Prices;
  readonly stablecoins: readonly string[];
  /** The age after which what an exchange told of itself is stale. */
  readonly oldAfterMs: number;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

/** How long prices are waited for. */
const WAIT_MS = 800;

export function createPortfolios(options: PortfoliosOptions): Portfolios {
  const { prices, stablecoins, oldAfterMs, reasonOf } = options;
  const currencies = {
    currency: CURRENCY,
    isCash: (asset: string) => asset === CURRENCY || stablecoins.includes(asset),
  };

  const knownOf = async (accountId: number): Promise<Known> => {
    const [books, told, swaps] = await Promise.all([
      options.books(accountId),
      options.balances.of(accountId),
      options.swaps.of(accountId),
    ]);
    return { books, swaps, ...told };
  };

  return {
    async of({ id }) {
      const known = await orUnavailable(knownOf(id), reasonOf);
      const holdings = holdingsOf(known, currencies);
      const list = await gatherPrices(holdings, prices, performance.now() + WAIT_MS);
      return valuedOf(known, holdings, list, { now: Date.now(), oldAfterMs });
    },
    async symbols({ id }) {
      const known = await orUnavailable(knownOf(id), reasonOf);
      return symbolsOf(holdingsOf(known, currencies), CURRENCY);
    },
  };
}
