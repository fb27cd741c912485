import type { Logger } from '@neuratrade/service-kit';
import type { MarketDataKind } from '../../market/market-data.js';
import type { PrivateDataKind } from '../../private/private-data.js';

export type DataKind = MarketDataKind | PrivateDataKind;

const AT_MOST_EVERY_MS = 10_000;

const MESSAGES = {
  ticker: 'Failed to fetch ticker',
  tickers: 'Failed to fetch tickers',
  orderbook: 'Failed to fetch orderbook',
  ohlcv: 'Failed to fetch ohlcv',
  markets: 'Failed to fetch markets',
  trades: 'Failed to fetch trades',
  balances: 'Failed to fetch balances',
  transfers: 'Failed to fetch transfers',
  positions: 'Failed to fetch positions',
  symbols: 'Failed to fetch traded symbols',
} as const satisfies Record<DataKind, string>;

/** What a failed request was about, where it was about one market or one account. */
interface Subject {
  readonly symbol?: string | undefined;
  readonly account?: string | undefined;
}

/** Tells failures of one exchange, each kind of each account at most once in 10 s, with how many more there were since the last line. */
export interface FailureLog {
  failed(kind: DataKind, error: string, subject: Subject): void;
}

export function createFailureLog(exchange: string, logger: Logger, now: () => number): FailureLog {
  const lines = new Map<string, { quietUntil: number; suppressed: number }>();
  return {
    failed(kind, error, { symbol, account }) {
      const key = `${kind} ${account ?? ''}`;
      const line = lines.get(key) ?? { quietUntil: Number.NEGATIVE_INFINITY, suppressed: 0 };
      lines.set(key, line);
      if (now() < line.quietUntil) {
        line.suppressed += 1;
        return;
      }
      const { suppressed } = line;
      Object.assign(line, { quietUntil: now() + AT_MOST_EVERY_MS, suppressed: 0 });
      logger.error(MESSAGES[kind], {
        exchange,
        error,
        ...(account === undefined ? {} : { account }),
        ...(symbol === undefined ? {} : { symbol }),
        ...(suppressed === 0 ? {} : { suppressed }),
      });
    },
  };
}
