import type { Logger } from '@neuratrade/service-kit';
import type { Database } from '../../../platform/db/database.js';
import type { Book } from '../books/book.js';
import { findBook } from '../books/repository.js';
import { refoldBook } from '../refold/refold.js';
import { writeFigures } from '../settle.js';
import { createEffects } from '../summaries/effects.js';
import type { Writer } from '../writer.js';
import { listWaiting, type Waiting } from './repository.js';

export interface WorkerOptions {
  readonly pool: Database;
  readonly write: Writer;
  readonly logger: Logger;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly everyMs?: number;
}

export interface Worker {
  /** Looks for books that wait to be folded again, now and from then on every few seconds. */
  start(): void;
  /** Looks now, or as soon as what is under way is done. */
  wake(): void;
  stop(): Promise<void>;
}

const FILLS_AT_ONCE = 10_000;
const TELL_MS = 5_000;

/** Folds in the background what waits for it, a part at a time, so that others can write between two parts. */
export function createWorker({ pool, write, logger, reasonOf, everyMs = 5_000 }: WorkerOptions): Worker {
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let reported = '';

  const refold = async ({ id, accountId, exchange, symbol }: Waiting): Promise<void> => {
    const startedAt = Date.now();
    let toldAt = startedAt;
    let fills = 0;
    for (let done = false; !done && !stopped; ) {
      const part = await write(accountId, async (client) => {
        const book = (await findBook(client, id)) as Book;
        const effects = createEffects();
        const count = await refoldBook(client, book, effects, FILLS_AT_ONCE);
        await writeFigures(client, accountId, [book], effects);
        return { count, done: book.refold === null, of: book.fills };
      });
      fills += part.count;
      done = part.done;
      if (fills === 0 || (!done && Date.now() - toldAt < TELL_MS)) continue;
      toldAt = Date.now();
      const seconds = (toldAt - startedAt) / 1_000;
      logger.info(done ? 'Fills folded again' : 'Folding fills again', {
        ...{ exchange, symbol, fills, of: part.of, seconds },
      });
    }
  };

  const run = async (): Promise<void> => {
    try {
      do {
        again = false;
        for (const book of await listWaiting(pool)) await refold(book);
      } while (again && !stopped);
      reported = '';
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== reported && !stopped) logger.warn('Fills wait to be folded again', { error: reason });
      reported = reason;
    } finally {
      running = undefined;
    }
  };
  const wake = (): void => {
    again = true;
    if (!stopped) running ??= run();
  };

  return {
    start() {
      stopped = false;
      timer = setInterval(wake, everyMs);
      wake();
    },
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
