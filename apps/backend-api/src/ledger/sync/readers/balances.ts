import type { Balances as ToldBalances } from '@neuratrade/api-contracts';
import { AppError } from '@neuratrade/service-kit';
import type { Database } from '../../../platform/db/database.js';
import type { Balances } from '../../balances/service.js';
import { Decimal } from '../../decimal.js';
import type { PrivateClient } from '../client.js';
import type { Reader } from '../jobs/job.js';
import { hastenAssets } from './repository.js';

export interface BalancesOptions {
  readonly pool: Database;
  readonly client: Pick<PrivateClient, 'balances'>;
  readonly balances: Pick<Balances, 'replace' | 'failed'>;
  readonly everyMs: number;
}

/** What an account held when it was looked at last. */
interface Progress {
  readonly totals?: Readonly<Record<string, string>>;
}

/** Reads what an account holds. Where that has changed, its fills are read at once. */
export function createBalancesReader({ pool, client, balances, everyMs }: BalancesOptions): Reader {
  return async ({ job, signal, keep }) => {
    const told = await client.balances(job, signal).catch(async (error: unknown) => {
      if (error instanceof AppError && !signal.aborted) await balances.failed(job, error.message);
      throw error;
    });
    await keep();
    const holdings = told.balances.map(({ asset, free, used, total }) => ({
      asset,
      free: new Decimal(free),
      used: new Decimal(used),
      total: new Decimal(total),
    }));
    await balances.replace(job, holdings, { source: 'sync', asOf: Date.parse(told.as_of) });
    const totals = totalsOf(told);
    const changed = changes((job.progress as Progress).totals, totals);
    const place = { accountId: job.account.id, exchange: job.exchange };
    if (changed.length > 0) await hastenAssets(pool, place, changed);
    return { dueInMs: everyMs, progress: { totals } satisfies Progress };
  };
}

function totalsOf({ balances }: ToldBalances): Readonly<Record<string, string>> {
  return Object.fromEntries(balances.map(({ asset, total }) => [asset, total]));
}

/** Assets of which there is more or less than before. */
function changes(before: Progress['totals'], now: Readonly<Record<string, string>>): string[] {
  if (before === undefined) return [];
  const assets = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...assets].filter((asset) => before[asset] !== now[asset]);
}
