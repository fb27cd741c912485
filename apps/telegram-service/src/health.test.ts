import { expect, test } from '@jest/globals';
import { telegramHealthSchema } from '@neuratrade/health-contracts';
import { healthBody } from './health.js';

test.each([
  [{ active: true } as const, '{"status":"healthy","service":"telegram-service","bot_active":true}'],
  [
    { active: false, reason: 'Telegram refused the token' } as const,
    '{"status":"degraded","service":"telegram-service","error":"Telegram refused the token","bot_active":false}',
  ],
])('%j becomes the body of /health', (status, body) => {
  expect(JSON.stringify(healthBody(status))).toBe(body);
  expect(telegramHealthSchema.parse(JSON.parse(body))).toEqual(JSON.parse(body));
});
