import { AppError } from '@neuratrade/service-kit';
import type { Connection, Database } from '../../platform/db/database.js';
import { transaction } from '../../platform/db/transaction.js';
import { orUnavailable } from '../../platform/db/unavailable.js';
import { BEGIN, holdAccount } from './repository.js';
import { createSerial } from './serial.js';
import { createSlots } from './slots.js';

/** Does work as the one writer of an account, in a transaction. */
export type Writer = <T>(accountId: number, work: (client: Connection) => Promise<T>) => Promise<T>;

/** What the work itself refused: it is handed on as it is. */
export class Refusal extends Error {}

export interface WriterOptions {
  readonly pool: Database;
  /** Why the database failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
}

/** So many accounts are written to at once: all writers share one core, and whoever asks needs connections too. */
const AT_ONCE = 4;

/**
 * In this process the writers of an account wait for each other before they take a connection, and so do those of many accounts, as long as it
 * takes: a connection itself is waited for only briefly.
 */
export function createWriter({ pool, reasonOf }: WriterOptions): Writer {
  const serial = createSerial();
  const slots = createSlots(AT_ONCE);
  return (accountId, work) => {
    const write = async () => {
      let refused: { readonly cause: unknown } | undefined;
      const written = transaction(
        pool,
        async (client) => {
          await holdAccount(client, accountId);
          try {
            return await work(client);
          } catch (error) {
            if (error instanceof Refusal || error instanceof AppError) refused = { cause: error };
            throw error;
          }
        },
        BEGIN,
      );
      try {
        return await orUnavailable(written, reasonOf);
      } catch (error) {
        if (refused === undefined) throw error;
        throw refused.cause instanceof Refusal ? refused.cause.cause : refused.cause;
      }
    };
    return serial(accountId, () => slots(write));
  };
}
