import { expect, test } from '@jest/globals';
import { digestWish } from './digest-wish.js';

test.each([
  ['', 'show'],
  ['now', 'now'],
  ['NOW', 'now'],
  ['off', { change: { digest: { enabled: false } } }],
  ['on', { change: { digest: { enabled: true } } }],
  ['On 8:30', { change: { digest: { enabled: true, at: '08:30' } } }],
  ['23:59', { change: { digest: { enabled: true, at: '23:59' } } }],
  [
    'on 08:30 Europe/Berlin',
    { change: { digest: { enabled: true, at: '08:30' }, timezone: 'Europe/Berlin' } },
  ],
  ['08:30\neurope/berlin', { change: { digest: { enabled: true, at: '08:30' }, timezone: 'Europe/Berlin' } }],
  ['on utc', { change: { digest: { enabled: true }, timezone: 'UTC' } }],
  ['America/New_York', { change: { timezone: 'America/New_York' } }],
  ['US/Eastern', { change: { timezone: 'US/Eastern' } }],
  ['us/eastern', { change: { timezone: 'America/New_York' } }],
])('%j is understood', (args, wish) => {
  expect(digestWish(args)).toEqual(wish);
});

test.each([
  ...[
    '24:00',
    '8',
    '8.30',
    '08:60',
    'off 08:30',
    'now 08:30',
    'on off',
    'on 08:30 Berlin',
    'on Europe/Berlin 08:30',
  ],
  ...['08:30 Europe/Berlin please', 'yes', '<b>', `on 08:30 ${'x'.repeat(4_000)}`, '\u202e08:30'],
])('%j is not', (args) => {
  expect(digestWish(args)).toBeUndefined();
});
