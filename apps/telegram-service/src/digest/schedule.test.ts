import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { localDate, localTime } from '../local-time.js';
import { lastDue } from './schedule.js';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
const HOUR = 3_600_000;
const SINCE = '2000-01-01T00:00:00Z';

const due = (timezone: string, at: string, now: string, since = SINCE) => {
  const found = lastDue({ timezone, digest: { enabled: true, at, since } }, Date.parse(now));
  return found && `${found.date} ${new Date(found.at).toISOString().slice(0, 16)}Z`;
};

describe('the digest that was due last', () => {
  test.each([
    [
      'is that of today once its time has come',
      'UTC',
      '08:00',
      '2026-03-03T08:00:00Z',
      '2026-03-03 2026-03-03T08:00Z',
    ],
    [
      'is that of yesterday before',
      'UTC',
      '08:00',
      '2026-03-03T07:59:59.999Z',
      '2026-03-02 2026-03-02T08:00Z',
    ],
    [
      'goes by the date of the zone',
      'Pacific/Kiritimati',
      '00:30',
      '2026-03-03T10:31:00Z',
      '2026-03-04 2026-03-03T10:30Z',
    ],
    [
      'comes after the gap when clocks leave its time out',
      'Europe/Berlin',
      '02:30',
      '2026-03-29T01:00:00Z',
      '2026-03-29 2026-03-29T01:00Z',
    ],
    [
      'is still that of the day before right before the gap',
      'Europe/Berlin',
      '02:30',
      '2026-03-29T00:59:59Z',
      '2026-03-28 2026-03-28T01:30Z',
    ],
    [
      'comes the first time that clocks show its time',
      'Europe/Berlin',
      '02:30',
      '2026-10-25T00:30:00Z',
      '2026-10-25 2026-10-25T00:30Z',
    ],
    [
      'comes once when clocks show its time twice',
      'Europe/Berlin',
      '02:30',
      '2026-10-25T01:30:00Z',
      '2026-10-25 2026-10-25T00:30Z',
    ],
    [
      'knows of half hours',
      'Australia/Lord_Howe',
      '02:15',
      '2026-10-03T15:30:00Z',
      '2026-10-04 2026-10-03T15:30Z',
    ],
    [
      'comes after the last hour of a day when clocks leave it out',
      'America/Nuuk',
      '23:30',
      '2025-03-30T01:00:00Z',
      '2025-03-29 2025-03-30T01:00Z',
    ],
    ['is none for a date that never was', 'Pacific/Apia', '08:00', '2011-12-30T12:00:00Z', undefined],
    [
      'goes on after a date that never was',
      'Pacific/Apia',
      '08:00',
      '2011-12-30T18:00:00Z',
      '2011-12-31 2011-12-30T18:00Z',
    ],
  ])('%s', (_, zone, at, now, expected) => {
    expect(due(zone, at, now)).toBe(expected);
  });

  test('is none before it was switched on', () => {
    expect(due('UTC', '08:00', '2026-03-03T09:00:00Z', '2026-03-03T08:00:01Z')).toBeUndefined();
    expect(due('UTC', '08:00', '2026-03-03T09:00:00Z', '2026-03-03T08:00:00Z')).toBe(
      '2026-03-03 2026-03-03T08:00Z',
    );
    expect(due('UTC', '08:00', '2026-03-04T08:00:00Z', '2026-03-03T08:00:01Z')).toBe(
      '2026-03-04 2026-03-04T08:00Z',
    );
  });

  const days = fc.integer({ min: Date.parse('2009-01-01') / HOUR, max: Date.parse('2032-01-01') / HOUR });
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  const anyZone = fc.oneof(fc.constantFrom(...ZONES), fc.constantFrom(...Intl.supportedValuesOf('timeZone')));
  const text = ([hour, minute]: [number, number]) =>
    `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

  test('comes exactly once on every date of any zone, at its time or right after a gap', () => {
    fc.assert(
      fc.property(anyZone, clock, days, (timezone, time, startHour) => {
        const digest = { enabled: true, at: text(time), since: SINCE };
        const start = startHour * HOUR;
        const found = new Map<string, number>();
        const dates = new Set<string>();
        for (let now = start; now <= start + 96 * HOUR; now += HOUR) {
          dates.add(localDate(timezone, now));
          const at = lastDue({ timezone, digest }, now);
          if (at === undefined) continue;
          expect(at.at).toBeLessThanOrEqual(now);
          expect(found.get(at.date) ?? at.at).toBe(at.at);
          found.set(at.date, at.at);
        }
        const whole = [...dates].slice(1, -1);
        expect(whole.filter((date) => !found.has(date))).toEqual([]);
        for (const at of found.values()) {
          const { hour, minute } = localTime(timezone, at);
          if (hour === time[0] && minute === time[1]) continue;
          const before = localTime(timezone, at - 60_000);
          const wanted = time[0] * 60 + time[1];
          expect(before.hour * 60 + before.minute).toBeLessThan(wanted);
          expect(wanted).toBeLessThan(hour * 60 + minute || 1_440);
        }
      }),
      { numRuns: 60 },
    );
  });
});
