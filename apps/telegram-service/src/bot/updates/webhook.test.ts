import { describe, expect, test } from '@jest/globals';
import { webhookProblem } from './webhook.js';

const URL = 'https://bot.example.org/telegram/webhook';
const info = (fields: object) => ({
  url: URL,
  has_custom_certificate: false,
  pending_update_count: 0,
  ...fields,
});

describe('webhookProblem', () => {
  test('has nothing against the right URL with no error', () => {
    expect(webhookProblem(info({}), URL, 0)).toBeUndefined();
  });

  test('another URL means another process', () => {
    expect(webhookProblem(info({ url: 'https://elsewhere.example.org' }), URL, 0)).toEqual({
      kind: 'conflict',
      reason: 'another process changed the webhook',
      definite: true,
      reconnect: true,
    });
  });

  const failing = { last_error_date: 1_000, last_error_message: 'Connection timed out' };
  const problem = {
    kind: 'delivery',
    reason: 'Telegram cannot deliver to the webhook: Connection timed out',
    definite: true,
  };
  test.each([
    ['updates wait after a failed delivery', { ...failing, pending_update_count: 3 }, 900_000, problem],
    ['an update has arrived since', { ...failing, pending_update_count: 3 }, 1_010_000, undefined],
    ['nothing waits any more', failing, 900_000, undefined],
  ])('%s', (_case, fields, goodUntil, expected) => {
    expect(webhookProblem(info(fields), URL, goodUntil)).toEqual(expected);
  });
});
