import { expect, test } from '@jest/globals';
import { watchlistSchema } from './watchlist.js';

test.each([
  ['BTC/USDT,ETH/USDT', ['BTC/USDT', 'ETH/USDT']],
  [' btc-usdt , BTC/USDT,, eth_usdt ', ['BTC/USDT', 'ETH/USDT']],
  ['none', []],
  ['NONE', []],
])('a watchlist of %p is %p', (text, symbols) => {
  expect(watchlistSchema.parse(text)).toEqual(symbols);
});

test('what is no symbol is named', () => {
  const { error } = watchlistSchema.safeParse('BTC/USDT,BTCUSDT, nothing at all');
  expect(error?.issues.map(({ message }) => message)).toEqual([
    'BTCUSDT, nothing at all: give symbols as BTC/USDT',
  ]);
});

test('more than a hundred are too many, repetitions not counted', () => {
  const list = (length: number) => Array.from({ length }, (_, n) => `A${n}/USDT,a${n}-usdt`).join();
  expect(watchlistSchema.parse(list(100))).toHaveLength(100);
  const { error } = watchlistSchema.safeParse(list(101));
  expect(error?.issues.map(({ message }) => message)).toEqual(['must be at most 100 symbols']);
});
