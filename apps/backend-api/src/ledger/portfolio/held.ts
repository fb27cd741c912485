import type { Logger } from '@neuratrade/service-kit';
import { LAST_TRY_MS, within } from '../../platform/within.js';
import type { Accounts } from '../accounts/service.js';
import type { Portfolios } from './service.js';

export interface HeldSymbols {
  /** Begins to look, and again every few seconds. */
  open(): void;
  close(): Promise<void>;
  /** The symbols that the accounts' portfolios are priced by, as of some seconds ago; from memory. */
  symbols(): readonly string[];
}

export interface HeldSymbolsOptions {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly portfolios: Pick<Portfolios, 'symbols'>;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
  readonly everyMs?: number;
}

/** Knows what is held, so that its prices can be kept fresh. */
export function createHeldSymbols(options: HeldSymbolsOptions): HeldSymbols {
  const { accounts, portfolios, reasonOf, logger, everyMs = 5_000 } = options;
  let held: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let stopped = false;

  const look = async (): Promise<void> => {
    const symbols = new Set<string>();
    for (const account of await accounts.list()) {
      for (const symbol of await portfolios.symbols(account)) symbols.add(symbol);
    }
    held = [...symbols];
  };

  const begin = (): void => {
    underWay ??= look()
      .catch((error: unknown) => logger.debug('Held symbols are not known', { error: reasonOf(error) }))
      .finally(() => {
        underWay = undefined;
      });
  };

  return {
    symbols: () => held,
    open() {
      if (stopped) return;
      timer = setInterval(begin, everyMs);
      begin();
    },
    async close() {
      stopped = true;
      clearInterval(timer);
      await within(Promise.resolve(underWay), LAST_TRY_MS);
    },
  };
}
