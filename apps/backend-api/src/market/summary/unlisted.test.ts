import { expect, test } from '@jest/globals';
import { AppError } from '@neuratrade/service-kit';
import { createUnlisted } from './unlisted.js';

const place = { exchange: 'binance', symbol: 'X/Y' };
const error = new AppError('not_found', 'binance does not list X/Y.');

test('that a symbol is not listed is remembered for ten minutes, of that exchange alone', () => {
  let now = 0;
  const unlisted = createUnlisted(() => now);
  unlisted.note(place, error);
  now = 599_999;
  expect([unlisted.why(place), unlisted.why({ ...place, exchange: 'kraken' })]).toEqual([error, undefined]);
  now = 600_000;
  expect(unlisted.why(place)).toBeUndefined();
});

test('an exchange that is active no more is forgotten', () => {
  const unlisted = createUnlisted();
  unlisted.note(place, error);
  unlisted.keepOnly(['kraken', 'binance']);
  expect(unlisted.why(place)).toBe(error);
  unlisted.keepOnly(['kraken']);
  expect(unlisted.why(place)).toBeUndefined();
});

test('of very many the oldest are forgotten', () => {
  const unlisted = createUnlisted();
  for (let n = 0; n <= 10_000; n++) unlisted.note({ exchange: 'binance', symbol: `X${n}/Y` }, error);
  const known = [0, 1, 10_000].map((n) => unlisted.why({ exchange: 'binance', symbol: `X${n}/Y` }));
  expect(known).toEqual([undefined, error, error]);
});
