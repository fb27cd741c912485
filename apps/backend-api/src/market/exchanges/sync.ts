import { AppError, type Logger } from '@neuratrade/service-kit';
import { LAST_TRY_MS, within } from '../../platform/within.js';
import type { CcxtExchanges } from './ccxt-exchanges.js';
import { activeNames, type ExchangeChange, type ExchangeRow, type ExchangeState } from './exchange.js';
import { createTakeOver, type TakeOverOptions } from './take-over.js';

export interface ExchangeSyncOptions extends Pick<TakeOverOptions, 'hold' | 'logger'> {
  readonly configuration: CcxtExchanges['configuration'];
  readonly list: () => Promise<readonly ExchangeState[]>;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly everyMs?: number;
}

export interface ExchangeSync {
  /**
   * The exchanges that any account has enabled, in alphabetical order: as ccxt-service told last, before its first answer as
   * they are registered.
   */
  active(): readonly string[];
  /** Looks at ccxt-service, now and from then on every few seconds, sooner after a failure. */
  start(): void;
  /** The registry can be used from now on. */
  open(): void;
  /** Takes over what ccxt-service is configured with after a change of it, and resolves with what is registered then. */
  settle(change: ExchangeChange): Promise<readonly ExchangeRow[]>;
  /** Looks again in a second: what was done to ccxt-service is not known. */
  lookSoon(): void;
  stop(): Promise<void>;
}

const RETRY_MS = 1_000;

/** Makes the registry follow ccxt-service's configuration, whoever changes that. */
export function createExchangeSync(options: ExchangeSyncOptions): ExchangeSync {
  const { configuration, list, reasonOf, logger, everyMs = 5_000 } = options;
  const report = reporter(logger);
  let active: readonly string[] | undefined;
  let opened = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const read: TakeOverOptions['read'] = async () => {
    const configured = await configuration();
    active = activeNames(configured.exchanges);
    return configured;
  };
  const takeOver = createTakeOver({ ...options, read });

  /** Resolves with how long to wait before the next look. */
  const look = async (): Promise<number> => {
    try {
      const { revision } = await read();
      if (opened && revision !== takeOver.revision) await takeOver.run();
      report(undefined);
      return everyMs;
    } catch (error) {
      if (stopped) return everyMs;
      report(error instanceof AppError ? error.message : `The database cannot be asked: ${reasonOf(error)}.`);
      if (opened) active ??= await list().then(activeNames, () => undefined);
      return Math.min(everyMs, RETRY_MS);
    }
  };

  const lookAfter = (pause: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(lookOn, pause);
  };
  const lookOn = (): void => {
    clearTimeout(timer);
    looking = looking.then(look).then(lookAfter);
  };

  return {
    active: () => active ?? [],
    start: lookOn,
    open() {
      opened = true;
      if (!stopped) lookOn();
    },
    settle: (change) => takeOver.run(change),
    lookSoon: () => lookAfter(RETRY_MS),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await within(looking, LAST_TRY_MS);
    },
  };
}

/** Tells why nothing can be taken over, once for each reason. */
function reporter(logger: Logger): (reason: string | undefined) => void {
  let reported: string | undefined;
  return (reason) => {
    if (reason !== undefined && reason !== reported)
      logger.warn('Exchange registry waits', { error: reason });
    reported = reason;
  };
}
