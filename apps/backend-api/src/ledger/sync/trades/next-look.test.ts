import { expect, test } from '@jest/globals';
import { nextLook } from './next-look.js';

test('what was traded lately is looked at often, other symbols seldom, and those of a large exchange that were never traded still less', () => {
  const now = Date.parse('2026-03-03T10:30:00Z');
  const look = (agoMs: number | null, markets = 50) =>
    nextLook(
      { anchor: agoMs === null ? null : { id: '1', at: now - agoMs } },
      { everyMs: 15_000, markets, now },
    );
  expect([look(3_600_000), look(86_400_000), look(null), look(null, 2_000)]).toEqual([
    15_000, 300_000, 300_000, 4_000_000,
  ]);
});
