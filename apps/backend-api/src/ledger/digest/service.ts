import type { Digest } from '@neuratrade/api-contracts';
import type { HistoryService } from '../../health/history/service.js';
import type { Account } from '../accounts/service.js';
import type { Performances } from '../performance/service.js';
import type { Portfolios } from '../portfolio/service.js';
import type { Quests } from '../quests/service.js';
import type { TradesService } from '../trades/service.js';
import { digestOf } from './compose.js';

export interface Digests {
  /** What went on in an account in the last hours, and what of NeuraTrade was down. Rejects with `unavailable` while the database is. */
  of(account: Account, hours: number): Promise<Digest>;
}

export interface DigestsOptions {
  readonly portfolios: Portfolios;
  readonly performances: Pick<Performances, 'since'>;
  readonly trades: Pick<TradesService, 'since'>;
  readonly quests: Pick<Quests, 'of'>;
  readonly history: Pick<HistoryService, 'incidents'>;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const MOST_INCIDENTS = 20;

export function createDigests(options: DigestsOptions): Digests {
  const { portfolios, performances, trades, quests, history } = options;
  return {
    async of(account, hours) {
      const now = Math.floor(Date.now() / SECOND_MS) * SECOND_MS;
      const from = now - hours * HOUR_MS;
      const [valued, closed, told, incidents] = await Promise.all([
        portfolios.of(account),
        trades.since(account, from),
        quests.of(account),
        history.incidents(from, MOST_INCIDENTS),
      ]);
      const earned = await performances.since(account, from, valued);
      return digestOf({
        ...{ account: account.name, from, now, valued, earned, closed, incidents },
        quests: told.quests,
      });
    },
  };
}
