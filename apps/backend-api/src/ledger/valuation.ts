import type { Logger } from '@neuratrade/service-kit';
import type { MarketServices } from '../market/routes.js';
import type { Database } from '../platform/db/database.js';
import type { Accounts } from './accounts/service.js';
import type { Balances } from './balances/service.js';
import type { Chats } from './chats/service.js';
import { CURRENCY } from './currency.js';
import { createEquityFeature } from './equity/equity.js';
import { createReconciler } from './equity/reconcile/service.js';
import { createRecorder } from './equity/recorder/recorder.js';
import { createEquity, type Equity } from './equity/service.js';
import type { ExchangePositions } from './exchange-positions/service.js';
import type { Feature } from './feature.js';
import { openBookOf } from './portfolio/books.js';
import { createHeldSymbols } from './portfolio/held.js';
import { createPrices } from './portfolio/prices.js';
import { createQuotes } from './portfolio/quotes.js';
import { createPortfolioFeature } from './portfolio/routes.js';
import { createPortfolios, type Portfolios } from './portfolio/service.js';
import type { Positions } from './positions/service.js';
import type { Summaries } from './summaries/service.js';
import type { Transfers } from './transfers/service.js';

export interface ValuationOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly accounts: Accounts;
  readonly chats: Chats;
  readonly market: Pick<MarketServices, 'active' | 'tickers'>;
  readonly balances: Balances;
  readonly exchangePositions: ExchangePositions;
  readonly positions: Positions;
  readonly summaries: Summaries;
  readonly transfers: Transfers;
  /** Assets that count as cash. */
  readonly stablecoins: readonly string[];
  /** How often balances are read of an exchange. */
  readonly balancesEveryMs: number;
  /** Whether fills of an account that were executed already are still to come. */
  readonly isBackFilling: (accountId: number) => Promise<boolean>;
  readonly logger: Logger;
}

export interface Valuation {
  readonly portfolios: Portfolios;
  readonly equity: Equity;
  /** The symbols that portfolios are priced by; from memory. */
  readonly heldSymbols: () => readonly string[];
  readonly features: readonly Feature[];
}

/** After so many readings that failed to come, what an exchange told of itself is stale; never sooner than after ten seconds. */
const MISSED = 3;
const LEAST_AGE_MS = 10_000;

/** What accounts hold, what that is worth, and what it was worth. */
export function createValuation(options: ValuationOptions): Valuation {
  const { market, balances, exchangePositions, positions, stablecoins, reasonOf } = options;
  const { active, tickers } = market;
  const portfolios = createPortfolios({
    books: async (accountId) => (await positions.open(accountId)).map(openBookOf),
    ...{ balances, swaps: exchangePositions, stablecoins, reasonOf },
    prices: createPrices({ ask: createQuotes({ tickers }), active, currency: CURRENCY, stablecoins }),
    oldAfterMs: Math.max(MISSED * options.balancesEveryMs, LEAST_AGE_MS),
  });
  const equity = createEquity(options);
  const held = createHeldSymbols({ ...options, portfolios });
  return {
    ...{ portfolios, equity },
    heldSymbols: held.symbols,
    features: [
      { open: held.open, close: held.close },
      createPortfolioFeature({ ...options, portfolios }),
      createEquityFeature({
        ...{ equity, accounts: options.accounts, chats: options.chats },
        reconciler: createReconciler({ ...options, portfolios, equity }),
        recorder: createRecorder({ ...options, portfolios }),
      }),
    ],
  };
}
