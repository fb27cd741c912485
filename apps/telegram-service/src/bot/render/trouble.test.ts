import { expect, test } from '@jest/globals';
import { pagesOf } from '../pages.js';
import { trouble } from './trouble.js';

const AGAIN = 'Try again in a minute.';
const STATUS = '<code>neuratrade gateway status</code> tells what runs.';

test.each([
  [
    { reason: 'connection refused' },
    `🔴 The backend does not answer: connection refused.\n\n${AGAIN} ${STATUS}`,
  ],
  [
    { reason: 'unexpected answer', status: 200 },
    `🔴 The backend failed: unexpected answer.\n\n${AGAIN} The reason is in <code>backend.log</code>.`,
  ],
  [
    { reason: 'HTTP 500', status: 500, code: 'internal', message: 'Something failed here.' },
    `🔴 The backend failed: HTTP 500.\n\n${AGAIN} The reason is in <code>backend.log</code>.`,
  ],
  [
    {
      reason: 'HTTP 503',
      status: 503,
      code: 'unavailable',
      message: 'The database cannot be asked now: connection refused. Try again when /ready calls it ready.',
      retryAfterSeconds: 90,
    },
    '🔴 The database cannot be asked now: connection refused.\n\nTry again in 1m 30s.',
  ],
  [
    {
      reason: 'HTTP 429',
      status: 429,
      code: 'too_many_requests',
      message: 'Slow down.',
      retryAfterSeconds: 0,
    },
    '🔴 The backend is asked too much.\n\nTry again in 1s.',
  ],
  [
    { reason: 'HTTP 401', status: 401, code: 'unauthorized', message: 'Show the key.' },
    '🔴 The backend does not accept my key.\n\nGive backend and bot the same SERVICE_API_KEY, then start both again.',
  ],
  [
    { reason: 'HTTP 404', status: 404, code: 'not_found', message: 'Chat 5 is linked to <no> account.' },
    `🔴 Chat 5 is linked to &lt;no&gt; account.\n\n${STATUS}`,
  ],
  [
    {
      reason: 'HTTP 502',
      status: 502,
      code: 'exchange_failed',
      message: 'http://10.1.2.3:3001/x?key=1 and [::1]:80, db.internal:5432, 10.0.0.5 failed',
    },
    `🔴 … and …, …, … failed\n\n${AGAIN}`,
  ],
])('%j is told in plain words', (failure, text) => {
  const answer = trouble({ ok: false, ...failure });
  expect([pagesOf(answer, 4_096), answer.refresh, answer.alert]).toEqual([[text], true, true]);
});
