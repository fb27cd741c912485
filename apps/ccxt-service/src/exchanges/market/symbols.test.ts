import { expect, test } from '@jest/globals';
import ccxt from 'ccxt';
import { depthFor } from './depths.js';
import { findMarket, nearestSymbols } from './symbols.js';

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

test('a symbol as ccxt writes it means no other market, the exchange’s own name that which it names', () => {
  const client = new ccxt.binanceusdm();
  const swap = {
    id: 'BTCUSDT',
    symbol: 'BTC/USDT:USDT',
    base: 'BTC',
    quote: 'USDT',
    settle: 'USDT',
    swap: true,
  };
  client.setMarkets([swap]);
  const asked = ['BTC/USDT', 'btc/usdt:usdt', 'BTCUSDT', 'BTC-USDT', 'BTC/USDC'];
  expect(asked.map((symbol) => findMarket(client, symbol)?.symbol)).toEqual([
    undefined,
    'BTC/USDT:USDT',
    'BTC/USDT:USDT',
    'BTC/USDT:USDT',
    undefined,
  ]);
});
