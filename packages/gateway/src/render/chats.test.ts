import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Chat } from '@neuratrade/api-contracts';
import { renderChats } from './chats.js';

const chat = (chat_id: number, rest: Partial<Chat> = {}): Chat => ({
  ...{ chat_id, account: 'main', linked_at: '2026-03-01T08:00:00Z', look: 'light', timezone: 'UTC' },
  digest: { enabled: false, at: '08:00', since: '2026-03-01T08:00:00Z' },
  unreachable: null,
  ...rest,
});

const shown = (chats: readonly Chat[]): string[] => stripVTControlCharacters(renderChats(chats)).split('\n');

test('each chat stands with the local time of its digest, and below who cannot be reached and why', () => {
  const digest = { enabled: true, at: '08:30', since: '2026-03-01T08:00:00Z' };
  const unreachable = 'Forbidden: bot was blocked by the user';
  expect(
    shown([
      chat(-1_001_234_567_890, { account: 'bot-2', digest, timezone: 'Europe/Berlin' }),
      chat(5, { unreachable }),
    ]),
  ).toEqual([
    'CHAT            ACCOUNT  LINKED                DIGEST',
    '-1001234567890  bot-2    2026-03-01T08:00:00Z  08:30 Europe/Berlin',
    '5               main     2026-03-01T08:00:00Z  off',
    '! 5: nothing can be sent to it: Forbidden: bot was blocked by the user',
  ]);
});

test('what a terminal would obey is shown instead', () => {
  expect(shown([chat(5, { unreachable: '\u001b[31mred\u202e' })]).at(-1)).toBe(
    '! 5: nothing can be sent to it: \\x1b[31mred\\u202e',
  );
});

test('without any chat it says how to link one', () => {
  expect(shown([])).toEqual(['No chat is linked. neuratrade telegram link makes a link that does it.']);
});
