import { describe, expect, test } from '@jest/globals';
import { ExchangeFailure } from '../../connectivity/failure.js';
import { amountOf, decimalOf, isAbove, priceOf, requiredPrice } from './decimal.js';

describe('a number of an exchange', () => {
  test.each([
    ['46000.10', '46000.10'],
    ['0.00001234', '0.00001234'],
    ['-1.500', '-1.500'],
    [46_000.1, '46000.1'],
    [1e-8, '0.00000001'],
    ['1E-8', '0.00000001'],
    ['1.25e-8', '0.0000000125'],
    ['12.5e1', '125'],
    ['1.2345e2', '123.45'],
    ['-3e2', '-300'],
    ['+5', '5'],
    ['5.', '5'],
    ['0e0', '0'],
    [1e21, '1000000000000000000000'],
    [undefined, null],
    [null, null],
    ['', null],
  ])('%p is %p', (value, decimal) => {
    expect(decimalOf(value)).toBe(decimal);
  });

  test.each(['NaN', Number.NaN, Number.POSITIVE_INFINITY, 'abc', '1,5', '1e9999', {}, [], true, '0x10'])(
    '%p is none',
    (value) => {
      expect(() => decimalOf(value)).toThrow(ExchangeFailure);
    },
  );

  test('is above another by the last of many digits', () => {
    const most = '0.100000000000000000000000001';
    expect([isAbove(most, '0.1'), isAbove('0.1', most), isAbove('0.1', '0.10')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

test('a price is above zero, an amount is not below, and either may be missing', () => {
  expect([priceOf('0.1'), priceOf(undefined), amountOf('0'), amountOf(undefined)]).toEqual([
    '0.1',
    null,
    '0',
    null,
  ]);
  for (const refused of [
    () => priceOf('0'),
    () => priceOf('-1'),
    () => amountOf('-1'),
    () => requiredPrice(null),
  ]) {
    expect(refused).toThrow('unexpected answer');
  }
});
