import { expect, test } from '@jest/globals';
import type { TelegramQueue } from '@neuratrade/health-contracts';
import { queueNote } from './queue-note.js';

const queue = (outbox: Partial<TelegramQueue['outbox']>): TelegramQueue => ({
  outbox: { queued: 0, oldest_age_seconds: null, dead: 0, last_error: null, ...outbox },
  updates: { open: 0, oldest_age_seconds: null },
  checked_at: '2026-03-03T10:30:00Z',
});

test.each([
  ['nothing is known', null, null],
  ['nothing waits', queue({}), null],
  [
    'messages wait for less than a minute',
    queue({ queued: 3, oldest_age_seconds: 59.9, last_error: 'no answer' }),
    null,
  ],
  [
    'messages wait for long',
    queue({ queued: 3, oldest_age_seconds: 330.4, last_error: 'connection refused' }),
    'Telegram: 3 messages wait, the oldest for 5m30s. Last error: connection refused.',
  ],
  [
    'one was given up',
    queue({ dead: 1 }),
    'Telegram: 1 message was given up (neuratrade telegram queue --dead shows why).',
  ],
  [
    'one waits for long and others were given up',
    queue({ queued: 1, oldest_age_seconds: 60, dead: 2 }),
    'Telegram: 1 message waits, for 1m0s; 2 messages were given up (neuratrade telegram queue --dead shows why).',
  ],
])('%s', (_case, told, note) => {
  expect(queueNote(told)).toBe(note);
});
