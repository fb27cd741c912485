import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatTimestamp, formatUptime } from './format.js';

describe('formatUptime', () => {
  test.each([
    [0, '0s'],
    [45, '45s'],
    [59.999, '59s'],
    [330, '5m30s'],
    [3600, '1h0m0s'],
    [8130, '2h15m30s'],
    [93785, '26h3m5s'],
    [-3, '0s'],
  ])('%p seconds read as %p', (seconds, text) => {
    expect(formatUptime(seconds)).toBe(text);
  });

  test('the printed parts add up to the seconds that went in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (seconds) => {
        const [, h = '0', m = '0', s] = /^(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(formatUptime(seconds)) ?? [];
        expect(Number(h) * 3600 + Number(m) * 60 + Number(s)).toBe(seconds);
      }),
    );
  });
});

describe('formatTimestamp', () => {
  test('is UTC with whole seconds and Z', () => {
    expect(formatTimestamp(new Date('2026-03-03T12:30:00.999+02:00'))).toBe('2026-03-03T10:30:00Z');
  });
});
