import type { Logger } from '@neuratrade/service-kit';
import type { MarketDataKind } from '../../market/market-data.js';

const AT_MOST_EVERY_MS = 10_000;

const MESSAGES = {
  ticker: 'Failed to fetch ticker',
  tickers: 'Failed to fetch tickers',
  orderbook: 'Failed to fetch orderbook',
  ohlcv: 'Failed to fetch ohlcv',
  markets: 'Failed to fetch markets',
} as const satisfies Record<MarketDataKind, string>;

/** Tells failures of one exchange, each kind at most once in 10 s, with how many more there were since the last line. */
export interface FailureLog {
  failed(kind: MarketDataKind, error: string, symbol: string | undefined): void;
}

export function createFailureLog(exchange: string, logger: Logger, now: () => number): FailureLog {
  const lines = new Map<MarketDataKind, { quietUntil: number; suppressed: number }>();
  return {
    failed(kind, error, symbol) {
      const line = lines.get(kind) ?? { quietUntil: Number.NEGATIVE_INFINITY, suppressed: 0 };
      lines.set(kind, line);
      if (now() < line.quietUntil) {
        line.suppressed += 1;
        return;
      }
      const { suppressed } = line;
      Object.assign(line, { quietUntil: now() + AT_MOST_EVERY_MS, suppressed: 0 });
      logger.error(MESSAGES[kind], {
        exchange,
        error,
        ...(symbol === undefined ? {} : { symbol }),
        ...(suppressed === 0 ? {} : { suppressed }),
      });
    },
  };
}
