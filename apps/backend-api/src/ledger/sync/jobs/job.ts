import type { SyncJob } from '@neuratrade/api-contracts';
import type { Connection } from '../../../platform/db/database.js';
import type { Account } from '../../accounts/service.js';

export type JobKind = SyncJob['kind'];

/** One kind of reading of one exchange of one account, while this process has it. */
export interface Job {
  readonly id: number;
  readonly account: Account;
  readonly exchange: string;
  readonly kind: JobKind;
  /** Of `trades`; empty for the others. */
  readonly symbol: string;
  /** What the readings before left for the next one. */
  readonly progress: unknown;
  readonly failures: number;
  /** When it was due, as the database wrote that. Where that has changed meanwhile, somebody wants it done again. */
  readonly dueAt: string;
  /** Proves that the job is still whose it was: whoever takes it over gets another one. */
  readonly token: string;
}

/** How a reading ended. */
export interface Done {
  /** When it is due again. */
  readonly dueInMs: number;
  readonly progress: object;
  /** False where the exchange does not tell such a thing. */
  readonly offered?: boolean;
}

/** A job that was taken over by another process, or that is none any more. */
export class LeaseLost extends Error {}

/** What a reader may do with its job. */
export interface Work {
  readonly job: Job;
  /** Ends with the process. */
  readonly signal: AbortSignal;
  /**
   * Prolongs the job, and notes how far it is; in a transaction nobody can take it over before that ends. To be called before anything is
   * asked or written.
   * @throws {LeaseLost}
   */
  keep(progress?: object, client?: Connection): Promise<void>;
}

export type Reader = (work: Work) => Promise<Done>;

/** What a line of the log says of a job. */
export function aboutJob({ account, exchange, kind, symbol }: Job): Readonly<Record<string, string>> {
  return { account: account.name, exchange, kind, ...(symbol === '' ? {} : { symbol }) };
}
