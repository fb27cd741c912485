import { expect, test } from '@jest/globals';
import type { MarketInfo } from '@neuratrade/api-contracts';
import { createLogger } from '@neuratrade/service-kit';
import type { Work } from '../jobs/job.js';
import { NOTHING_READ } from '../trades/progress.js';
import { createTradesReader } from './trades.js';

const market: MarketInfo = {
  ...{ symbol: 'BTC/USD:BTC', base: 'BTC', quote: 'USD', settle: 'BTC', type: 'swap', active: true },
  ...{ contract_size: '1', price_step: null, amount_step: null, amount_min: null, cost_min: null },
};
const work = (symbol: string): Work => ({
  job: {
    id: 1,
    account: { id: 1, name: 'main', createdAt: 0 },
    ...{ exchange: 'binance', kind: 'trades', symbol, progress: {}, failures: 0, dueAt: '', token: '' },
  },
  signal: new AbortController().signal,
  keep: async () => undefined,
});

test('a market that is not listed yet is looked for in the next list, one that cannot be kept a day later', async () => {
  const unused = async (): Promise<never> => {
    throw new Error('asked for nothing');
  };
  const read = createTradesReader({
    client: { executions: unused },
    store: { store: unused },
    marketsOf: async () => new Map([[market.symbol, market]]),
    everyMs: 15_000,
    logger: createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text }),
  });
  const later = (dueInMs: number) => ({ dueInMs, progress: NOTHING_READ, offered: false });
  expect([await read(work('NEW/USDT')), await read(work(market.symbol))]).toEqual([
    later(3_600_000),
    later(86_400_000),
  ]);
});
