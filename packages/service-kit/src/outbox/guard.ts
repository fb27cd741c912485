import { type Change, type DurableStore, StoreError } from '../durable/index.js';
import type { Logger } from '../log/logger.js';
import { OutboxError } from './errors.js';

/** Writes to the store, and knows whether that works. */
export interface Guard {
  /** @throws OutboxError `unwritable` or `closed` */
  write(changes: readonly Change<unknown>[], options?: { readonly sync?: boolean }): Promise<void>;
  /** Why nothing can be written; null while it can. */
  broken(): string | null;
  /** Finds out whether writing works again. */
  probe(): Promise<void>;
}

const PROBE = 'probe';

/** `onBroken` is called when writing begins to fail. */
export function createGuard(store: DurableStore<unknown>, logger: Logger, onBroken: () => void): Guard {
  let broken: string | null = null;

  async function write(...[changes, options]: Parameters<Guard['write']>): Promise<void> {
    try {
      await store.write(changes, options);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === 'unwritable') {
        if (broken === null) {
          logger.error('Outbox cannot be written', { error: refusal.message });
          onBroken();
        }
        broken = refusal.message;
      }
      throw refusal;
    }
    if (broken !== null) logger.info('Outbox can be written again');
    broken = null;
  }

  return {
    write,
    broken: () => broken,
    probe: () => write([{ put: PROBE, value: null }]).catch(() => undefined),
  };
}

/** A failure of the store as the outbox tells it. */
export function refusalOf(error: unknown): OutboxError {
  if (error instanceof OutboxError) return error;
  if (!(error instanceof StoreError)) throw error;
  return new OutboxError(error.code === 'closed' ? 'closed' : 'unwritable', error.message, { cause: error });
}
