import { expect, test } from '@jest/globals';
import { Decimal } from '../decimal.js';
import { money, plain, price, result, size } from './money.js';

const decimal = (text: string) => new Decimal(text);

test('amounts have two decimals and thousands separators', () => {
  expect(
    ['10500', '0', '-1234567.005', '0.004', '-0.004'].map((text) => money(decimal(text), 'USDT')),
  ).toEqual([...['10,500.00 USDT', '0.00 USDT', '-1,234,567.01 USDT', '0.00 USDT', '0.00 USDT']]);
});

test('results have a sign, nothing has none', () => {
  expect(['125.5', '-32', '0', '0.001', '-0.001'].map((text) => result(decimal(text), 'USDT'))).toEqual([
    ...['+125.50 USDT', '-32.00 USDT', '0.00 USDT', '0.00 USDT', '0.00 USDT'],
  ]);
});

test('prices keep their precision and have two decimals at least; sizes keep theirs', () => {
  expect(['45000', '0.00001234', '45000.5', '123456.7890'].map((text) => price(decimal(text)))).toEqual([
    ...['45,000.00', '0.00001234', '45,000.50', '123,456.789'],
  ]);
  expect(['0.05', '1250', '100.10'].map((text) => size(decimal(text)))).toEqual(['0.05', '1,250', '100.1']);
});

test('for machines there is neither exponent nor separator, and eighteen decimals at most', () => {
  const third = decimal('1').div(3);
  expect([plain(third), plain(decimal('1e25')), plain(decimal('-1e-30')), plain(decimal('1.50'))]).toEqual([
    ...['0.333333333333333333', '10000000000000000000000000', '0', '1.5'],
  ]);
});
