import { describe, expect, test } from '@jest/globals';
import { AppError, type ErrorCode } from '@neuratrade/service-kit';
import { createRest, restAfter } from './pause.js';

const failure = (code: ErrorCode, retryAfterSeconds?: number) =>
  new AppError(code, 'told', { retryAfterSeconds });

test('a job rests twice as long after each failure, up to half a minute, or as long as was asked for', () => {
  const rests = [1, 2, 3, 6, 7, 50].map((failures) => restAfter(failures, failure('exchange_failed')));
  expect(rests).toEqual([1_000, 2_000, 4_000, 30_000, 30_000, 30_000]);
  expect(restAfter(1, failure('exchange_busy', 20))).toBe(20_000);
  expect(restAfter(1, failure('exchange_busy', 3_600))).toBe(30_000);
});

describe('an exchange', () => {
  const job = { exchange: 'binance', kind: 'trades' } as const;
  let now = 0;
  const clock = () => now;

  test('rests when it cannot be asked, longer each time, and not when it refuses one thing', () => {
    const rest = createRest(clock);
    rest.failed(job, failure('key_refused'));
    rest.failed(job, failure('exchange_failed'));
    expect(rest.resting()).toEqual([]);
    rest.failed(job, failure('unavailable'));
    rest.failed(job, failure('unavailable'));
    expect(rest.resting()).toEqual(['binance']);
    now += 1_000;
    expect(rest.resting()).toEqual([]);
    rest.failed(job, failure('unavailable'));
    now += 1_999;
    expect(rest.resting()).toEqual(['binance']);
    now += 1;
    expect(rest.resting()).toEqual([]);
  });

  test('does not rest because it lets itself be asked for transfers less often', () => {
    const rest = createRest(clock);
    rest.failed({ ...job, kind: 'transfers' }, failure('exchange_busy', 6));
    expect(rest.resting()).toEqual([]);
    rest.failed(job, failure('exchange_busy', 6));
    expect(rest.resting()).toEqual(['binance']);
  });

  test('begins with short rests again once it has answered', () => {
    const rest = createRest(clock);
    for (let time = 0; time < 5; time++) {
      rest.failed(job, failure('exchange_timeout'));
      now += 30_000;
    }
    rest.answered('binance');
    rest.failed(job, failure('exchange_timeout'));
    now += 1_000;
    expect(rest.resting()).toEqual([]);
  });
});
