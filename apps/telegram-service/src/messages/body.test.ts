import { expect, test } from '@jest/globals';
import { AppError } from '@neuratrade/service-kit';
import { messageOfBody } from './body.js';

const DEFAULTS = { format: 'html', severity: 'info' };

test.each([
  [{ chat_id: -1_001, text: ' hello ' }, undefined, { chat_id: -1_001, text: 'hello', ...DEFAULTS }],
  [
    { account: 'bot-2', text: 'a < b', format: 'plain', severity: 'critical', idempotency_key: 'k' },
    undefined,
    { account: 'bot-2', text: 'a < b', format: 'plain', severity: 'critical', idempotency_key: 'k' },
  ],
  [
    { account: 'main', text: 'x' },
    'from-the-header',
    { account: 'main', text: 'x', idempotency_key: 'from-the-header', ...DEFAULTS },
  ],
  [
    { account: 'main', text: 'x', idempotency_key: 'same' },
    'same',
    { account: 'main', text: 'x', idempotency_key: 'same', ...DEFAULTS },
  ],
])('%j with the header %j is a message', (body, header, message) => {
  expect(messageOfBody(body, header)).toEqual(message);
});

const OBJECT = 'Send a JSON object such as {"account":"main","text":"Hello"}, as application/json.';
const FIELDS = 'chat_id, account, text, format, severity, idempotency_key';

test.each([
  [undefined, undefined, OBJECT],
  [[], undefined, OBJECT],
  ['text', undefined, OBJECT],
  [{ text: 'x' }, undefined, 'Name either chat_id or account.'],
  [{ chat_id: 1, account: 'main', text: 'x' }, undefined, 'Name either chat_id or account.'],
  [{ chat_id: 1 }, undefined, 'text must be a text.'],
  [{ chat_id: 1, text: ' \n' }, undefined, 'text must not be empty.'],
  [{ chat_id: 1, text: 'x'.repeat(20_001) }, undefined, 'text is too long.'],
  [{ chat_id: 1.5, text: 'x' }, undefined, 'chat_id must be a whole number.'],
  [{ chat_id: '1', text: 7 }, undefined, 'chat_id must be a whole number; text must be a text.'],
  [
    { account: 'No One', text: 'x' },
    undefined,
    'account must be at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit.',
  ],
  [
    { chat_id: 1, text: 'x', severity: 'urgent' },
    undefined,
    'severity must be one of info, warning, critical.',
  ],
  [{ chat_id: 1, text: 'x', format: 'markdown' }, undefined, 'format must be html or plain.'],
  [{ chat_id: 1, text: 'x', silent: true }, undefined, `silent is unknown; the fields are ${FIELDS}.`],
  [
    { chat_id: 1, text: 'x', ['k'.repeat(60)]: 1 },
    undefined,
    `${'k'.repeat(40)}… is unknown; the fields are ${FIELDS}.`,
  ],
  [{ chat_id: 1, text: 'x' }, '', 'idempotency_key must not be empty.'],
  [{ chat_id: 1, text: 'x' }, 'k'.repeat(129), 'idempotency_key must be at most 128 characters.'],
  [
    { chat_id: 1, text: 'x', idempotency_key: 'one' },
    'other',
    'Idempotency-Key and idempotency_key differ. Send one of them.',
  ],
])('%j with the header %j is refused', (body, header, message) => {
  expect(() => messageOfBody(body, header)).toThrow(new AppError('bad_request', message));
});
