import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { localTime } from '../local-time.js';
import { timeTicks } from './time-ticks.js';

const DAY = 86_400_000;
const to = Date.parse('2026-03-03T10:30:00Z');
const shown = (range: number, zone: string, end = to) =>
  timeTicks(end - range, end, zone).map(
    ({ at, label }) => `${new Date(at).toISOString().slice(0, 16)} ${label}`,
  );

describe('a time axis', () => {
  test('of a day has hours, and the date at midnight, of the zone', () => {
    expect(shown(DAY, 'Europe/Berlin')).toEqual([
      '2026-03-02T11:00 12:00',
      '2026-03-02T17:00 18:00',
      '2026-03-02T23:00 3 Mar',
      '2026-03-03T05:00 06:00',
    ]);
  });

  test('of a week has days', () => {
    expect(shown(7 * DAY, 'Asia/Kolkata')).toEqual([
      '2026-02-24T18:30 25 Feb',
      '2026-02-25T18:30 26 Feb',
      '2026-02-26T18:30 27 Feb',
      '2026-02-27T18:30 28 Feb',
      '2026-02-28T18:30 1 Mar',
      '2026-03-01T18:30 2 Mar',
      '2026-03-02T18:30 3 Mar',
    ]);
  });

  test('of a month has Mondays', () => {
    expect(shown(30 * DAY, 'UTC')).toEqual([
      '2026-02-02T00:00 2 Feb',
      '2026-02-09T00:00 9 Feb',
      '2026-02-16T00:00 16 Feb',
      '2026-02-23T00:00 23 Feb',
      '2026-03-02T00:00 2 Mar',
    ]);
  });

  test('of three months has their first days and middles, at midnight before and after clocks change', () => {
    expect(shown(90 * DAY, 'America/New_York', Date.parse('2026-04-20T10:30:00Z'))).toEqual([
      '2026-02-01T05:00 1 Feb',
      '2026-02-15T05:00 15 Feb',
      '2026-03-01T05:00 1 Mar',
      '2026-03-15T04:00 15 Mar',
      '2026-04-01T04:00 1 Apr',
      '2026-04-15T04:00 15 Apr',
    ]);
  });

  test('of an hour has minutes', () => {
    expect(shown(3_600_000, 'UTC').map((tick) => tick.slice(17))).toEqual([
      '09:30',
      '09:45',
      '10:00',
      '10:15',
      '10:30',
    ]);
  });

  test('of a year has months and names a new year', () => {
    expect(shown(365 * DAY, 'UTC').map((tick) => tick.slice(17))).toEqual(['Apr', 'Jul', 'Oct', '2026']);
  });

  test('leaves out no hour and doubles none where clocks change', () => {
    expect(shown(DAY, 'Australia/Lord_Howe', Date.parse('2026-10-04T05:00:00Z'))).toEqual([
      '2026-10-03T07:30 18:00',
      '2026-10-03T13:30 4 Oct',
      '2026-10-03T19:00 06:00',
      '2026-10-04T01:00 12:00',
    ]);
  });

  test('has a few ticks in order within any range of any zone, each on its clock', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.constantFrom(DAY, 7 * DAY, 30 * DAY, 90 * DAY),
        fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') }),
        (zone, range, end) => {
          const ticks = timeTicks(end - range, end, zone);
          const at = ticks.map((tick) => tick.at);
          expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
          expect(ticks.length).toBeGreaterThanOrEqual(3);
          expect(ticks.length).toBeLessThanOrEqual(8);
          for (const tick of ticks) {
            expect(tick.at).toBeGreaterThanOrEqual(end - range);
            expect(tick.at).toBeLessThanOrEqual(end);
            expect(localTime(zone, tick.at).minute % 30).toBe(0);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
