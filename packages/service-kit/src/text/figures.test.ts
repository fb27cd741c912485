import { expect, test } from '@jest/globals';
import { duration } from './duration.js';
import { grouped } from './grouped.js';

test('durations name their two largest units', () => {
  expect([15_300, 2_700, 30, 183_600, 0.4, 86_400, 86_461, 90_061].map(duration)).toEqual([
    ...['4h 15m', '45m', '30s', '2d 3h', '0s', '1d', '1d', '1d 1h'],
  ]);
});

test('digits are grouped by thousands before the point', () => {
  expect(['0', '999', '1000', '-1234567.8901', '0.0001'].map(grouped)).toEqual([
    ...['0', '999', '1,000', '-1,234,567.8901', '0.0001'],
  ]);
});
