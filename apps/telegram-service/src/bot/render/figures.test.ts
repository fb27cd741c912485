import { expect, test } from '@jest/globals';
import { figure, number, percent, price, result } from './figures.js';
import { resultIcon } from './icons.js';

test('prices keep eight digits, and two decimals where they have fewer', () => {
  expect(
    [
      ...['45000', '46000.5', '0.00001234', '0.000000001234567891', '45123.123456789', '123456.789'],
      ...['999999.999999', '1234567.891', '123456789.126', '0', '0.1000000000000000001'],
    ].map(price),
  ).toEqual([
    ...['45,000.00', '46,000.50', '0.00001234', '0.0000000012345679', '45,123.123', '123,456.79'],
    ...['1,000,000.00', '1,234,567.9', '123,456,789', '0.00', '0.10'],
  ]);
});

test('results have a sign and their unit, however small they are', () => {
  expect(
    ['125.5', '-32', '0', '-0.00', '0.004249', '-0.000000000000000001', '0.01', '1234567.005'].map((text) =>
      result(text, 'USDT'),
    ),
  ).toEqual([
    ...['+125.50 USDT', '-32.00 USDT', '0.00 USDT', '0.00 USDT', '+0.0042 USDT'],
    ...['-0.000000000000000001 USDT', '+0.01 USDT', '+1,234,567.01 USDT'],
  ]);
});

test('counts, ratios and percentages are short', () => {
  expect([number(12_450), number(1.8), number(0), number(7_500.126)]).toEqual([
    '12,450',
    '1.8',
    '0',
    '7,500.13',
  ]);
  expect([percent(1.26), percent(-3), percent(0), percent(-0.001)]).toEqual(['+1.26%', '-3%', '0%', '0%']);
  expect([number(1e300).length, percent(-1e300).length, figure('9'.repeat(5_000)).length]).toEqual([
    33, 34, 33,
  ]);
});

test('one icon for won, one for lost, one for neither or not known', () => {
  expect(['+0.01 USDT', '12', '-32.00 USDT', '0.00 USDT', '-0', null].map(resultIcon)).toEqual([
    ...['🟢', '🟢', '🔴', '⚪', '⚪', '⚪'],
  ]);
});
