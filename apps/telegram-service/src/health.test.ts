import { expect, test } from '@jest/globals';
import { telegramHealthSchema } from '@neuratrade/health-contracts';
import { healthBody } from './health.js';

const FULL = 'no space left on device';
const REFUSED = 'Telegram refused the token';

test.each([
  [{ active: true } as const, null, '{"status":"healthy","service":"telegram-service","bot_active":true}'],
  [
    { active: false, reason: REFUSED } as const,
    null,
    '{"status":"degraded","service":"telegram-service","error":"Telegram refused the token","bot_active":false}',
  ],
  [
    { active: true } as const,
    FULL,
    '{"status":"degraded","service":"telegram-service","error":"message store cannot be written","bot_active":true}',
  ],
  [
    { active: false, reason: REFUSED } as const,
    FULL,
    '{"status":"degraded","service":"telegram-service","error":"Telegram refused the token","bot_active":false}',
  ],
])('%j with a store that is broken by %j becomes the body of /health', (status, broken, body) => {
  expect(JSON.stringify(healthBody(status, broken))).toBe(body);
  expect(telegramHealthSchema.parse(JSON.parse(body))).toEqual(JSON.parse(body));
});
