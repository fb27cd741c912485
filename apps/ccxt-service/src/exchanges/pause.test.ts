import { describe, expect, test } from '@jest/globals';
import { pauseAfter } from './pause.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const USUAL_MS = 15_000;
const THEIR_TIME = Date.parse('2026-03-03T10:30:00Z');
const date = new Date(THEIR_TIME).toUTCString();
const later = (ms: number) => new Date(THEIR_TIME + ms).toUTCString();
const banned = (ms: number) =>
  `{"code":-1003,"msg":"Way too many requests; IP banned until ${THEIR_TIME + ms}."}`;

describe('after a rate limit an exchange is left alone', () => {
  test.each([
    ['for its Retry-After in seconds', { 'retry-after': '2' }, '', 2_000],
    ['for a fraction of a second too', { 'retry-after': ' 5.5' }, '', 5_500],
    ['until its Retry-After as a date, by its own clock', { date, 'retry-after': later(90_000) }, '', 90_000],
    ['until the end of a ban that its words name', { date }, banned(2 * DAY_MS), 2 * DAY_MS],
    ['for the longer of two times', { date, 'retry-after': '30' }, banned(60_000), 60_000],
    ['for a ban of three days', { 'retry-after': '259200' }, '', 3 * DAY_MS],
    ['for a week at most', { 'retry-after': '999999999' }, '', 7 * DAY_MS],
    ['for a second at least', { 'retry-after': '0' }, '', 1_000],
    ['for a second when the date has passed', { date, 'retry-after': later(-5_000) }, '', 1_000],
    ['for the usual time when it names none', {}, '{"code":-1003}', USUAL_MS],
    ['for the usual time when nobody can read what it names', { 'retry-after': '5 apples' }, '', USUAL_MS],
  ])('%s', (_what, headers, body, pause) => {
    expect(pauseAfter({ errorClass: 'rate_limited' }, { headers, body }, USUAL_MS)).toBe(pause);
  });

  test('for the usual time when there is no answer to read', () => {
    expect(pauseAfter({ errorClass: 'rate_limited' }, undefined, USUAL_MS)).toBe(USUAL_MS);
  });

  test('until a date by our own clock where the exchange tells no time', () => {
    const headers = { 'retry-after': new Date(Date.now() + HOUR_MS).toUTCString() };
    const pause = pauseAfter({ errorClass: 'rate_limited' }, { headers, body: '' }, USUAL_MS) ?? 0;
    expect(Math.abs(pause - HOUR_MS)).toBeLessThan(5_000);
  });
});

test.each([
  ['no pause where it names none', {}, undefined],
  ['its Retry-After', { 'retry-after': '5' }, 5_000],
  ['a quarter of an hour at most', { 'retry-after': '86400' }, 900_000],
])('after another failure an exchange gets %s', (_what, headers, pause) => {
  expect(pauseAfter({ errorClass: 'network' }, { headers, body: '' }, USUAL_MS)).toBe(pause);
});
