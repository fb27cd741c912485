import { expect, test } from '@jest/globals';
import { AppError, type Logger } from '@neuratrade/service-kit';
import { NoAnswer } from '../../market/ccxt-client/failure.js';
import { type Asked, createTrouble } from './trouble.js';

const BNB: Asked = { exchange: 'alpha', symbol: 'BNB/USDT' };
const ETH: Asked = { exchange: 'alpha', symbol: 'ETH/USDT' };
const BETA: Asked = { exchange: 'beta', symbol: 'BNB/USDT' };

function troubled() {
  const time = { now: 0 };
  const lines: unknown[] = [];
  const write = (msg: string, fields?: object): void => void lines.push([msg, fields]);
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const trouble = createTrouble(logger, () => time.now);
  const ready = (): boolean[] => [BNB, ETH, BETA].map(trouble.isReady);
  return { trouble, ready, time, lines };
}

test('what an exchange fails at is left alone for half a minute, and nothing else', () => {
  const { trouble, ready, time } = troubled();
  trouble.failed(BNB, new AppError('exchange_failed', 'no such time'));
  expect(ready()).toEqual([false, true, true]);
  time.now = 30_000;
  expect(ready()).toEqual([true, true, true]);
});

test('an exchange that does not answer is left alone, for as long as it says', () => {
  const { trouble, ready, time } = troubled();
  trouble.failed(BNB, new AppError('exchange_busy', 'slow down', { retryAfterSeconds: 90 }));
  expect(ready()).toEqual([false, false, true]);
  time.now = 89_999;
  expect(ready()).toEqual([false, false, true]);
  time.now = 90_000;
  expect(ready()).toEqual([true, true, true]);
});

test('all are left alone while ccxt-service cannot be reached', () => {
  const { trouble, ready } = troubled();
  trouble.failed(BNB, new NoAnswer(new Error('refused')));
  expect(ready()).toEqual([false, false, false]);
  trouble.worked(BETA);
  expect(ready()).toEqual([true, true, true]);
});

test('after ten minutes of failures the others have to do, until it works', () => {
  const { trouble, time } = troubled();
  for (time.now = 0; time.now < 600_000; time.now += 60_000) {
    trouble.failed(BNB, new AppError('exchange_timeout', 'no answer'));
    expect(trouble.isGivenUp(BNB)).toBe(false);
  }
  expect([BNB, ETH, BETA].map(trouble.isGivenUp)).toEqual([true, true, false]);
  trouble.worked(ETH);
  expect([BNB, ETH, BETA].map(trouble.isGivenUp)).toEqual([false, false, false]);
});

test('a failure is told once, and its end too', () => {
  const { trouble, lines } = troubled();
  trouble.failed(BNB, new AppError('exchange_failed', 'no such time'));
  trouble.failed(BNB, new AppError('exchange_failed', 'no such time'));
  trouble.failed(BETA, new NoAnswer(new Error('refused')));
  trouble.worked(BNB);
  trouble.worked(BNB);
  expect(lines).toEqual([
    ['Rates cannot be asked for', { ...BNB, error: 'no such time' }],
    ['Rates cannot be asked for', { error: new NoAnswer(new Error('refused')).message }],
    ['Rates are told again', {}],
    ['Rates are told again', BNB],
  ]);
});
