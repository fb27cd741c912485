import { randomUUID } from 'node:crypto';
import type { Logger } from '@neuratrade/service-kit';
import type { Database } from '../../../platform/db/database.js';
import type { Feature } from '../../feature.js';
import type { Rates } from '../service.js';
import { findPriceable, type Priceable } from './pass.js';
import { createPatience } from './patience.js';
import { holdLease, listUnpriced, releaseLease } from './repository.js';

export interface RepricingOptions {
  readonly pool: Database;
  readonly rates: Pick<Rates, 'search' | 'isPaused'>;
  /** Folds a book anew from an instant (milliseconds) on, with the rates that are remembered. */
  readonly refold: (bookId: number, from: number) => Promise<unknown>;
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
  /** How often it is looked for fills without a price. */
  readonly everyMs?: number;
}

const LEASE = 'repricing';
const LEASE_MS = 60_000;

/** Prices in the background what could not be priced when it came: one backend at a time, less often while there is nothing to be had. */
export function createRepricing(options: RepricingOptions): Feature {
  const { pool, rates, refold, reasonOf, logger, everyMs = 5_000 } = options;
  const holder = randomUUID();
  const closing = new AbortController();
  let held = false;
  const hold = async (): Promise<boolean> => {
    held = await holdLease(pool, LEASE, holder, LEASE_MS);
    return held;
  };
  const list = listUnpriced.bind(undefined, pool);
  const patience = createPatience(everyMs);
  let pause = everyMs;
  let reported: string | undefined;
  let before: ReadonlyMap<number, Priceable> = new Map();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  /** A book that stays as it was is left alone the next time. Resolves with how long to wait. */
  const pass = async (): Promise<number> => {
    if (!(await hold())) return everyMs;
    const deep = patience.isDeep();
    const { books, lacked } = await findPriceable({ list, rates, hold, closing: closing.signal }, deep);
    const changed = [...books].filter(([id, book]) => !same(before.get(id), book));
    for (const [id, { from, fills }] of changed) {
      await hold();
      await refold(id, from);
      logger.info('Fills priced', { book: id, fills });
    }
    before = books;
    return patience.after({ deep, lacked, priced: changed.length > 0, paused: rates.isPaused() });
  };

  const run = async (): Promise<void> => {
    try {
      pause = await pass();
      reported = undefined;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== reported && !closing.signal.aborted) {
        logger.warn('Fills wait for their price', { error: reason });
      }
      reported = reason;
    }
    if (!closing.signal.aborted) timer = setTimeout(next, pause);
  };
  const next = (): void => {
    running = run();
  };

  return {
    open: next,
    async close() {
      clearTimeout(timer);
      closing.abort();
      await running;
      if (held) await releaseLease(pool, LEASE, holder).catch(() => undefined);
    },
  };
}

function same(before: Priceable | undefined, now: Priceable): boolean {
  return before?.from === now.from && before.fills === now.fills;
}
