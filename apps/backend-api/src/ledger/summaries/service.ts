import type { Database } from '../../platform/db/database.js';
import { transaction } from '../../platform/db/transaction.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { Decimal } from '../decimal.js';
import type { Summary } from '../summary/summary.js';
import type { Tree } from './node.js';
import { readTotals, summaryOf } from './repository.js';
import { createTree } from './tree.js';
import { stretchFrom } from './windows.js';

/** All that an account did. Of equal texts, everything that can be found out is the same. */
export interface Whole {
  readonly summary: Summary;
  readonly text: string | null;
}

/** Reads of what accounts did, none of which grows with their history. Every call rejects with `unavailable` while the database is. */
export interface Summaries {
  whole(accountId: number): Promise<Whole>;
  /** All that an account did, and what it realised from each of the instants on, at one moment. */
  since(
    accountId: number,
    instants: readonly number[],
  ): Promise<Whole & { readonly realized: readonly Decimal[] }>;
  /** Looks into the past of an account, all of it as it is at one moment. */
  look<T>(accountId: number, work: (whole: Whole, tree: Tree) => Promise<T>): Promise<T>;
}

export interface SummariesOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

const AT_ONE_MOMENT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

export function createSummaries({ pool, reasonOf }: SummariesOptions): Summaries {
  const since: Summaries['since'] = async (accountId, instants) => {
    const found = await orUnavailable(readTotals(pool, accountId, instants.map(stretchFrom)), reasonOf);
    return { ...found, summary: summaryOf(found.text) };
  };
  return {
    since,
    whole: (accountId) => since(accountId, []),
    look(accountId, work) {
      const looked = transaction(
        pool,
        async (connection) => {
          const { text } = await readTotals(connection, accountId, []);
          return work({ text, summary: summaryOf(text) }, createTree(connection, accountId));
        },
        AT_ONE_MOMENT,
      );
      return orUnavailable(looked, reasonOf);
    },
  };
}
