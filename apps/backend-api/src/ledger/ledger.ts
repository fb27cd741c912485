import type { CacheReport, CustomQuest } from '@neuratrade/api-contracts';
import { databaseReason, type Logger } from '@neuratrade/service-kit';
import type { Router } from 'express';
import type { HistoryService } from '../health/history/service.js';
import { reportHours } from '../market/cache/query.js';
import { createConnectivity } from '../market/connectivity/service.js';
import type { ExchangesService } from '../market/exchanges/service.js';
import type { MarketServices } from '../market/routes.js';
import type { Database } from '../platform/db/database.js';
import { chatAnswers } from './account-answers.js';
import { createAccountsFeature } from './accounts/routes.js';
import type { Accounts } from './accounts/service.js';
import { createGivenBalances } from './balances/put.js';
import { createBalancesFeature } from './balances/routes.js';
import { createBalances } from './balances/service.js';
import { createBotName } from './chats/bot.js';
import { createCodes } from './chats/codes/service.js';
import { createChatsFeature } from './chats/routes.js';
import { createChats } from './chats/service.js';
import { createDigestFeature } from './digest/routes.js';
import { createExchangePositions } from './exchange-positions/service.js';
import { createExchangeStatesFeature } from './exchange-states/routes.js';
import type { Doors, Feature } from './feature.js';
import { createFills } from './fills/fills.js';
import { createPerformanceFeature } from './performance/routes.js';
import { createPerformances } from './performance/service.js';
import { createPositions } from './positions/service.js';
import { createPushFeature } from './push/push.js';
import { createQuestsFeature } from './quests/routes.js';
import { createQuests } from './quests/service.js';
import { createRepricing } from './rates/repricing/repricing.js';
import { createRates } from './rates/service.js';
import { createSummaries } from './summaries/service.js';
import { createSync, type SyncOptions } from './sync/sync.js';
import { createTradesService } from './trades/service.js';
import { createTradesFeature } from './trades/trades.js';
import { createTransfers } from './transfers/service.js';
import { createValuation } from './valuation.js';

export interface LedgerOptions {
  readonly pool: Database;
  readonly accounts: Accounts;
  readonly market: MarketServices;
  readonly exchanges: Pick<ExchangesService, 'list'>;
  readonly history: Pick<HistoryService, 'incidents'>;
  readonly cacheReport: (hours: number) => Promise<CacheReport>;
  /** Where ccxt-service answers, and the key that it asks for. */
  readonly ccxt: { readonly url: string; readonly serviceKey: string | undefined };
  readonly telegram: { readonly url: string; readonly serviceKey: string | undefined };
  /** Those of the user's own. */
  readonly customQuests: readonly CustomQuest[];
  /** Assets that count as cash. */
  readonly stablecoins: readonly string[];
  /** How often exchanges are asked for fills, and for balances and positions. */
  readonly syncEvery: SyncOptions['every'];
  readonly logger: Logger;
}

export interface Ledger {
  guards(router: Router, doors: Doors): void;
  routes(router: Router): void;
  open(): void;
  close(): Promise<void>;
  /** What is held and priced by other symbols than are watched anyway; from memory. */
  heldSymbols(): readonly string[];
}

/** What the accounts hold, what they earned, and how it got here. */
export function createLedger({
  pool,
  accounts,
  market,
  exchanges,
  history,
  cacheReport,
  ccxt,
  telegram,
  customQuests: custom,
  stablecoins,
  syncEvery: every,
  logger,
}: LedgerOptions): Ledger {
  const database = { pool, reasonOf: databaseReason };
  const chats = createChats({ ...database, logger });
  const codes = createCodes({ ...database, accounts, botName: createBotName(telegram), logger });
  const summaries = createSummaries(database);
  const quests = createQuests({ ...database, summaries, custom, logger });
  const rates = createRates({ pool, ccxt, active: market.active, stablecoins, logger });
  const fills = createFills({ ...database, accounts, rates, logger });
  const transfers = createTransfers({ pool, rates });
  const balances = createBalances({ pool });
  const exchangePositions = createExchangePositions({ pool });
  const positions = createPositions(database);
  const trades = createTradesService(database);
  const sync = createSync({
    ...{
      ...database,
      accounts,
      exchanges,
      ccxt,
      store: fills,
      balances,
      exchangePositions,
      transfers,
      every,
      logger,
    },
  });
  const valuation = createValuation({
    ...database,
    ...{
      accounts,
      chats,
      market,
      balances,
      exchangePositions,
      positions,
      summaries,
      transfers,
      stablecoins,
      logger,
    },
    balancesEveryMs: every.balancesMs,
    isBackFilling: sync.isBackFilling,
  });
  const performances = createPerformances({ ...valuation, summaries, positions, transfers });
  const features: readonly Feature[] = [
    createAccountsFeature({ accounts }),
    createChatsFeature({ accounts, chats, codes }),
    fills.feature,
    createPushFeature({ accounts, fills }),
    createTradesFeature({ accounts, chats, trades }),
    createQuestsFeature({ accounts, chats, quests }),
    createPerformanceFeature({ accounts, chats, performances }),
    createRepricing({ ...database, rates, refold: fills.reprice, logger }),
    createBalancesFeature(createGivenBalances({ ...database, accounts, exchanges, transfers })),
    sync.feature,
    createExchangeStatesFeature({ chats, exchanges, sync, connectivity: createConnectivity(ccxt) }),
    createDigestFeature({ ...valuation, ...{ accounts, chats, performances, trades, quests, history } }),
    chatAnswers('cache', { chats }, (_account, query) => cacheReport(reportHours(query))),
    ...valuation.features,
  ];
  return {
    heldSymbols: valuation.heldSymbols,
    guards: (router, doors) => {
      for (const feature of features) feature.guards?.(router, doors);
    },
    routes: (router) => {
      for (const feature of features) feature.routes?.(router);
    },
    open: () => {
      for (const feature of features) feature.open?.();
    },
    close: async () => {
      await Promise.all(features.map((feature) => feature.close?.()));
    },
  };
}
