import { expect, test } from '@jest/globals';
import { stretchFrom } from './windows.js';

const told = (from: string) => {
  const { fills, hours, days } = stretchFrom(Date.parse(from));
  const text = (at: number) => new Date(at).toISOString();
  return `${fills.sign === 1 ? '+' : '-'} fills ${text(fills.from)} ${text(fills.until)}, hours ${text(hours)}, days ${text(days)}`;
};

test('late in an hour, the fills of what is left of it are added', () => {
  expect(told('2026-03-02T10:30:00.000Z')).toBe(
    '+ fills 2026-03-02T10:30:00.000Z 2026-03-02T11:00:00.000Z, hours 2026-03-02T11:00:00.000Z, days 2026-03-03T00:00:00.000Z',
  );
});

test('early in an hour, the fills of what has passed of it are taken off', () => {
  expect(told('2026-03-02T10:29:59.999Z')).toBe(
    '- fills 2026-03-02T10:00:00.000Z 2026-03-02T10:29:59.999Z, hours 2026-03-02T10:00:00.000Z, days 2026-03-03T00:00:00.000Z',
  );
});

test('an hour or a day that is whole needs nothing smaller', () => {
  expect([told('2026-03-02T10:00:00Z'), told('2026-03-02T00:00:00Z')]).toEqual([
    '+ fills 2026-03-02T10:00:00.000Z 2026-03-02T10:00:00.000Z, hours 2026-03-02T10:00:00.000Z, days 2026-03-03T00:00:00.000Z',
    '+ fills 2026-03-02T00:00:00.000Z 2026-03-02T00:00:00.000Z, hours 2026-03-02T00:00:00.000Z, days 2026-03-02T00:00:00.000Z',
  ]);
});

test('at the end of a day there are no hours to add', () => {
  expect(told('2026-12-31T23:59:00Z')).toBe(
    '+ fills 2026-12-31T23:59:00.000Z 2027-01-01T00:00:00.000Z, hours 2027-01-01T00:00:00.000Z, days 2027-01-01T00:00:00.000Z',
  );
});
