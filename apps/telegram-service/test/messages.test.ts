import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Message } from '@neuratrade/api-contracts';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { type Stack, startStack } from './harness.js';
import { ended, get, list, messageOf, PATH, post, texts } from './messages-rig.js';

jest.setTimeout(60_000);

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
let stack: Stack;
let lastChat = 1_000;

/** A chat that no other test sends to. */
const newChat = () => {
  lastChat += 1;
  return lastChat;
};

const payloads = (chatId: number) =>
  stack.telegram.calls('sendMessage').filter(({ payload }) => Number(payload.chat_id) === chatId);

const arrived = (chatId: number, expected: readonly string[]) =>
  eventually(() => expect(texts(stack, chatId)).toEqual(expected), { timeoutMs: 20_000 });

const refused = (status: number, code: string, message: unknown) => [status, { error: { code, message } }];

beforeAll(async () => {
  stack = await startStack({});
  stack.backend.chats.linkAll(false);
  await stack.healthBecomes(HEALTHY);
});
afterAll(() => stack.close());

describe('a message', () => {
  test('to a chat is taken with 202, and is in the chat soon after', async () => {
    const chatId = newChat();
    const answer = await post(stack, { chat_id: chatId, text: ' <b>Backup</b> done ' });
    expect(answer.status).toBe(202);
    const message = messageOf(answer);
    expect(message).toEqual({
      id: expect.stringMatching(/^[\da-z]{10,40}$/),
      chat_id: chatId,
      severity: 'info',
      state: 'queued',
      text: '<b>Backup</b> done',
      attempts: 0,
      queued_at: TIME,
      next_attempt_at: TIME,
      ended_at: null,
      error: null,
    } as unknown as Message);
    await arrived(chatId, ['<b>Backup</b> done']);
    expect(await ended(stack, message.id)).toEqual({
      ...message,
      state: 'sent',
      attempts: 1,
      next_attempt_at: null,
      ended_at: TIME,
    });
    expect(payloads(chatId)[0]?.payload).toMatchObject({ parse_mode: 'HTML', disable_notification: true });
  });

  test('is shown as it stands where its format is plain, and sounds from warning on', async () => {
    const chatId = newChat();
    await post(stack, { chat_id: chatId, text: 'a < b & <b>c', format: 'plain', severity: 'warning' });
    await arrived(chatId, ['a < b & <b>c']);
    const asked = payloads(chatId).map(({ payload }) => [payload.parse_mode, payload.disable_notification]);
    expect(asked).toEqual([[undefined, undefined]]);
  });

  test('to an account goes to each of its chats', async () => {
    const chats = [newChat(), newChat(), newChat()];
    for (const chatId of chats) stack.backend.chats.link(chatId, 'three');
    const { status, json } = await post(stack, { account: 'three', text: 'for three' });
    const told = (json as { messages: Message[] }).messages.map(({ chat_id }) => chat_id);
    expect([status, told]).toEqual([202, chats]);
    for (const chatId of chats) await arrived(chatId, ['for three']);
  });

  test('to an account without a chat is refused with what to do about it', async () => {
    const { status, json } = await post(stack, { account: 'lonely', text: 'x' });
    expect([status, json]).toEqual(
      refused(
        404,
        'not_found',
        'No chat is linked to account lonely. neuratrade telegram link --account lonely makes a link: open it in Telegram.',
      ),
    );
  });

  test('to an account that there is not is refused with how to add it', async () => {
    const chats = '/api/v1/telegram/internal/chats';
    const error = { code: 'not_found', message: 'There is no account nowhere.' };
    stack.backend.route(chats, { status: 404, body: { error } });
    const { status, json } = await post(stack, { account: 'nowhere', text: 'x' });
    stack.backend.route(chats, undefined);
    expect([status, json]).toEqual(
      refused(404, 'not_found', 'There is no account nowhere. Add it with neuratrade accounts add nowhere.'),
    );
  });

  test('to an account goes to the chats remembered while the backend does not answer', async () => {
    const chatId = newChat();
    stack.backend.chats.link(chatId, 'remembered');
    await post(stack, { account: 'remembered', text: 'before' });
    stack.backend.fail({ status: 503, body: { error: { code: 'unavailable', message: 'no database' } } });
    try {
      expect((await post(stack, { account: 'remembered', text: 'meanwhile' })).status).toBe(202);
      const nobody = await post(stack, { account: 'unheard-of', text: 'x' });
      expect([nobody.status, nobody.json, nobody.headers['retry-after']]).toEqual([
        ...refused(
          503,
          'unavailable',
          'Which chats belong to account unheard-of cannot be seen now: HTTP 503. Send it again in a minute, or name chat_id.',
        ),
        '10',
      ]);
    } finally {
      stack.backend.fail(undefined);
    }
    await arrived(chatId, ['before', 'meanwhile']);
  });

  test('to an account does not reach a chat that is unlinked while it waits', async () => {
    const [gone, kept] = [newChat(), newChat()];
    for (const chatId of [gone, kept]) stack.backend.chats.link(chatId, 'waiting');
    stack.telegram.set({ kind: 'too_many', retryAfter: 6, chats: [gone, kept], times: 2 });
    const { json } = await post(stack, { account: 'waiting', text: 'figures' });
    const [first] = (json as { messages: Message[] }).messages;
    stack.backend.chats.unlink(gone);
    await arrived(kept, ['figures']);
    expect(await ended(stack, first?.id ?? '')).toMatchObject({
      ...{ chat_id: gone, state: 'dead', error: 'the chat does not belong to account waiting any more' },
    });
    expect(texts(stack, gone)).toEqual([]);
  });

  test('of a higher severity overtakes those of its chat that wait, and others stay in their order', async () => {
    const chatId = newChat();
    stack.telegram.set({ kind: 'too_many', retryAfter: 1, chats: [chatId], times: 1 });
    for (const [text, severity] of [
      ['i1', 'info'],
      ['w1', 'warning'],
      ['i2', 'info'],
      ['c1', 'critical'],
    ]) {
      await post(stack, { chat_id: chatId, text, severity });
    }
    await arrived(chatId, ['c1', 'w1', 'i1', 'i2']);
  });
});

