import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { startBot, type TestBot } from './bot.js';

jest.setTimeout(30_000);

const [ADMIN, MEMBER] = [11, 12];
const ONLY = 'Only an administrator of this group can do that.';
const STILL_GOOD =
  'Whoever reads your code here can link a chat of their own with it for up to 10 minutes. Delete your message.';

let bot: TestBot;
let group = -100;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());
beforeEach(() => {
  group -= 1;
  bot.telegram.set({ kind: 'ok' });
  bot.telegram.setAdministrators(group, [ADMIN]);
});

/** What a member of the group says, and what the bot says to that. */
async function say(text: string, fromId = MEMBER, more: { anonymous?: boolean } = {}): Promise<string[]> {
  const before = bot.telegram.shown(group).length;
  const shown = await bot.say(group, text, { chatType: 'group', fromId, ...more });
  return shown.slice(before).map((message) => message.text);
}

const refusals = async () =>
  (await bot.log())
    .filter(({ msg, chatId }) => msg === 'Chat refused' && chatId === group)
    .map(({ reason }) => reason);

test('in a group the bot answers nothing but commands that are for it', async () => {
  for (const text of ['hello', '5 > 4', '/moon', '/version@other_bot', '/moon@other_bot']) {
    expect(await say(text)).toEqual([]);
  }
  expect(await say('/version')).toEqual([expect.stringContaining('NeuraTrade\n\nBot: ')]);
  expect(await say('/Version@NeuraTrade_Bot')).toEqual([expect.stringContaining('NeuraTrade\n\nBot: ')]);
  expect(await say('/porfolio@neuratrade_bot')).toEqual([
    'I do not know /porfolio. Did you mean /portfolio? /help lists what I can do.',
  ]);
});

test('in a group with topics it answers in the topic that it was asked in', async () => {
  bot.telegram.updates.push({
    message: {
      ...{ message_id: 1, date: 1, chat: { id: group, type: 'supergroup', title: 'Desk', is_forum: true } },
      ...{
        from: { id: MEMBER, is_bot: false, first_name: 'Ada' },
        is_topic_message: true,
        message_thread_id: 7,
      },
      text: '/version',
    },
  });
  await bot.pump();
  const answers = bot.telegram.calls('sendMessage').filter(({ payload }) => payload.chat_id === group);
  expect(answers.map(({ payload }) => payload.message_thread_id)).toEqual([7]);
});

test('in a channel it answers nothing', async () => {
  expect(await bot.say(-5_000, '/help', { chatType: 'channel' })).toEqual([]);
});

describe('only an administrator', () => {
  test('links a group', async () => {
    bot.backend.chats.unlink(group);
    bot.backend.chats.code(`code${group}`, 'desk');
    expect(await say(`/start code${group}`)).toEqual([`${ONLY}\n\n${STILL_GOOD}`]);
    expect(bot.backend.chats.of(group)).toBeUndefined();
    expect(await say(`/start@neuratrade_bot code${group}`, ADMIN)).toEqual([
      expect.stringContaining('This chat now belongs to account desk.'),
    ]);
    expect(bot.backend.chats.of(group)?.account).toBe('desk');
    await eventually(async () => expect(await refusals()).toEqual(['not an administrator']));
  });

  test('links it who stays anonymous, too', async () => {
    bot.backend.chats.unlink(group);
    bot.backend.chats.code(`code${group}`);
    expect(await say(`/start code${group}`, ADMIN, { anonymous: true })).toEqual([
      expect.stringContaining('This chat now belongs to account main.'),
    ]);
  });

  test('unlinks it', async () => {
    expect(await say('/unlink')).toEqual([ONLY]);
    expect(await say('/unlink', ADMIN)).toEqual([
      expect.stringContaining('This chat belongs to account main.'),
    ]);
    expect(await bot.press(group, 'Unlink this chat', { fromId: MEMBER, chatType: 'group' })).toEqual({
      text: ONLY,
      show_alert: true,
    });
    expect(bot.backend.chats.of(group)?.account).toBe('main');
    await bot.press(group, 'Unlink this chat', { fromId: ADMIN, chatType: 'group' });
    expect(bot.backend.chats.of(group)).toBeUndefined();
    await eventually(async () => expect(await refusals()).toEqual(Array(2).fill('not an administrator')));
  });

  test('changes its digest', async () => {
    expect(await say('/digest on 09:15')).toEqual([ONLY]);
    await say('/digest on 09:15', ADMIN);
    expect(bot.backend.chats.of(group)?.digest).toMatchObject({ enabled: true, at: '09:15' });
  });
});

