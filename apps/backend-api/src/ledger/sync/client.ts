import {
  type Balances,
  balancesSchema,
  type Executions,
  executionsSchema,
  type Markets,
  marketsSchema,
  type Positions,
  positionsSchema,
  type TradedSymbols,
  type Transfers,
  tradedSymbolsSchema,
  transfersSchema,
} from '@neuratrade/api-contracts';
import type { z } from 'zod';
import { createCcxtAsker } from '../../market/ccxt-client/asker.js';
import { unexpectedAnswer } from '../../market/ccxt-client/failure.js';
import type { Job } from './jobs/job.js';

/** Where a list is to begin: at an instant (milliseconds), behind an earlier answer, or with the first entry there is. */
export interface Begin {
  readonly since: number | null;
  readonly next: string | null;
}

type At = Pick<Job, 'account' | 'exchange'>;

/**
 * What accounts hold at exchanges, as ccxt-service has it from them. Every call rejects with an AppError: ccxt-service's own, or
 * `unavailable` while it cannot be asked.
 */
export interface PrivateClient {
  executions(at: At, symbol: string, begin: Begin, signal: AbortSignal): Promise<Executions>;
  balances(at: At, signal: AbortSignal): Promise<Balances>;
  transfers(at: At, kind: Transfers['kind'], begin: Begin, signal: AbortSignal): Promise<Transfers>;
  positions(at: At, signal: AbortSignal): Promise<Positions>;
  symbols(at: At, signal: AbortSignal): Promise<TradedSymbols>;
  markets(exchange: string, signal: AbortSignal): Promise<Markets>;
}

/** Longer than ccxt-service waits for an exchange, and shorter than a job is kept. */
const TIMEOUT_MS = 20_000;
const MAX_SOCKETS = 8;
/** The lists of markets of the largest exchanges. */
const MAX_BYTES = 16 * 1024 * 1024;

export function createPrivateClient({
  url,
  serviceKey,
}: {
  readonly url: string;
  readonly serviceKey: string | undefined;
}): PrivateClient {
  const limits = { timeoutMs: TIMEOUT_MS, maxSockets: MAX_SOCKETS, maxBytes: MAX_BYTES };
  const ask = createCcxtAsker({ url, serviceKey, ...limits });

  const askPrivate = async <T extends { readonly exchange: string; readonly account: string }>(
    schema: z.ZodType<T>,
    path: string,
    { account, exchange }: At,
    signal: AbortSignal,
    query: Readonly<Record<string, string>> = {},
  ): Promise<T> => {
    const told = await ask(schema, `private/${path}`, { exchange, account: account.name, ...query }, signal);
    if (told.account !== account.name) throw unexpectedAnswer();
    return told;
  };

  return {
    async executions(at, symbol, begin, signal) {
      const query = { symbol, ...written(begin) };
      const told = await askPrivate(executionsSchema, 'trades', at, signal, query);
      if ([told, ...told.trades].some((one) => one.symbol !== symbol)) throw unexpectedAnswer();
      return told;
    },
    balances: (at, signal) => askPrivate(balancesSchema, 'balances', at, signal),
    async transfers(at, kind, begin, signal) {
      const told = await askPrivate(transfersSchema, 'transfers', at, signal, { kind, ...written(begin) });
      if (told.kind !== kind) throw unexpectedAnswer();
      return told;
    },
    positions: (at, signal) => askPrivate(positionsSchema, 'positions', at, signal),
    symbols: (at, signal) => askPrivate(tradedSymbolsSchema, 'symbols', at, signal),
    markets: (exchange, signal) => ask(marketsSchema, 'markets', { exchange }, signal),
  };
}

function written({ since, next }: Begin): Readonly<Record<string, string>> {
  if (next !== null) return { cursor: next };
  return since === null ? {} : { since: new Date(since).toISOString() };
}
