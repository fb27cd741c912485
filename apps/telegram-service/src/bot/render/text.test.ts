import { expect, test } from '@jest/globals';
import { asOf, readableTime, shown } from './text.js';

test.each([
  ['markup', '<b>&"', '&lt;b&gt;&amp;&quot;'],
  ['what is escaped already', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
  ['newlines, tabs and other separators', ' a\r\n\tb\u2028c\u0085d ', 'a b c d'],
  ['controls', 'a\0b\x1b[31mc\x7f', 'ab[31mc'],
  ['bidi overrides and marks', '\u202eevil\u202c \u2066x\u2069\u200f', 'evil x'],
  ['half of a surrogate pair', 'a\ud83db\udc00', 'ab'],
  ['what has no width', 'a\u200b\u2060\ufeff\u00adb', 'ab'],
  ['joined emoji', '👩🏽‍🚀 👨‍👩‍👧‍👦 ❤️', '👩🏽‍🚀 👨‍👩‍👧‍👦 ❤️'],
  ['a right-to-left text', 'שלום BTC', '\u2068שלום BTC\u2069'],
  ['Arabic with its joiners', 'می\u200cخواهم', '\u2068می\u200cخواهم\u2069'],
  ['an ordinary name', 'BTC/USDT:USDT', 'BTC/USDT:USDT'],
])('%s is shown so that nothing else suffers', (_, text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  [''],
  [' \n '],
  ['\u200b\u200d\u2060'],
  ['\u3164\u115f\u2800'],
  ['\0\x01'],
  ['\u0301'],
  ['\ufe0f'],
])('what would show nothing is a dash: %j', (text) => {
  expect(shown(text)).toBe('—');
});

test('long texts are cut between what people see as characters', () => {
  expect(shown('x'.repeat(4_000))).toBe(`${'x'.repeat(64)}…`);
  expect(shown('x'.repeat(64))).toBe('x'.repeat(64));
  expect(shown('👩🏽‍🚀'.repeat(20), 3)).toBe('👩🏽‍🚀…');
  expect(shown('👩🏽‍🚀'.repeat(20), 16)).toBe(`${'👩🏽‍🚀'.repeat(9)}…`);
  expect(shown('one two', 4)).toBe('one…');
  expect(shown('<'.repeat(5), 3)).toBe('&lt;&lt;&lt;…');
});

test('a letter under a thousand marks is the letter', () => {
  expect(shown(`B${'\u0301'.repeat(4_000)}TC`)).toBe('BTC');
});

test('times are told in UTC or in the zone that is asked for', () => {
  expect([
    readableTime('2026-03-03T10:30:59Z', 'UTC'),
    readableTime('2026-03-03T23:30:00Z', 'Europe/Berlin'),
    readableTime('2026-03-03T10:30:00.500Z', 'No/Where'),
    readableTime('<yesterday>', 'UTC'),
    readableTime('2026-99-99T10:30:00Z', 'UTC'),
  ]).toEqual([
    '2026-03-03 10:30 UTC',
    '2026-03-04 00:30 Europe/Berlin',
    '2026-03-03 10:30 UTC',
    '&lt;yesterday&gt;',
    '2026-99-99T10:30:00Z',
  ]);
});

test('the last lines say of when the figures are and what is in none of them', () => {
  const updated_at = '2026-03-03T10:30:00Z';
  expect([
    asOf({ updated_at }, 'UTC'),
    asOf({ updated_at, stale: true, as_of: '2026-03-03T09:00:00Z' }, 'UTC'),
    asOf({ updated_at, unpriced: ['ABC', '<X>'] }, 'UTC'),
    asOf({ updated_at, stale: true, unpriced: Array.from({ length: 10 }, (_, n) => `A${n}`) }, 'UTC'),
    asOf({ updated_at, unpriced: [] }, 'Asia/Tokyo'),
  ]).toEqual([
    'As of 2026-03-03 10:30 UTC',
    'As of 2026-03-03 09:00 UTC (stale)',
    'Not priced: ABC, &lt;X&gt;\nAs of 2026-03-03 10:30 UTC',
    'Not priced: A0, A1, A2, A3, A4, A5, A6, A7 and 2 more\nAs of 2026-03-03 10:30 UTC (stale)',
    'As of 2026-03-03 19:30 Asia/Tokyo',
  ]);
});