test('a group that is not linked is told how', async () => {
  bot.backend.chats.unlink(group);
  expect(await say('/version')).toEqual([
    'This group is not linked to an account. Run neuratrade telegram link where NeuraTrade runs; an administrator then sends /start@neuratrade_bot CODE here, the code being the end of that link.',
  ]);
});

describe('a group that becomes a supergroup', () => {
  const moved = () => group - 1_000_000;
  const linkIsMoved = () =>
    eventually(() =>
      expect([
        bot.backend.chats.of(moved())?.account,
        bot.backend.chats.all().some((chat) => chat.chat_id === group),
      ]).toEqual(['desk', false]),
    );

  test('takes its link along when Telegram tells of it', async () => {
    bot.backend.chats.link(group, 'desk');
    await say('/version');
    bot.telegram.updates.push({
      message: {
        message_id: 1,
        date: 1,
        chat: { id: group, type: 'group', title: 'Desk' },
        migrate_to_chat_id: moved(),
      },
    });
    await bot.pump();
    await linkIsMoved();
  });

  test('takes it along when an answer cannot be sent to its old number, and is answered', async () => {
    bot.backend.chats.link(group, 'desk');
    const fault = { kind: 'migrated', toChatId: moved(), chats: [group], methods: ['sendMessage'] } as const;
    bot.telegram.set(fault);
    expect(await say('/version')).toEqual([]);
    expect(bot.telegram.shown(moved())).toMatchObject([
      { text: expect.stringContaining('NeuraTrade\n\nBot: ') },
    ]);
    await linkIsMoved();
  });
});

describe('a chat that the bot cannot write to', () => {
  const memberUpdate = (status: string) => ({
    my_chat_member: {
      chat: { id: group, type: 'group', title: 'Desk' },
      from: { id: ADMIN, is_bot: false, first_name: 'Ada' },
      date: 1,
      old_chat_member: { status: 'member', user: { id: 7_234_567_890, is_bot: true, first_name: 'bot' } },
      new_chat_member: { status, user: { id: 7_234_567_890, is_bot: true, first_name: 'bot' } },
    },
  });
  const unreachableIs = (reason: string | null) =>
    eventually(() => expect(bot.backend.chats.of(group)?.unreachable).toBe(reason));

  test('is marked when Telegram says so, and is reachable again as soon as it asks', async () => {
    await say('/version');
    for (const status of ['kicked', 'left']) {
      bot.telegram.updates.push(memberUpdate(status));
      await bot.pump();
      await unreachableIs(status === 'kicked' ? 'the bot was blocked or removed' : 'the bot was removed');
      await say('/version');
      await unreachableIs(null);
    }
  });

  test('is reachable when the bot is back', async () => {
    await say('/version');
    bot.telegram.updates.push(memberUpdate('kicked'));
    await bot.pump();
    await unreachableIs('the bot was blocked or removed');
    bot.telegram.updates.push(memberUpdate('member'));
    await bot.pump();
    await unreachableIs(null);
  });

  test('is marked when an answer is forbidden', async () => {
    await say('/version');
    bot.telegram.set({ kind: 'forbidden', chats: [group] });
    await expect(say('/version')).rejects.toThrow('403');
    await unreachableIs('bot was blocked by the user');
  });
});
