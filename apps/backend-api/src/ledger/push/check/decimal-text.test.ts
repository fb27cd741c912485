import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from '../../decimal.js';
import { decimalText } from './decimal-text.js';

test('a plain number stays as it was written', () => {
  const written = ['0', '46000.10', '0.00000001', '123456789012345.123456789', '1.500'];
  expect(written.map(decimalText)).toEqual(written);
});

test('signs, leading zeros and exponents are worked out', () => {
  const given = ['1e-7', '1E+3', '12.5e-3', '12.5e1', '+1.0', '007.5', '-2.25', '-0', '-0.00', '5e-1', '0e9'];
  expect(given.map(decimalText)).toEqual([
    '0.0000001',
    '1000',
    '0.0125',
    '125',
    '1.0',
    '7.5',
    '-2.25',
    '0',
    '0.00',
    '0.5',
    '0',
  ]);
});

test('zeros at the end are no digits too many', () => {
  expect(decimalText(`1.5${'0'.repeat(40)}`)).toBe('1.5');
});

test('whatever is no decimal number is refused', () => {
  const wrong = [
    ...['', ' 1', '1,5', '.5', '5.', '1e', 'e1', '0x10', 'NaN', 'Infinity', '1_000', '１'],
    1,
    null,
    {},
  ];
  const refused = { problem: 'give a decimal number such as "46000.10"' };
  expect(wrong.map(decimalText)).toEqual(wrong.map(() => refused));
});

test('no number has more than 25 digits', () => {
  const long = [`1${'0'.repeat(25)}`, `0.${'0'.repeat(25)}1`, '1e25', '1e-26', '1e99', `1.${'1'.repeat(25)}`];
  const refused = { problem: 'has more than 25 digits, which no product could hold exactly' };
  expect(long.map(decimalText)).toEqual(long.map(() => refused));
  expect([decimalText('1e24'), decimalText('1e-25')]).toEqual([`1${'0'.repeat(24)}`, `0.${'0'.repeat(24)}1`]);
});

test('the value is the one that was written', () => {
  const digits = fc.stringMatching(/^\d{1,12}$/);
  fc.assert(
    fc.property(
      digits,
      digits,
      fc.integer({ min: -6, max: 6 }),
      fc.boolean(),
      (whole, fraction, exponent, minus) => {
        const text = `${minus ? '-' : ''}${whole}.${fraction}e${exponent}`;
        expect(new Decimal(decimalText(text) as string).eq(new Decimal(text))).toBe(true);
      },
    ),
  );
});
