import { expect, test } from '@jest/globals';
import { messageFindings } from './messages.js';

const outbox = { queued: 0, oldest_age_seconds: null, dead: 0, last_error: null };

test('messages that wait for a moment are nothing to look at', () => {
  expect(messageFindings({ outbox })).toEqual([]);
  expect(messageFindings({ outbox: { ...outbox, queued: 3, oldest_age_seconds: 59.9 } })).toEqual([]);
});

test('those that wait for long and those that were given up are', () => {
  const told = messageFindings({
    outbox: { queued: 1, oldest_age_seconds: 330.4, dead: 2, last_error: 'connection refused' },
  });
  expect(told).toEqual([
    {
      ...{ id: 'telegram_messages', status: 'warning' },
      text: '1 message to be sent, the oldest for 5m30s: connection refused',
      remedy: 'neuratrade telegram queue shows what waits and why.',
      values: { queued: 1, oldest_age_seconds: 330.4, last_error: 'connection refused' },
    },
    {
      ...{ id: 'telegram_messages', status: 'warning' },
      text: '2 messages given up within a week',
      remedy:
        'neuratrade telegram queue --dead shows why; neuratrade telegram retry --all sends them once more.',
      values: { dead: 2 },
    },
  ]);
});
