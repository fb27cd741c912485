import { expect, test } from '@jest/globals';
import { depthFor } from './depths.js';
import { nearestSymbols } from './symbols.js';

const SYMBOLS = ['BTC/USDT', 'BTC/USDC', 'BTC/EUR', 'BTC/JPY', 'ETH/USDT', 'BTC/USDT:USDT', 'DOGE/USDT'];

test.each([
  ['BTC/USD', ['BTC/USDT', 'BTC/USDC', 'BTC/EUR']],
  ['btc-eru', ['BTC/EUR', 'BTC/USDT', 'BTC/USDC']],
  ['BTCUSD', ['BTC/USDT']],
  ['DOG/USDT', ['DOGE/USDT']],
  ['ETH/BTC', ['ETH/USDT']],
  ['QQQQQ/ZZZZZ', []],
  ['?', []],
])('the symbol %s may have meant %j', (symbol, near) => {
  expect(nearestSymbols(SYMBOLS, symbol)).toEqual(near);
});

test('an exchange that takes certain depths only is asked for the next larger one, or its largest', () => {
  expect([
    depthFor('kucoin', 1),
    depthFor('kucoin', 21),
    depthFor('kucoin', 500),
    depthFor('htx', 20),
    depthFor('simulator', 37),
  ]).toEqual([20, 100, 100, 20, 37]);
});
