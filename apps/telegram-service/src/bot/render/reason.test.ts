import { expect, test } from '@jest/globals';
import { shownReason } from './reason.js';

test('a reason is told without the address of the part, and whole where it names none', () => {
  const reasons = [
    'unhealthy: connection failed: 127.0.0.1:3001: connection refused',
    'connection failed: telegram:3002: host not found',
    'connection failed: [::1]:3001: connection timeout',
    'unhealthy: connection failed',
    'TELEGRAM_BOT_TOKEN not set',
    'no fresh check for 12s',
  ];
  expect(reasons.map((reason) => shownReason(reason, 160))).toEqual([
    'connection failed: connection refused',
    'connection failed: host not found',
    'connection failed: connection timeout',
    'connection failed',
    'TELEGRAM_BOT_TOKEN not set',
    'no fresh check for 12s',
  ]);
});
