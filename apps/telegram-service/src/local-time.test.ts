import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantOf, localDate, localTime } from './local-time.js';

const ZONES = Intl.supportedValuesOf('timeZone');
const at = (iso: string) => Date.parse(iso);
const iso = (instant: number) => new Date(instant).toISOString();
const moment = (text: string) => {
  const [year, month, day, hour, minute] = text.split(/\D/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { year, month, day, hour, minute };
};

describe('localTime', () => {
  test('tells what clocks and calendars show', () => {
    expect(localTime('Asia/Kolkata', at('2026-02-28T18:31:59.999Z'))).toEqual({
      year: 2026,
      month: 3,
      day: 1,
      hour: 0,
      minute: 1,
      weekday: 0,
    });
  });

  test('refuses a zone that does not exist', () => {
    expect(() => localTime('Mars/Base', 0)).toThrow(RangeError);
  });
});

test('localDate is the calendar of the zone', () => {
  const now = at('2026-01-01T10:30:00Z');
  expect(['Pacific/Pago_Pago', 'UTC', 'Pacific/Kiritimati'].map((zone) => localDate(zone, now))).toEqual([
    '2025-12-31',
    '2026-01-01',
    '2026-01-02',
  ]);
});

describe('instantOf', () => {
  test.each([
    ['an ordinary time', 'Europe/Berlin', '2026-03-28T08:00', '2026-03-28T07:00:00.000Z'],
    [
      'the moment after a time that is left out',
      'Europe/Berlin',
      '2026-03-29T02:30',
      '2026-03-29T01:00:00.000Z',
    ],
    ['the same in America', 'America/New_York', '2026-03-08T02:00', '2026-03-08T07:00:00.000Z'],
    ['the first of a time that comes twice', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['the same in America', 'America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z'],
    ['half an hour that is left out', 'Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30:00.000Z'],
    ['half an hour that comes twice', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00.000Z'],
    ['a zone of half hours', 'Asia/Kolkata', '2026-03-03T08:00', '2026-03-03T02:30:00.000Z'],
    ['the end of a day that was left out', 'Pacific/Apia', '2011-12-30T08:00', '2011-12-30T10:00:00.000Z'],
    [
      'the last hour of a day that is left out',
      'America/Nuuk',
      '2025-03-29T23:30',
      '2025-03-30T01:00:00.000Z',
    ],
    ['midnight that is left out', 'Africa/Cairo', '2026-04-24T00:00', '2026-04-23T22:00:00.000Z'],
  ])('finds %s', (_, zone, shown, expected) => {
    expect(iso(instantOf(zone, moment(shown)))).toBe(expected);
  });

  test('carries days over into months and years', () => {
    expect(iso(instantOf('UTC', { year: 2025, month: 12, day: 32, hour: 0, minute: 0 }))).toBe(
      '2026-01-01T00:00:00.000Z',
    );
  });

  test('is the first instant of any zone that shows the time, or comes after it', () => {
    const minutes = fc.integer({
      min: at('2005-01-01T00:00Z') / 60_000,
      max: at('2035-01-01T00:00Z') / 60_000,
    });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), minutes, (zone, minute) => {
        const instant = minute * 60_000;
        const shown = localTime(zone, instant);
        const found = instantOf(zone, shown);
        expect(localTime(zone, found)).toEqual(shown);
        expect(found).toBeLessThanOrEqual(instant);
      }),
      { numRuns: 2_000 },
    );
  });
});
