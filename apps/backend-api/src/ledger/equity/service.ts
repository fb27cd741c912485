import type { Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Decimal } from '../decimal.js';
import type { Transfers } from '../transfers/service.js';
import { flowedAt, flowedOf } from './flowed.js';
import { dailySnapshots, snapshotFrom, snapshotsAt, snapshotsBetween } from './repository.js';
import type { CurvePoint, Snapshot } from './snapshot.js';

export type { CurvePoint, Snapshot } from './snapshot.js';

/** What an account was worth, out of its snapshots. Every call rejects with `unavailable` while the database is. */
export interface Equity {
  /** The last snapshot at or before `at`, a whole one rather than a partial one where there is one of the hour before; milliseconds of the epoch. */
  at(accountId: number, at: number): Promise<Snapshot | null>;
  /** The same of each of several instants. */
  atEach(accountId: number, instants: readonly number[]): Promise<readonly (Snapshot | null)[]>;
  first(accountId: number): Promise<Snapshot | null>;
  /** The first snapshot at or after `from` in which nothing was missing; any other where there is none. */
  wholeFrom(accountId: number, from: number): Promise<Snapshot | null>;
  /** The last snapshot of each UTC day, oldest first, without those in which something was missing; `day` in days since 1970. */
  daily(
    accountId: number,
  ): Promise<readonly { readonly day: number; readonly at: number; readonly equity: Decimal }[]>;
  /** The last snapshot of each step of a stretch that has any, oldest first. */
  between(
    accountId: number,
    stretch: { readonly from: number; readonly to: number; readonly stepMs: number },
  ): Promise<readonly CurvePoint[]>;
}

const DAY_MS = 86_400_000;

export function createEquity({
  pool,
  transfers,
  reasonOf,
}: {
  readonly pool: Database;
  readonly transfers: Pick<Transfers, 'flows'>;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}): Equity {
  const atEach: Equity['atEach'] = (accountId, instants) =>
    orUnavailable(snapshotsAt(pool, accountId, instants), reasonOf);
  return {
    atEach,
    at: async (accountId, at) => (await atEach(accountId, [at]))[0] ?? null,
    first: (accountId) => orUnavailable(snapshotFrom(pool, accountId, 0, false), reasonOf),
    wholeFrom: async (accountId, from) =>
      (await orUnavailable(snapshotFrom(pool, accountId, from, true), reasonOf)) ??
      (await orUnavailable(snapshotFrom(pool, accountId, from, false), reasonOf)),
    async daily(accountId) {
      const snapshots = await orUnavailable(dailySnapshots(pool, accountId), reasonOf);
      const whole = snapshots.filter(({ partial }) => !partial);
      return whole.map(({ at, equity }) => ({ day: Math.floor(at / DAY_MS), at, equity }));
    },
    async between(accountId, stretch) {
      const flows = await orUnavailable(transfers.flows(accountId, stretch.from, stretch.to), reasonOf);
      const steps = await orUnavailable(
        snapshotsBetween(pool, accountId, stretch, flowedOf(flows)),
        reasonOf,
      );
      const sums = flowedAt(
        steps.map(({ at }) => at),
        flows,
      );
      return steps.map((step, index) => ({ ...step, flows: sums[index] ?? null }));
    },
  };
}
