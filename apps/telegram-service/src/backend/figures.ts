import {
  type CacheReport,
  cacheReportSchema,
  type Digest,
  digestSchema,
  type EquityCurve,
  type ExchangeStates,
  equityCurveSchema,
  exchangeStatesSchema,
  type Performance,
  type Portfolio,
  performanceSchema,
  portfolioSchema,
  type Quests,
  questsSchema,
  type Trades,
  tradesSchema,
} from '@neuratrade/api-contracts';
import { formatTimestamp } from '@neuratrade/health-contracts';
import type { BackendAnswer, BackendFailure } from './answer.js';
import type { Asker } from './ask.js';

/** What is worked out of much takes longer. */
const PATIENT_MS = 5_000;

/** What a chat is told about its account. */
export interface FigureCalls {
  portfolio(chatId: number, signal: AbortSignal): Promise<BackendAnswer<Portfolio>>;
  performance(chatId: number, signal: AbortSignal): Promise<BackendAnswer<Performance>>;
  /** With `raw`. */
  quests(chatId: number, signal: AbortSignal): Promise<BackendAnswer<Quests>>;
  /** The newest closed trades. */
  trades(chatId: number, limit: number, signal: AbortSignal): Promise<BackendAnswer<Trades>>;
  /** From then until now; `step` as `5m`, `1h`, `1d`, what makes at most 500 points unless given. */
  equity(
    chatId: number,
    stretch: { readonly from: Date; readonly step?: string },
    signal: AbortSignal,
  ): Promise<BackendAnswer<EquityCurve>>;
  exchanges(chatId: number, signal: AbortSignal): Promise<BackendAnswer<ExchangeStates>>;
  cache(chatId: number, signal: AbortSignal): Promise<BackendAnswer<CacheReport>>;
  digest(chatId: number, signal: AbortSignal): Promise<BackendAnswer<Digest>>;
}

export function figureCalls({ ask }: Asker): FigureCalls {
  const pathOf = (name: string, chatId: number, query: Readonly<Record<string, string>> = {}): string =>
    `/api/v1/telegram/internal/${name}?${new URLSearchParams({ chat_id: String(chatId), ...query })}`;
  return {
    portfolio: (chatId, signal) =>
      ask({ path: pathOf('portfolio', chatId), answer: portfolioSchema, timeoutMs: PATIENT_MS }, signal),
    performance: (chatId, signal) =>
      ask({ path: pathOf('performance', chatId), answer: performanceSchema }, signal),
    quests: (chatId, signal) =>
      ask({ path: pathOf('quests', chatId, { raw: 'true' }), answer: questsSchema }, signal),
    trades: (chatId, limit, signal) =>
      ask({ path: pathOf('trades', chatId, { limit: String(limit) }), answer: tradesSchema }, signal),
    equity: (chatId, { from, step }, signal) => {
      const query = { from: formatTimestamp(from), ...(step === undefined ? {} : { step }) };
      return ask({ path: pathOf('equity', chatId, query), answer: equityCurveSchema }, signal);
    },
    exchanges: (chatId, signal) =>
      ask({ path: pathOf('exchanges', chatId), answer: exchangeStatesSchema }, signal),
    cache: (chatId, signal) => ask({ path: pathOf('cache', chatId), answer: cacheReportSchema }, signal),
    digest: (chatId, signal) =>
      ask({ path: pathOf('digest', chatId), answer: digestSchema, timeoutMs: PATIENT_MS }, signal),
  };
}

/** Asks nothing: for a chat of which the backend did not say whether it is still linked, as it may tell figures all the same. */
export function noFigures(failure: BackendFailure): FigureCalls {
  const none = async () => failure;
  return {
    ...{ portfolio: none, performance: none, quests: none, trades: none },
    ...{ equity: none, exchanges: none, cache: none, digest: none },
  };
}
