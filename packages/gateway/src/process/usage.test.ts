import { expect, test } from '@jest/globals';
import { parseElapsed, usageOf } from './usage.js';

test('elapsed times of ps are read as seconds', () => {
  expect(['00:07', '02:03', '01:02:03', '2-01:02:03'].map(parseElapsed)).toEqual([7, 123, 3723, 176_523]);
});

test('this process uses memory and has an age', () => {
  const usage = usageOf(process.pid);
  expect(usage?.memory_bytes).toBeGreaterThan(10_000_000);
  expect(Math.abs((usage?.uptime_seconds ?? -100) - process.uptime())).toBeLessThan(3);
});

test('a process that does not exist uses nothing', () => {
  expect(usageOf(2 ** 30)).toBeUndefined();
});
