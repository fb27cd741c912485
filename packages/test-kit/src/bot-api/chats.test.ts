import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type BotApi, startBotApi } from './index.js';

const TOKEN = '1234567890:AAstandInTokenAAstandInTokenAAstand';
const BOT = { id: 1_234_567_890, is_bot: true, first_name: 'neuratrade_bot', username: 'neuratrade_bot' };

let api: BotApi;
beforeEach(async () => {
  api = await startBotApi({ token: TOKEN, username: 'neuratrade_bot' });
});
afterEach(() => api.close());

async function post(method: string, body: string | FormData, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}/bot${TOKEN}/${method}`, { method: 'POST', headers, body });
  return (await response.json()) as Record<string, unknown>;
}

const call = (method: string, payload: object) =>
  post(method, JSON.stringify(payload), { 'content-type': 'application/json' });

function upload(method: string, fields: Readonly<Record<string, string | Uint8Array>>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.set(name, typeof value === 'string' ? value : new File([Buffer.from(value)], `${name}.png`));
  }
  return post(method, form);
}

const refused = (description: string) => ({ ok: false, error_code: 400, description });
const keyboard = (...data: string[]) => ({
  inline_keyboard: [data.map((callback_data) => ({ text: callback_data, callback_data }))],
});
const UNCHANGED = refused(
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
);

describe('a message', () => {
  test('shows as it was changed last, with the buttons of the last change', async () => {
    await call('sendMessage', { chat_id: 7, text: 'one', reply_markup: keyboard('a', 'b') });
    await call('sendMessage', { chat_id: 7, text: 'other' });
    const text = '<b>5 &lt; 6</b>';
    expect(await call('editMessageText', { chat_id: 7, message_id: 1, text, parse_mode: 'HTML' })).toEqual({
      ok: true,
      result: {
        message_id: 1,
        from: BOT,
        chat: { id: 7, type: 'private', first_name: 'Ada' },
        date: expect.any(Number),
        edit_date: expect.any(Number),
        text: '5 < 6',
        entities: [{ type: 'bold', offset: 0, length: 5 }],
      },
    });
    await call('editMessageReplyMarkup', { chat_id: 7, message_id: 1, reply_markup: keyboard('c') });
    expect(api.shown(7)).toEqual([
      { messageId: 1, text: '5 < 6', photo: undefined, buttons: [[{ text: 'c', data: 'c' }]] },
      { messageId: 2, text: 'other', photo: undefined, buttons: [] },
    ]);
    expect(await call('deleteMessage', { chat_id: 7, message_id: 2 })).toEqual({ ok: true, result: true });
    expect(api.shown(7)).toHaveLength(1);
  });

  test('that would look the same is refused, with another keyboard or markup it is not', async () => {
    const same = { chat_id: 7, message_id: 1, text: 'one', reply_markup: keyboard('a') };
    await call('sendMessage', same);
    expect(await call('editMessageText', same)).toEqual(UNCHANGED);
    expect(await call('editMessageText', { ...same, text: ' one ' })).toEqual(UNCHANGED);
    expect(await call('editMessageText', { ...same, reply_markup: keyboard('b') })).toMatchObject({
      ok: true,
    });
    const bold = { ...same, text: '<b>one</b>', parse_mode: 'HTML' };
    expect(await call('editMessageText', bold)).toMatchObject({ ok: true });
  });

  test.each([
    ['4,097 characters', { text: 'x'.repeat(4_097) }, 'message is too long'],
    [
      '65 bytes behind a button',
      { text: 'x', reply_markup: keyboard('é'.repeat(33)) },
      'BUTTON_DATA_INVALID',
    ],
    [
      '101 buttons',
      { text: 'x', reply_markup: keyboard(...Array<string>(101).fill('a')) },
      'REPLY_MARKUP_TOO_LONG',
    ],
  ])('with %s is refused', async (_case, payload, problem) => {
    expect(await call('sendMessage', { chat_id: 7, ...payload })).toEqual(refused(`Bad Request: ${problem}`));
    expect(api.sent()).toEqual([]);
  });

  test('takes 4,096 characters as they are shown, 64 bytes behind a button and 100 buttons', async () => {
    const text = `<b>${'&lt;'.repeat(4_096)}</b>`;
    const reply_markup = keyboard('é'.repeat(32), ...Array<string>(99).fill('a'));
    await call('sendMessage', { chat_id: 7, text, parse_mode: 'HTML', reply_markup });
    expect(api.shown(7)).toMatchObject([{ text: '<'.repeat(4_096) }]);
  });

  test('that does not exist, or holds no text, has none to edit', async () => {
    await upload('sendPhoto', { chat_id: '7', photo: new Uint8Array([1]) });
    const edit = (message_id: number) => call('editMessageText', { chat_id: 7, message_id, text: 'x' });
    expect(await edit(9)).toEqual(refused('Bad Request: message to edit not found'));
    expect(await edit(1)).toEqual(refused('Bad Request: there is no text in the message to edit'));
  });
});

describe('a picture', () => {
  test('keeps its bytes, through a new caption, until another takes its place', async () => {
    await upload('sendPhoto', { chat_id: '7', caption: '1', photo: new Uint8Array([1, 2]) });
    await call('editMessageCaption', { chat_id: 7, message_id: 1, caption: 'two' });
    const first = { messageId: 1, text: 'two', photo: new Uint8Array([1, 2]), buttons: [] };
    expect(api.shown(7)).toEqual([first]);
    const change = (bytes: number[]) =>
      upload('editMessageMedia', {
        chat_id: '7',
        message_id: '1',
        media: JSON.stringify({ type: 'photo', media: 'attach://new', caption: 'two' }),
        new: new Uint8Array(bytes),
      });
    expect(await change([1, 2])).toEqual(UNCHANGED);
    expect(await change([3])).toMatchObject({ ok: true });
    expect(api.shown(7)).toEqual([{ ...first, photo: new Uint8Array([3]) }]);
  });

  test('has a caption of 1,024 characters at most', async () => {
    const photo = new Uint8Array([1]);
    expect(await upload('sendPhoto', { chat_id: '7', caption: 'x'.repeat(1_025), photo })).toEqual(
      refused('Bad Request: message caption is too long'),
    );
    expect(await upload('sendPhoto', { chat_id: '7', caption: 'x'.repeat(1_024), photo })).toMatchObject({
      ok: true,
    });
  });
});

test('a chat action is none of the messages', async () => {
  expect(await call('sendChatAction', { chat_id: 7, action: 'typing' })).toEqual({ ok: true, result: true });
  expect(await call('sendChatAction', { chat_id: 7, action: 'sing' })).toMatchObject({ ok: false });
  expect(api.sent()).toEqual([]);
  expect(api.calls('sendChatAction')).toHaveLength(1);
});

test('more than the pace allows is refused for a second, in a chat and in all', async () => {
  api.pace({ perSecond: 3, perChatPerSecond: 1 });
  const send = async (chat_id: number) => (await call('sendMessage', { chat_id, text: 'hi' })).error_code;
  expect([await send(1), await send(1), await send(2), await send(3), await send(4)]).toEqual([
    undefined,
    429,
    undefined,
    undefined,
    429,
  ]);
  expect(await call('getMe', {})).toMatchObject({ ok: true });
  api.pace(undefined);
  expect(await send(1)).toBeUndefined();
});
