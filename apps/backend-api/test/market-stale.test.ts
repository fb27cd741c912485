import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  marketCandlesSchema,
  marketOrderBookSchema,
  marketSummarySchema,
  marketTickerSchema,
} from '@neuratrade/api-contracts';
import { createCleanup } from '@neuratrade/test-kit';
import { type Exchange, type Logged, startRealMarket, untilMarket } from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

let exchange: Exchange;
let backend: Logged;

beforeAll(async () => {
  ({ exchange, backend } = await startRealMarket(cleanup));
});

afterEach(() => exchange.control('DELETE', 'faults'));

describe('while the exchange fails, the last good value is told and marked', () => {
  test.each<[string, { kind: string; value?: number }, RegExp]>([
    ['hangs', { kind: 'hang' }, /^(no answer yet|exchange timeout|exchange busy)$/],
    ['answers HTML', { kind: 'html' }, /^(no answer yet|exchange failed|exchange busy)$/],
    ['answers nothing', { kind: 'empty' }, /^(no answer yet|exchange failed|exchange busy)$/],
    ['answers 500', { kind: 'status', value: 500 }, /^(no answer yet|exchange failed|exchange busy)$/],
    ['resets', { kind: 'reset' }, /^(no answer yet|exchange failed|exchange busy)$/],
  ])(
    'it %s',
    async (_, fault, reason) => {
      const paths = ['ticker', 'orderbook', 'ohlcv', 'summary'].map((what) => `${what}?symbol=SOL/USDT`);
      const fresh = ({ status, json }: { status: number; json: unknown }): void =>
        expect([status, json]).toEqual([200, expect.not.objectContaining({ stale: expect.anything() })]);
      for (const path of paths) await untilMarket(backend, path, fresh, 30_000);
      for (const path of ['/api/v3/ticker/24hr', '/api/v3/depth', '/api/v3/klines']) {
        await exchange.control('POST', 'faults', { path, ...fault });
      }
      const broken = Date.now();
      const stale = await Promise.all(
        paths.map((path) =>
          untilMarket(backend, path, ({ status, json }) =>
            expect([status, json]).toEqual([
              200,
              expect.objectContaining({ stale: true, stale_reason: expect.stringMatching(reason) }),
            ]),
          ),
        ),
      );
      const [ticker, book, candles, summary] = stale.map(({ json }) => json as Record<string, unknown>);
      expect(marketTickerSchema.parse(ticker)).toEqual(ticker);
      expect(marketOrderBookSchema.parse(book)).toEqual(book);
      expect(marketCandlesSchema.parse(candles)).toEqual(candles);
      expect(marketSummarySchema.parse(summary)).toEqual(summary);
      for (const answer of [ticker, book, candles, summary]) {
        expect(Date.parse(String(answer?.as_of))).toBeLessThanOrEqual(broken);
      }

      await exchange.control('DELETE', 'faults');
      for (const path of paths) await untilMarket(backend, path, fresh, 30_000);
    },
    90_000,
  );
});
