import { describe, expect, test } from '@jest/globals';
import { exchangeOf } from './exchange.js';

describe('the exchange of a request', () => {
  test.each<[string, Record<string, string>, string[], string]>([
    ['is the one that is named', { exchange: 'kraken' }, ['binance', 'kraken'], 'kraken'],
    ['is named in any case', { exchange: ' Binance ' }, ['binance'], 'binance'],
    ['may be one that is not active', { exchange: 'okx' }, ['binance'], 'okx'],
    ['need not be named when there is but one', {}, ['binance'], 'binance'],
  ])('%s', (_, query, active, exchange) => {
    expect(exchangeOf(query, () => active)).toBe(exchange);
  });

  test('must be named when there are several', () => {
    expect(() => exchangeOf({}, () => ['binance', 'kraken'])).toThrow(
      'exchange is missing: give one of binance, kraken.',
    );
  });

  test('cannot be guessed when there is none', () => {
    expect(() => exchangeOf({}, () => [])).toThrow(/^No exchange is active\./);
  });

  test.each(['', 'a b', '../x', 'binance:BTC', 'x'.repeat(65)])('cannot be %p', (exchange) => {
    expect(() => exchangeOf({ exchange }, () => ['binance'])).toThrow(/give the name of an exchange/);
  });
});
