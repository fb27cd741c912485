import type { Logger } from '@neuratrade/service-kit';
import type { Connection, Database } from '../../platform/db/database.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import type { RateOf, Rates } from '../rates/service.js';
import { storeBatch } from './batch.js';
import type { RulesOf } from './books/open.js';
import type { NewFill, Place } from './new-fill.js';
import { pairsOf } from './priced.js';
import { createWriter, Refusal, type Writer } from './writer.js';

export type { MarketRules, NewFill, Place } from './new-fill.js';

/** What became of the fills that were given: how many are new, and the places of the others in the list. */
interface Stored {
  readonly stored: number;
  readonly duplicates: readonly number[];
  readonly conflicts: readonly number[];
}

interface StoreOptions {
  readonly rules?: RulesOf;
  /** Done in the same transaction, after the fills; what it throws is thrown, and nothing is stored. */
  readonly also?: (client: Connection) => Promise<void>;
}

export interface FillStore {
  /**
   * Stores fills and folds them, all or none. A fill that is known with the same content is a duplicate, with other content a conflict.
   * When it resolves, the database has them for good.
   *
   * @throws {AppError} `unavailable` where the database fails; it is safe to store them again
   */
  store(place: Place, fills: readonly NewFill[], options?: StoreOptions): Promise<Stored>;
}

export interface FillStoreOptions {
  readonly pool: Database;
  readonly rates: Pick<Rates, 'many'>;
  readonly logger: Logger;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  /** Who else writes in this process writes by it too. */
  readonly write?: Writer;
  /** Called when something that was stored waits to be folded. */
  readonly onWaiting?: () => void;
}

/** How long fills wait for prices of their fees and quote currencies. */
const RATES_MS = 2_000;
/** Of more fills at once, one line tells them together. */
const LINES_AT_ONCE = 100;

const UNKNOWN: RateOf = () => null;
const NO_RULES: RulesOf = () => undefined;

export function createFillStore(options: FillStoreOptions): FillStore {
  const { rates, logger, onWaiting, write = createWriter(options) } = options;
  return {
    async store(place, fills, { rules: rulesOf = NO_RULES, also } = {}) {
      const pairs = pairsOf(fills);
      const rateOf =
        pairs.length === 0 ? UNKNOWN : await orUnavailable(rates.many(pairs, RATES_MS), options.reasonOf);
      const { waits, ...known } = await write(place.account.id, async (client) => {
        const batch = await storeBatch(client, place, fills, { rateOf, rulesOf });
        await also?.(client).catch((cause: unknown) => {
          throw new Refusal('refused', { cause });
        });
        return batch;
      });
      if (waits) onWaiting?.();
      const isKnown = new Set([...known.duplicates, ...known.conflicts]);
      const stored = fills.filter((_, index) => !isKnown.has(index));
      report(logger, place, stored);
      return { stored: stored.length, ...known };
    },
  };
}

function report(logger: Logger, { account, exchange }: Place, fills: readonly NewFill[]): void {
  const where = { account: account.name, exchange };
  if (fills.length > LINES_AT_ONCE) {
    const symbols = new Set(fills.map(({ symbol }) => symbol)).size;
    logger.info('Trade executed', { ...where, fills: fills.length, symbols });
    return;
  }
  for (const { symbol, side, amount, price, id } of fills)
    logger.info('Trade executed', { ...where, symbol, side, amount, price, id });
}
