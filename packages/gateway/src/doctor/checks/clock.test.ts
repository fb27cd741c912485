import { expect, test } from '@jest/globals';
import { judgeClock } from './clock.js';

const NTP = 'Let the system keep it right: timedatectl set-ntp true, or run chrony.';

test.each([
  [[499], 'ok', 'within 500 ms of that of binance', null],
  [[-500], 'warning', '500 ms ahead of that of binance', NTP],
  [[1_000], 'failed', '1 s behind that of binance', NTP],
  [[-3_600_000], 'failed', '3600 s ahead of that of binance', NTP],
])('an exchange whose clock is %j ms ahead', ([offset = 0], status, text, remedy) => {
  const readings = [{ name: 'binance', offset_ms: offset }];
  expect(judgeClock(readings)).toEqual({
    ...{ id: 'clock', status, text, remedy },
    values: { offset_ms: offset, readings },
  });
});

test('one clock among three that is wrong accuses nobody', () => {
  const readings = ['binance', 'kraken', 'the database on db.example:5432'].map((name, index) => ({
    name,
    offset_ms: [3, 90_000, -8][index] ?? 0,
  }));
  expect(judgeClock(readings)).toEqual({
    id: 'clock',
    status: 'ok',
    text: 'within 500 ms of that of binance, kraken, the database on db.example:5432',
    remedy: null,
    values: { offset_ms: 3, readings },
  });
});
