import { AppError, type Logger } from '@neuratrade/service-kit';
import type { Database } from '../../../platform/db/database.js';
import { orUnavailable } from '../../../platform/db/unavailable.js';
import type { Pair } from '../../rates/rate.js';
import type { RateOf, Rates } from '../../rates/service.js';
import type { Writer } from '../writer.js';
import type { Chosen, Extent } from './chosen.js';
import { countWaiting, markChosen } from './repository.js';
import { repriceBook } from './reprice.js';
import { createWorker } from './worker.js';

export interface Refolds {
  /** Has the fills of an account folded again from the first on, of one exchange or symbol or of all. Rejects with `not_found` where there are none. */
  request(chosen: Chosen): Promise<Extent>;
  /** What waits to be folded again. */
  waiting(chosen: Chosen): Promise<Extent>;
  /** Gives what had no price, of a book from an instant on, the price that is remembered now. Resolves with how many fills got one. */
  reprice(bookId: number, from: number): Promise<number>;
  /** Something was stored that may have to wait. */
  wake(): void;
  start(): void;
  stop(): Promise<void>;
}

export interface RefoldsOptions {
  readonly pool: Database;
  readonly write: Writer;
  readonly rates: Pick<Rates, 'many'>;
  readonly logger: Logger;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

export function createRefolds(options: RefoldsOptions): Refolds {
  const { pool, write, rates, reasonOf } = options;
  const worker = createWorker(options);
  const remembered = (pairs: readonly Pair[]): Promise<RateOf> => rates.many(pairs, 0);
  return {
    ...worker,
    async request(chosen) {
      const extent = await write(chosen.accountId, (client) => markChosen(client, chosen));
      if (extent.books === 0) throw noFills(chosen);
      worker.wake();
      return extent;
    },
    waiting: (chosen) => orUnavailable(countWaiting(pool, chosen), reasonOf),
    async reprice(bookId, from) {
      const priced = await repriceBook({ pool, write, remembered }, bookId, from);
      worker.wake();
      return priced;
    },
  };
}

function noFills({ exchange, symbol }: Chosen): AppError {
  const of = symbol === undefined ? '' : ` of ${symbol}`;
  const on = exchange === undefined ? '' : ` on ${exchange}`;
  return new AppError('not_found', `The account has no fills${of}${on}: nothing to fold again.`);
}
