import { expect, test } from '@jest/globals';
import { createFailureLog } from './failure-log.js';

test('a kind of failure is told once in ten seconds, and then how many more there were', () => {
  const lines: object[] = [];
  const nothing = () => undefined;
  let time = 0;
  const error = (msg: string, fields?: object) => void lines.push({ msg, ...fields });
  const log = createFailureLog('x', { debug: nothing, info: nothing, warn: nothing, error }, () => time);
  for (time of [0, 1_000, 9_999, 10_000, 20_000]) log.failed('orderbook', 'timeout', { symbol: 'BTC/USDT' });
  log.failed('markets', 'connection refused', {});
  const book = { msg: 'Failed to fetch orderbook', exchange: 'x', error: 'timeout', symbol: 'BTC/USDT' };
  expect(lines).toEqual([
    book,
    { ...book, suppressed: 2 },
    book,
    { msg: 'Failed to fetch markets', exchange: 'x', error: 'connection refused' },
  ]);
});
