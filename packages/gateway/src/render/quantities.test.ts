import { expect, test } from '@jest/globals';
import { formatBytes, formatMs, plural } from './quantities.js';

test('quantities are written as one reads them', () => {
  expect([0, 512, 1_024, 1_500, 1_048_575, 99 * 1_048_576, 1.4 * 1_073_741_824].map(formatBytes)).toEqual([
    ...['0 B', '512 B', '1 KiB', '1.5 KiB', '1 MiB', '99 MiB', '1.4 GiB'],
  ]);
  expect([0, 0.42, 9.96, 120.4, 999, 3_249].map(formatMs)).toEqual([
    ...['0 ms', '0.4 ms', '10 ms', '120 ms', '999 ms', '3.2 s'],
  ]);
  expect([plural(0, 'key'), plural(1, 'key'), plural(2, 'key')]).toEqual(['0 keys', '1 key', '2 keys']);
});
