import type { Execution, MarketInfo } from '@neuratrade/api-contracts';
import { AppError, type Logger } from '@neuratrade/service-kit';
import type { FillStore, MarketRules, NewFill } from '../../fills/store.js';
import type { PrivateClient } from '../client.js';
import { aboutJob, type Done, type Job, type Reader, type Work } from '../jobs/job.js';
import { type Judgement, judgePage } from '../trades/judge.js';
import { nextLook } from '../trades/next-look.js';
import { afterPage, NOTHING_READ, passOf, sweepOf, type TradesProgress } from '../trades/progress.js';
import { isKept, KEPT_MS, type MarketsOf } from './markets.js';

export interface TradesOptions {
  readonly client: Pick<PrivateClient, 'executions'>;
  readonly store: FillStore;
  readonly marketsOf: MarketsOf;
  readonly everyMs: number;
  readonly logger: Logger;
}

/** After so many pages others have their turn. */
const PAGES = 20;
const NOT_OFFERED_MS = 86_400_000;

/** Reads the fills of one symbol: its history first, then what is new. */
export function createTradesReader(options: TradesOptions): Reader {
  const { client, store, marketsOf, everyMs, logger } = options;

  /** Stores what is valid of a page, and in the same transaction how far that got. */
  const settle = async (
    { job, keep }: Work,
    market: MarketInfo,
    { valid }: Judgement,
    progress: TradesProgress,
  ): Promise<void> => {
    if (valid.length === 0) return keep(progress);
    const fills = valid.map((execution) => toFill(execution, market));
    const { conflicts } = await store.store(job, fills, {
      rules: () => rulesOf(market),
      also: (client) => keep(progress, client),
    });
    for (const index of conflicts) {
      logger.warn('Fill differs from the one that is stored', { ...aboutJob(job), id: fills[index]?.id });
    }
  };

  return async (work): Promise<Done> => {
    const { job, signal, keep } = work;
    const markets = await marketsOf(job.exchange, signal);
    const market = markets.get(job.symbol);
    if (market === undefined || !isKept(market)) {
      const dueInMs = market === undefined ? KEPT_MS : NOT_OFFERED_MS;
      return { dueInMs, progress: progressOf(job), offered: false };
    }
    let progress = progressOf(job);
    let isCaughtUp = false;
    for (let page = 0; page < PAGES; page++) {
      const pass = isCaughtUp ? sweepOf(progress, Date.now()) : passOf(progress, Date.now());
      if (pass === null) {
        return { dueInMs: nextLook(progress, { everyMs, markets: markets.size, now: Date.now() }), progress };
      }
      await keep();
      const told = await client.executions(job, job.symbol, pass, signal).catch(async (error: unknown) => {
        if (isWrongCursor(error)) await keep({ ...progress, pass: null, sweep: null });
        throw error;
      });
      const clock = told.exchange_time === null ? null : Date.parse(told.exchange_time);
      const judgement = judgePage(pass, { trades: told.trades, next: told.next, clock }, Date.now());
      const wasComplete = progress.complete;
      progress = afterPage(progress, judgement, Date.now());
      await settle(work, market, judgement, progress);
      if (!wasComplete && progress.complete && progress.anchor !== null)
        logger.info('History read', aboutJob(job));
      if (judgement.suspicious !== null) throw suspicious(job, judgement.suspicious);
      isCaughtUp ||= progress.pass === null && progress.complete;
    }
    return { dueInMs: 0, progress };
  };
}

function progressOf({ progress }: Job): TradesProgress {
  return { ...NOTHING_READ, ...(progress as Partial<TradesProgress>) };
}

function isWrongCursor(error: unknown): boolean {
  return error instanceof AppError && error.code === 'bad_request';
}

function suspicious({ exchange, symbol }: Job, why: string): AppError {
  return new AppError(
    'exchange_failed',
    `${exchange} told a suspicious page of ${symbol}: ${why}. It is asked again.`,
  );
}

function rulesOf({ amount_step, cost_min }: MarketInfo): MarketRules {
  return { amountStep: amount_step, costMin: cost_min };
}

function toFill(execution: Execution, { type, contract_size }: MarketInfo): NewFill {
  const { id, symbol, side, price, amount, fees, position_side, executed_at } = execution;
  return {
    ...{ id, symbol, side, price, amount, fees },
    market: type === 'swap' ? 'swap' : 'spot',
    line: position_side === 'both' ? 'net' : position_side,
    contractSize: type === 'swap' ? (contract_size ?? '1') : '1',
    funding: null,
    executedAt: Date.parse(executed_at),
  };
}
