import { describe, expect, test } from '@jest/globals';
import { amount, axisLabels, axisTicks, difference, signedAmount, signedPercent } from './figures.js';
import { valueRange } from './value-range.js';

/** The labels of an axis for values from the lowest to the highest. */
function labelled(lowest: number, highest: number): string[] {
  const { min, max } = valueRange(lowest, highest);
  return axisLabels(axisTicks(min, max));
}

describe('the labels of an axis', () => {
  test.each([
    [9_838, 10_524, ['9.8k', '10.0k', '10.2k', '10.4k']],
    [10_490, 10_512, ['10,490', '10,495', '10,500', '10,505', '10,510']],
    [25_000, 32_000, ['26k', '28k', '30k', '32k']],
    [0, 95_000, ['0', '50k', '100k']],
    [-2_000, 1_200, ['-2,000', '-1,000', '0', '1,000']],
    [1_100, 1_900, ['1,200', '1,400', '1,600', '1,800']],
    [123_456, 123_999, ['123.6k', '123.8k', '124.0k']],
    [1e12, 1.048e12, ['1.00T', '1.02T', '1.04T']],
    [2e6, 3.1e6, ['2.0M', '2.5M', '3.0M']],
    [0.000006, 0.000014, ['0.000006', '0.000008', '0.000010', '0.000012', '0.000014']],
    [500, 500, ['499.95', '500.00', '500.05']],
    [0, 0, ['-0.5', '0.0', '0.5']],
    [1e-18, 1e-18, ['-0.0000000005', '0.0000000000', '0.0000000005']],
  ])('from %d to %d are short and tell the ticks apart', (lowest, highest, expected) => {
    expect(labelled(lowest, highest)).toEqual(expected);
  });

  test('never show two ticks as the same, whatever the values', () => {
    for (let power = -7; power <= 20; power++) {
      for (const span of [0, 1e-7, 0.003, 0.7, 40]) {
        const labels = labelled(10 ** power, 10 ** power * (1 + span));
        expect(labels.length).toBeGreaterThanOrEqual(2);
        expect(labels.length).toBeLessThanOrEqual(6);
        expect(new Set(labels).size).toBe(labels.length);
        expect(Math.max(...labels.map(({ length }) => length))).toBeLessThanOrEqual(14);
      }
    }
  });
});

describe('amounts', () => {
  test.each([
    ['10502.345', '10,502.35'],
    ['-3', '-3.00'],
    ['0', '0.00'],
    ['-0.0000', '0.00'],
    ['0.01', '0.01'],
    ['0.00001234', '0.000012'],
    ['-0.00001', '-0.000010'],
    ['1000000000000', '1,000,000,000,000.00'],
    ['9007199254740993.5', '9,007T'],
    ['1.005', '1.01'],
  ])('of %s read %s', (decimal, expected) => {
    expect(amount(decimal)).toBe(expected);
  });

  test('have a sign where they are results', () => {
    expect(['12.5', '-12.5', '0', '0.004'].map(signedAmount)).toEqual([
      '+12.50',
      '-12.50',
      '0.00',
      '+0.0040',
    ]);
  });

  test('are subtracted exactly', () => {
    expect([
      difference('0.3', '0.1'),
      difference('-1.5', '2'),
      difference('9007199254740993.000000000000000001', '9007199254740993'),
      difference('5', '5'),
    ]).toEqual([
      '0.200000000000000000',
      '-3.500000000000000000',
      '0.000000000000000001',
      '0.000000000000000000',
    ]);
  });
});

test('signedPercent keeps to few digits', () => {
  expect([1.214, -0.5, 0, -0, 155.31, 12_400, 0.0008, 0.00001, -100].map(signedPercent)).toEqual([
    '+1.21%',
    '-0.50%',
    '0.00%',
    '0.00%',
    '+155.3%',
    '+12,400%',
    '+0.0008%',
    '0.00%',
    '-100.0%',
  ]);
});
