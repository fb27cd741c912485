import type { ConfiguredExchanges, ExchangeTest } from '@neuratrade/api-contracts';
import type { AwakeClock, Logger } from '@neuratrade/service-kit';
import { sweepDrafts } from '../configured/draft.js';
import type { ConfiguredExchange } from '../configured/exchange.js';
import type { Redaction } from '../configured/redaction.js';
import type { Configuration, ConfigurationSource } from '../configured/source.js';
import { type Changes, createChanges } from './changes.js';
import { createCheckKey } from './check-key.js';
import { createCommitter } from './commit.js';
import { describeAll } from './described.js';
import type { ExchangeEngine } from './engine.js';
import { notConfigured } from './errors.js';
import { createQueue } from './queue.js';
import { type Reloader, startReloader } from './reload.js';
import type { Running } from './running.js';
import { createState } from './state.js';
import { tryExchange } from './try-exchange.js';

/** The exchanges as an operator manages them. Everything rejects with an AppError. */
export interface Management extends Changes, Reloader {
  list(): ConfiguredExchanges;
  test(identity: Pick<ConfiguredExchange, 'name' | 'account'>): Promise<ExchangeTest>;
  configuration(): Configuration;
  /** Why the latest change of the file was not taken over. */
  problem(): string | null;
}

export interface ManagementOptions {
  readonly source: ConfigurationSource;
  /** What is configured at the start, free of problems. */
  readonly first: Configuration;
  readonly engine: ExchangeEngine;
  readonly running: Running;
  readonly redaction: Redaction;
  readonly clock: AwakeClock;
  /** How long an exchange may take to answer a test. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** Brings the first configuration into force, and follows every change of it. */
export function startManagement(options: ManagementOptions): Management {
  const { source, engine, clock, timeoutMs } = options;
  sweepDrafts(source.file);
  const queue = createQueue();
  const state = createState(options);
  const committer = createCommitter({ ...options, state, queue });
  const changes = createChanges({ source, engine, committer, checkKey: createCheckKey(options) });
  const reloader = startReloader({ ...options, state, queue });
  return {
    ...changes,
    ...reloader,
    list: () => describeAll(state, committer.isWritable()),
    async test({ name, account }) {
      const { exchanges } = state.configuration();
      const found = exchanges.find((exchange) => exchange.name === name && exchange.account === account);
      if (found === undefined) throw notConfigured({ name, account }, exchanges);
      return tryExchange(found, { engine, clock, timeoutMs });
    },
    configuration: state.configuration,
    problem: state.problem,
  };
}
