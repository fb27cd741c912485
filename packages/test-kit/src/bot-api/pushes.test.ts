import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type BotApi, startBotApi } from './index.js';

const TOKEN = '1234567890:AAstandInTokenAAstandInTokenAAstand';
const BOT = { id: 1_234_567_890, is_bot: true, first_name: 'neuratrade_bot', username: 'neuratrade_bot' };

let api: BotApi;
beforeEach(async () => {
  api = await startBotApi({ token: TOKEN, username: 'neuratrade_bot' });
});
afterEach(() => api.close());

async function call(method: string, payload: object) {
  const response = await fetch(`${api.url}/bot${TOKEN}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function updates() {
  const { result } = await call('getUpdates', {});
  return result as Readonly<Record<string, unknown>>[];
}

const keyboard = (data: string) => ({ inline_keyboard: [[{ text: data, callback_data: data }]] });

describe('a press of a button', () => {
  test('carries the message as it is shown now, and can be answered', async () => {
    await call('sendMessage', { chat_id: -7, text: 'one', reply_markup: keyboard('a') });
    const id = api.updates.pushCallback({
      chatId: -7,
      messageId: 1,
      data: 'a',
      chatType: 'group',
      fromId: 5,
    });
    expect(await updates()).toEqual([
      {
        update_id: id,
        callback_query: {
          id: 'callback-1',
          from: { id: 5, is_bot: false, first_name: 'Ada' },
          message: {
            message_id: 1,
            from: BOT,
            chat: { id: -7, type: 'group', title: 'Desk' },
            date: expect.any(Number),
            text: 'one',
            reply_markup: keyboard('a'),
          },
          chat_instance: '-7',
          data: 'a',
        },
      },
    ]);
    const answer = { callback_query_id: 'callback-1' };
    expect(await call('answerCallbackQuery', answer)).toEqual({ ok: true, result: true });
  });

  test('that is unknown or too old takes no answer', async () => {
    api.updates.pushCallback({ chatId: 7, messageId: 1, data: 'a', tooOld: true });
    for (const callback_query_id of ['callback-1', 'never']) {
      expect(await call('answerCallbackQuery', { callback_query_id })).toEqual({
        ok: false,
        error_code: 400,
        description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
      });
    }
  });
});

test('a group knows its administrators, and those who stay anonymous', async () => {
  api.setAdministrators(-7, [1, 2]);
  const statuses = [];
  for (const user_id of [1, 2, 3]) {
    const { result } = await call('getChatMember', { chat_id: -7, user_id });
    statuses.push((result as { status: string }).status);
  }
  expect(statuses).toEqual(['creator', 'administrator', 'member']);
  api.updates.pushText({ chatId: -7, text: 'hi', chatType: 'supergroup', anonymous: true });
  expect(await updates()).toMatchObject([
    {
      message: {
        chat: { type: 'supergroup' },
        sender_chat: { id: -7 },
        from: { username: 'GroupAnonymousBot' },
      },
    },
  ]);
});

test('a text in a channel is a post of nobody', async () => {
  const id = api.updates.pushText({ chatId: -8, text: 'news', chatType: 'channel' });
  const chat = { id: -8, type: 'channel', title: 'Desk' };
  expect(await updates()).toEqual([
    {
      update_id: id,
      channel_post: { message_id: 1, date: expect.any(Number), chat, sender_chat: chat, text: 'news' },
    },
  ]);
});
