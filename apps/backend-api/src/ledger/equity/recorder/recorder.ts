import { randomUUID } from 'node:crypto';
import type { Logger } from '@neuratrade/service-kit';
import type { Database } from '../../../platform/db/database.js';
import { LAST_TRY_MS, within } from '../../../platform/within.js';
import type { Portfolios } from '../../portfolio/service.js';
import { addTurns, passTurn, storeSnapshot, takeTurn, thinSnapshots } from './repository.js';

export interface RecorderOptions {
  readonly pool: Database;
  readonly portfolios: Portfolios;
  /** Whether fills of an account that were executed already are still to come. */
  readonly isBackFilling: (accountId: number) => Promise<boolean>;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
  readonly everyMs?: number;
  /** How often to look whether a snapshot is due. */
  readonly lookMs?: number;
}

export interface Recorder {
  open(): void;
  /** Ends it after what is under way, unless that takes too long. */
  close(): Promise<void>;
}

const LEASE_MS = 30_000;
/** How soon to look again at an account of which nothing is known yet, or not everything. */
const AGAIN_MS = 15_000;
/** How often what is missing may come, before a snapshot is taken without it. */
const PATIENCE = { prices: 2, fills: 20 };
const WHOLE_DAYS = 30;

/** Takes a snapshot of every account every five minutes, by one of the replicas, and leaves one an hour after 30 days. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { pool, portfolios, isBackFilling, reasonOf, logger } = options;
  const { everyMs = 300_000, lookMs = 2_000 } = options;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let stopped = false;
  let reported = '';
  const attempts = new Map<number, number>();

  const takeDue = async (): Promise<void> => {
    await addTurns(pool);
    while (!stopped) {
      const turn = await takeTurn(pool, randomUUID(), LEASE_MS);
      if (turn === undefined) break;
      const [valued, isIncomplete] = await Promise.all([
        portfolios.of({ id: turn.accountId }),
        isBackFilling(turn.accountId),
      ]);
      const patience = isIncomplete ? PATIENCE.fills : valued.unpriced.length > 0 ? PATIENCE.prices : 0;
      const attempt = attempts.get(turn.accountId) ?? 0;
      if (!valued.known || attempt < patience) {
        if (valued.known) attempts.set(turn.accountId, attempt + 1);
        await passTurn(pool, turn, Math.min(AGAIN_MS, everyMs));
        continue;
      }
      attempts.delete(turn.accountId);
      await storeSnapshot(pool, turn, { ...valued, partial: valued.partial || isIncomplete }, everyMs);
      await thinSnapshots(pool, turn.accountId, WHOLE_DAYS);
    }
    reported = '';
  };

  const look = (): void => {
    underWay ??= takeDue()
      .catch((error: unknown) => {
        const reason = reasonOf(error);
        if (reason !== reported) logger.warn('Snapshots of equity wait', { error: reason });
        reported = reason;
      })
      .finally(() => {
        underWay = undefined;
      });
  };

  return {
    open() {
      if (!stopped) timer = setInterval(look, lookMs);
    },
    async close() {
      stopped = true;
      clearInterval(timer);
      await within(Promise.resolve(underWay), LAST_TRY_MS);
    },
  };
}
