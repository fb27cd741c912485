import { expect, test } from '@jest/globals';
import { unusedKeys } from './unused-keys.js';

test('a key is unused when its exchange is known and not configured', () => {
  const env = {
    BINANCE_API_KEY: 'k',
    OKX_API_KEY: 'k',
    KRAKEN_API_KEY: ' ',
    SERVICE_API_KEY: 'k',
    BYBIT_API_SECRET: 's',
  };
  expect(unusedKeys(env, ['binance', 'bybit', 'kraken', 'okx'], ['okx'])).toEqual([
    { variable: 'BINANCE_API_KEY', exchange: 'binance' },
  ]);
});
