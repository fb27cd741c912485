import { expect, test } from '@jest/globals';
import { parseSince } from './since.js';

const NOW = Date.parse('2026-03-03T10:30:00Z');

test.each([
  ['90s', '2026-03-03T10:28:30Z'],
  ['10m', '2026-03-03T10:20:00Z'],
  ['2h', '2026-03-03T08:30:00Z'],
  ['1d12h', '2026-03-01T22:30:00Z'],
  ['2026-03-03T09:00Z', '2026-03-03T09:00:00Z'],
  ['2026-03-03 09:00:05+02:00', '2026-03-03T07:00:05Z'],
  ['2026-03-03T09:00:05.250Z', '2026-03-03T09:00:05.250Z'],
])('%s means %s', (text, moment) => {
  expect(parseSince(text, NOW)).toBe(Date.parse(moment));
});

test('a date, and a time without a zone, are those of this machine', () => {
  expect([parseSince('2026-03-03', NOW), parseSince('2026-03-03 09:00', NOW)]).toEqual([
    new Date(2026, 2, 3).getTime(),
    new Date(2026, 2, 3, 9).getTime(),
  ]);
});

test.each([
  '',
  'yesterday',
  '10',
  '10 m',
  '5w',
  '-5m',
  '2026-13-01',
  '2026-02-30',
  '2026-03-03T25:00',
  '03/03/2026',
])('%j means no moment', (text) => {
  expect(parseSince(text, NOW)).toBeUndefined();
});
