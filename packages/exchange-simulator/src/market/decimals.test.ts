import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatUnits, parseUnits } from './decimals.js';

describe('decimal texts', () => {
  test('are written from whole units, padded or cut to the wanted places', () => {
    expect([
      formatUnits(4600012, 2),
      formatUnits(5, 2),
      formatUnits(-5, 2),
      formatUnits(7, 0),
      formatUnits(0, 4),
      formatUnits(123456, 4, 8),
      formatUnits(-1, 4, 2),
      formatUnits(12345678901234567890n, 10, 8),
    ]).toEqual(['46000.12', '0.05', '-0.05', '7', '0.0000', '12.34560000', '0.00', '1234567890.12345678']);
  });

  test('read back as the units that they were written from', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 8 }), (units, decimals) => {
        expect(parseUnits(formatUnits(units, decimals), decimals)).toEqual(units);
      }),
    );
  });

  test('are not read when they are no plain number or too fine', () => {
    const texts = ['', '1.', '.5', '-1', '1e3', ' 1', '1.001', '9999999999999999', '999999999999999'];
    expect(texts.map((text) => parseUnits(text, 2))).toEqual(texts.map(() => undefined));
    expect(parseUnits('1.1000', 1)).toEqual(11);
  });
});
