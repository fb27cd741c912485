import { describe, expect, test } from '@jest/globals';
import { AppError } from '@neuratrade/service-kit';
import { symbolOf } from './symbol.js';

describe('a symbol is understood as', () => {
  test.each([
    ['BTC/USDT', 'BTC/USDT'],
    [' btc/usdt ', 'BTC/USDT'],
    ['BTC-USDT', 'BTC/USDT'],
    ['eth_usdt', 'ETH/USDT'],
    ['btc/usdt:usdt', 'BTC/USDT:USDT'],
    ['BTC-USDT:USDT', 'BTC/USDT:USDT'],
    ['1000SHIB/USDT', '1000SHIB/USDT'],
    ['BTC/USD:BTC-261225-40000-C', 'BTC/USD:BTC-261225-40000-C'],
  ])('%s: %s', (text, symbol) => {
    expect(symbolOf({ symbol: text })).toBe(symbol);
  });
});

describe('refused, saying what would be right', () => {
  test.each([
    ['BTCUSDT'],
    ['BTC/'],
    ['/USDT'],
    ['BTC/USDT/X'],
    ['BTC/USDT\n'.padEnd(200, 'x')],
    ['A-B-C'],
    ['BTC USDT'],
    [''],
  ])('%p', (text) => {
    expect(() => symbolOf({ symbol: text })).toThrow(AppError);
    expect(() => symbolOf({ symbol: text })).toThrow(/give base and quote as BTC\/USDT\.$/);
  });

  test('none', () => {
    expect(() => symbolOf({})).toThrow('symbol is missing: give one as BTC/USDT.');
  });

  test('several', () => {
    expect(() => symbolOf({ symbol: ['BTC/USDT', 'ETH/USDT'] })).toThrow('symbol: give it once.');
  });
});
