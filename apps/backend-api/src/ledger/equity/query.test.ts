import { describe, expect, test } from '@jest/globals';
import { curveQuery } from './query.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30, 0, 999);
const DAY = 86_400_000;

/** As a caller reads it. */
const asked = (query: Record<string, string>) => {
  const { from, to, stepMs } = curveQuery(query, NOW);
  return [new Date(from).toISOString(), new Date(to).toISOString(), stepMs / 1_000];
};

describe('a curve', () => {
  test.each<[string, Record<string, string>, unknown[]]>([
    ['is of the last 24 hours', {}, ['2026-03-02T10:30:00.000Z', '2026-03-03T10:30:00.000Z', 300]],
    [
      'ends when it is told to',
      { to: '2026-03-02' },
      ['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z', 300],
    ],
    [
      'has steps that suit its length',
      { from: '2026-02-01' },
      ['2026-02-01T00:00:00.000Z', '2026-03-03T10:30:00.000Z', 14_400],
    ],
    [
      'has steps of days over many years',
      { from: '2016-03-03T10:30:00Z' },
      ['2016-03-03T10:30:00.000Z', '2026-03-03T10:30:00.000Z', (8 * DAY) / 1_000],
    ],
    [
      'takes a zone and a unit',
      { from: '2026-03-03T10:30:00+01:00', step: '1h' },
      ['2026-03-03T09:30:00.000Z', '2026-03-03T10:30:00.000Z', 3_600],
    ],
    [
      'takes seconds',
      { from: '2026-03-03T10:00:00Z', step: '60' },
      ['2026-03-03T10:00:00.000Z', '2026-03-03T10:30:00.000Z', 60],
    ],
  ])('%s', (_, query, wanted) => {
    expect(asked(query)).toEqual(wanted);
  });

  test.each<[Record<string, string>, string]>([
    [{ from: '2026-03-03', to: '2026-03-03' }, 'from must be earlier than to.'],
    [{ from: '2026-03-04' }, 'from must be earlier than to.'],
    [
      { from: 'yesterday' },
      'from=yesterday: give a day such as 2026-03-01 (UTC), or a time with its zone such as 2026-03-01T10:30:00Z.',
    ],
    [
      { to: '2026-02-30' },
      'to=2026-02-30: give a day such as 2026-03-01 (UTC), or a time with its zone such as 2026-03-01T10:30:00Z.',
    ],
    [{ step: '0' }, 'step=0: give a number of seconds, or one with its unit such as 5m, 1h or 1d.'],
    [{ step: '1s' }, 'A curve has at most 2000 points: give a step of 44s or more, or a later from.'],
  ])('%p is refused', (query, message) => {
    expect(() => curveQuery(query, NOW)).toThrow(message);
  });
});
