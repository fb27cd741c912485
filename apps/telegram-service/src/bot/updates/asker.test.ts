import { expect, test } from '@jest/globals';
import type { Update } from 'grammy/types';
import { askerOf } from './asker.js';

const ada = { id: 1, is_bot: false, first_name: 'Ada' };
const group = { id: -5, type: 'group', title: 'Desk' };

function inGroup(text: string): object {
  const command = /^\/\S+/.exec(text)?.[0];
  const entities = command && [{ type: 'bot_command', offset: 0, length: command.length }];
  return { message: { message_id: 1, date: 1, chat: group, from: ada, text, ...(entities && { entities }) } };
}

const CASES: [string, object, number | undefined][] = [
  [
    'any message in a private chat',
    { message: { message_id: 1, date: 1, chat: { id: 7, type: 'private', first_name: 'Ada' } } },
    7,
  ],
  ['a command in a group', inGroup('/help'), -5],
  ['a command for this bot', inGroup('/help@Neuratrade_Bot'), -5],
  ['a command for another bot', inGroup('/help@other_bot'), undefined],
  ['talk in a group', inGroup('hello'), undefined],
  ['a word with a command later on', inGroup('see /help'), undefined],
  [
    'a pressed button',
    { callback_query: { id: 'x', from: ada, chat_instance: 'c', message: { chat: group, message_id: 1 } } },
    -5,
  ],
  ['a membership', { my_chat_member: { chat: group, from: ada, date: 1 } }, -5],
  ['what it does not know', { poll: {} }, undefined],
];

test.each(CASES)('%s', (_case, update, chatId) => {
  expect(askerOf({ update_id: 1, ...update } as Update, 'neuratrade_bot')).toBe(chatId);
});

test('while the name of the bot is not known, a command for any bot may be for it', () => {
  expect(askerOf({ update_id: 1, ...inGroup('/help@other_bot') } as Update, undefined)).toBe(-5);
});
