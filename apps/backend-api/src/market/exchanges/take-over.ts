import type { Logger } from '@neuratrade/service-kit';
import type { Configuration } from './ccxt-exchanges.js';
import { differenceOf, type ExchangeDifference, withChanges } from './difference.js';
import type { ExchangeChange, ExchangeRow } from './exchange.js';
import type { HeldExchanges } from './repository.js';

export interface TakeOverOptions {
  readonly read: () => Promise<Configuration>;
  /** Does the work while nobody else changes the registry, in any process. */
  readonly hold: <T>(work: (held: HeldExchanges) => Promise<T>) => Promise<T>;
  readonly logger: Logger;
}

export interface TakeOver {
  /** The configuration that was taken over last; undefined when it is to be taken over again. */
  readonly revision: string | undefined;
  /**
   * Makes the registry hold what ccxt-service is configured with, and resolves with that. `change` is one that was made and
   * told just now: it counts also when ccxt-service cannot be asked again.
   */
  run(change?: ExchangeChange): Promise<readonly ExchangeRow[]>;
}

/**
 * Takes configurations over one after the other, and logs what that changed. Each is read while the registry is held, so
 * that no older one overwrites a newer one, whichever process reads it.
 */
export function createTakeOver({ read, hold, logger }: TakeOverOptions): TakeOver {
  let revision: string | undefined;
  let told: ExchangeChange[] = [];
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly ExchangeRow[]> | undefined;

  const takeOver = async (): Promise<readonly ExchangeRow[]> => {
    const changes = told;
    told = [];
    const taken = await hold(async (held) => {
      const before = await held.list();
      const configured = await read().catch((error: unknown) => {
        if (changes.length === 0) throw error;
      });
      const now = configured?.exchanges ?? withChanges(before, changes);
      const difference = differenceOf(before, now);
      const differs = Object.values(difference).some((exchanges) => exchanges.length > 0);
      if (differs) await held.replace(now);
      return { configured, difference, rows: differs ? await held.list() : before };
    });
    revision = taken.configured?.revision;
    logDifference(logger, taken.difference);
    return taken.rows;
  };

  return {
    get revision() {
      return revision;
    },
    run(change) {
      if (change !== undefined) told.push(change);
      next ??= last.then(() => {
        next = undefined;
        return takeOver();
      });
      last = next.catch(() => undefined);
      return next;
    },
  };
}

const MESSAGES = {
  added: 'Exchange added',
  changed: 'Exchange changed',
  removed: 'Exchange removed',
} as const satisfies Record<keyof ExchangeDifference, string>;

function logDifference(logger: Logger, difference: ExchangeDifference): void {
  for (const what of ['added', 'changed', 'removed'] as const) {
    for (const { name, account, enabled, hasAuth } of difference[what]) {
      logger.info(MESSAGES[what], { exchange: name, account, enabled, has_auth: hasAuth });
    }
  }
}