describe('what Telegram refuses', () => {
  test('for its markup is sent as plain text', async () => {
    const chatId = newChat();
    const { id } = messageOf(
      await post(stack, { chat_id: chatId, text: '<b>Loss</b> of <BTC/USDT> &lt; 5 %</i>' }),
    );
    await arrived(chatId, ['Loss of <BTC/USDT> < 5 %']);
    expect(await ended(stack, id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  test('because the bot is blocked is given up; the chat is unreachable until something arrives again', async () => {
    const chatId = newChat();
    stack.backend.chats.link(chatId, 'blocked');
    stack.telegram.set({ kind: 'forbidden', chats: [chatId], times: 1 });
    const { id } = messageOf(await post(stack, { account: 'blocked', text: 'hello?' }));
    const reason = 'Telegram answered 403: Forbidden: bot was blocked by the user';
    const dead = await ended(stack, id);
    expect(dead).toEqual({
      ...{ id, chat_id: chatId, severity: 'info', state: 'dead', text: 'hello?', attempts: 1 },
      ...{ queued_at: TIME, next_attempt_at: null, ended_at: TIME, error: reason },
    } as unknown as Message);
    await eventually(() => expect(stack.backend.chats.of(chatId)?.unreachable).toBe(reason));
    expect((await list(stack, 'dead')).messages).toContainEqual(dead);

    const retried = await post(stack, '', { path: `${PATH}/${id}/retry` });
    expect([retried.status, retried.json]).toMatchObject([202, { id, state: 'queued', error: null }]);
    await arrived(chatId, ['hello?']);
    await eventually(() => expect(stack.backend.chats.of(chatId)?.unreachable).toBeNull());
  });

  test('because the group is a supergroup now goes there, and so does its link', async () => {
    const [group, supergroup] = [-newChat(), -1_000_000_000_000 - newChat()];
    stack.backend.chats.link(group, 'moving');
    stack.telegram.set({ kind: 'migrated', chats: [group], toChatId: supergroup });
    const { id } = messageOf(await post(stack, { account: 'moving', text: 'where are you?' }));
    await arrived(supergroup, ['where are you?']);
    expect(await ended(stack, id)).toMatchObject({ state: 'sent', chat_id: supergroup });
    await eventually(() =>
      expect(stack.backend.chats.all().filter(({ account }) => account === 'moving')).toMatchObject([
        { chat_id: supergroup },
      ]),
    );
    expect(texts(stack, group)).toEqual([]);
    stack.telegram.set({ kind: 'ok' });
  });
});

describe('a limit of one chat', () => {
  test('holds up that chat for as long as Telegram says, and no other', async () => {
    const [slow, ...others] = [newChat(), newChat(), newChat(), newChat()];
    stack.telegram.set({ kind: 'too_many', retryAfter: 2, chats: [slow ?? 0], times: 1 });
    const begun = performance.now();
    const { id } = messageOf(await post(stack, { chat_id: slow, text: 'later' }));
    await eventually(() => expect(stack.telegram.requests('sendMessage')).toBeGreaterThan(0));
    for (const chatId of others) await post(stack, { chat_id: chatId, text: 'now' });
    for (const chatId of others) await arrived(chatId, ['now']);
    expect(performance.now() - begun).toBeLessThan(1_800);
    const { json } = await get(stack, `${PATH}/${id}`);
    expect(json).toMatchObject({ state: 'queued', attempts: 1, error: 'Telegram asks to slow down' });
    await arrived(slow ?? 0, ['later']);
    expect(performance.now() - begun).toBeGreaterThan(1_900);
  });
});

test('the log tells of each message whereto it went or why it did not, and never what it said', async () => {
  const chatId = newChat();
  stack.telegram.set({ kind: 'forbidden', chats: [chatId], times: 1 });
  const secret = 'canary-text-of-a-message';
  const first = messageOf(await post(stack, { chat_id: chatId, text: secret, severity: 'critical' }));
  await ended(stack, first.id);
  const second = messageOf(await post(stack, { chat_id: chatId, text: `<b>${secret}` }));
  await ended(stack, second.id);
  const lines = (await stack.log()).filter((line) => line.chatId === chatId);
  const sentOrNot = lines.filter(({ msg }) => String(msg).startsWith('Message '));
  expect(sentOrNot).toEqual([
    {
      ...{ level: 'warn', time: expect.any(Number), msg: 'Message given up', chatId, messageId: first.id },
      ...{ attempts: 1, reason: 'Telegram answered 403: Forbidden: bot was blocked by the user' },
    },
    {
      ...{ level: 'info', time: expect.any(Number), msg: 'Message sent', chatId, messageId: second.id },
      ...{ severity: 'info', waitedMs: expect.any(Number) },
    },
  ]);
  expect(JSON.stringify(await stack.log())).not.toContain(secret);
  expect(await stack.leaks()).toEqual([]);
});
