import { expect, test } from '@jest/globals';
import { AppError } from '@neuratrade/service-kit';
import { createPatience } from './patience.js';

const rig = () => {
  let now = 0;
  const lines: unknown[] = [];
  const at = (level: string) => (msg: string, fields: unknown) => void lines.push([level, msg, fields]);
  const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as never;
  const patience = createPatience({ logger, firstMs: 1_000, now: () => now });
  /** The time until which it is refused from now on. */
  const refusedFor = (): number => {
    const from = now;
    while (patience.refuses('binance') !== undefined) now += 500;
    return now - from;
  };
  return { patience, lines, refusedFor };
};

test('each failure in a row doubles the pause, up to half a minute, and an answer ends it', () => {
  const { patience, refusedFor } = rig();
  const pauses = Array.from({ length: 7 }, () => {
    patience.failed('binance', new AppError('exchange_failed', 'no'));
    return refusedFor();
  });
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  patience.answered('binance');
  patience.failed('binance', new Error('anything'));
  expect(refusedFor()).toBe(1_000);
});

test.each([
  [20, 20_000],
  [604_800, 30_000],
])('of a pause of %d s that the exchange asks for, %d ms are kept', (retryAfterSeconds, kept) => {
  const { patience, refusedFor } = rig();
  patience.failed('binance', new AppError('exchange_busy', 'slowly', { retryAfterSeconds }));
  expect(refusedFor()).toBe(kept);
});

test('an outage is told once, and its end', () => {
  const { patience, lines } = rig();
  const failure = new AppError('exchange_timeout', 'binance does not answer.');
  for (let n = 0; n < 3; n++) patience.failed('binance', failure);
  patience.answered('binance');
  patience.answered('binance');
  expect(lines).toEqual([
    [
      'warn',
      'Watchlist is not refreshed',
      { exchange: 'binance', code: 'exchange_timeout', error: 'binance does not answer.' },
    ],
    ['info', 'Watchlist is refreshed again', { exchange: 'binance' }],
  ]);
});

test('one exchange does not stand for another', () => {
  const { patience } = rig();
  patience.failed('binance', new AppError('exchange_failed', 'no'));
  expect(patience.refuses('kraken')).toBeUndefined();
});
