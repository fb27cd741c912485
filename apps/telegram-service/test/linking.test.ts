import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { INTERNAL } from './backend-chats.js';
import { startBot, type TestBot } from './bot.js';
import { tellSamples } from './samples.js';

jest.setTimeout(30_000);

const HOW_TO_LINK =
  'This chat is not linked to an account. Run neuratrade telegram link where NeuraTrade runs and open the link that it prints.';
const NOT_VALID =
  'This code is not valid: it was used, or is older than 10 minutes. neuratrade telegram link makes a new one.';
const TRY_FIRST = [
  'Try first:',
  '/status – Health of all services',
  '/portfolio – Equity, exposure and open positions',
  '/performance – Profit and loss, and how the trades went',
  '/digest – What went on, every day at a time of yours',
  '/help lists all that I can do.',
].join('\n');

let bot: TestBot;
let chat = 100;
beforeAll(async () => {
  bot = await startBot();
  bot.backend.chats.linkAll(false);
});
afterAll(() => bot.close());
beforeEach(() => {
  chat += 1;
  bot.backend.fail(undefined);
});

/** What the bot says to a text. */
async function answerTo(text: string): Promise<string> {
  return (await bot.say(chat, text)).at(-1)?.text ?? '';
}

/** What the log tells of this chat. */
async function logged(): Promise<unknown[]> {
  const lines = await bot.log();
  return lines.flatMap(({ msg, chatId, time: _, ...fields }) =>
    chatId === chat ? [{ msg, ...fields }] : [],
  );
}

describe('a code', () => {
  test('links the chat to its account, and the bot says what to try first', async () => {
    bot.backend.chats.code('good-code', 'desk');
    expect(await answerTo('/start good-code')).toBe(`This chat now belongs to account desk.\n\n${TRY_FIRST}`);
    expect(bot.backend.chats.of(chat)?.account).toBe('desk');
    expect(await answerTo('/start')).toBe(
      `Welcome to NeuraTrade\n\nThis chat belongs to account desk.\n\n${TRY_FIRST}`,
    );
    await eventually(async () =>
      expect(await logged()).toEqual([{ level: 'info', msg: 'Chat linked', account: 'desk' }]),
    );
  });

  test('that was redeemed already in the same chat links it once more', async () => {
    bot.backend.chats.code('twice', 'desk');
    await answerTo('/start twice');
    expect(await answerTo('/start twice')).toContain('This chat now belongs to account desk.');
  });

  test('moves a linked chat to another account', async () => {
    bot.backend.chats.link(chat, 'main');
    bot.backend.chats.code('move', 'desk');
    expect(await answerTo('/start move')).toContain('This chat now belongs to account desk.');
    expect(bot.backend.chats.of(chat)?.account).toBe('desk');
  });

  test.each([
    ['is unknown', 'unknown'],
    ['is longer than any code', 'x'.repeat(129)],
  ])('that %s is not valid', async (_case, code) => {
    expect(await answerTo(`/start ${code}`)).toBe(NOT_VALID);
    expect(bot.backend.chats.of(chat)).toBeUndefined();
    await eventually(async () =>
      expect(await logged()).toEqual([{ level: 'warn', msg: 'Chat refused', reason: 'code not valid' }]),
    );
  });

  test('that is not valid leaves a linked chat linked', async () => {
    bot.backend.chats.link(chat, 'desk');
    expect(await answerTo('/start unknown')).toBe(
      `${NOT_VALID}\n\nThis chat belongs to account desk as before.`,
    );
  });

  test('cannot be guessed: after some that are not valid none is tried for a while', async () => {
    bot.backend.chats.code('real');
    const answers = [];
    for (const code of ['1', '2', '3', '4', '5', 'real']) answers.push(await answerTo(`/start ${code}`));
    expect(answers).toEqual([
      ...Array<string>(5).fill(NOT_VALID),
      'Too many codes were not valid. Try again in 10 minutes.',
    ]);
    expect(bot.backend.chats.of(chat)).toBeUndefined();
    await eventually(async () =>
      expect((await logged()).at(-1)).toEqual({
        level: 'warn',
        msg: 'Chat refused',
        reason: 'too many codes',
      }),
    );
  });

  test('cannot be redeemed while the backend is down, and the bot says so', async () => {
    bot.backend.fail({ reset: true });
    expect(await answerTo('/start code')).toMatch(
      /^🔴 The backend does not answer: .*Try again in a minute/s,
    );
  });
});

describe('a chat that is not linked', () => {
  test('is welcomed and told how to link it', async () => {
    expect(await answerTo('/start')).toBe(
      `Welcome to NeuraTrade\n\nI tell what the services that your trading bots depend on do, and what your accounts hold and earn.\n\n${HOW_TO_LINK}\n\n/help lists what I can do.`,
    );
  });

  test.each([
    ...[
      'status',
      'portfolio',
      'performance',
      'quests',
      'trades',
      'exchanges',
      'cache',
      'digest',
      'unlink',
      'version',
    ],
  ])('is told nothing but how to link it by /%s, and that is logged', async (name) => {
    const before = bot.backend.requests();
    expect(await answerTo(`/${name}`)).toBe(HOW_TO_LINK);
    expect(bot.backend.requests()).toBe(before);
    await eventually(async () =>
      expect(await logged()).toEqual([{ level: 'warn', msg: 'Chat refused', reason: 'not linked' }]),
    );
  });
});

describe('while the backend does not answer', () => {
  test('a chat that was seen before keeps its rights', async () => {
    bot.backend.chats.link(chat, 'desk');
    await answerTo('/version');
    bot.backend.fail({
      status: 503,
      body: { error: { code: 'unavailable', message: 'The database is down.' } },
    });
    expect(await answerTo('/version')).toMatch(
      /^NeuraTrade\n\nBot: .*\nBackend: does not answer \(HTTP 503\)/s,
    );
  });

  test('a chat that was never seen is told that and why', async () => {
    bot.backend.fail({
      status: 503,
      body: { error: { code: 'unavailable', message: 'The database is down.' } },
    });
    expect(await answerTo('/version')).toBe(
      'I cannot see whom this chat belongs to: HTTP 503. Try again in a minute.',
    );
  });
});

describe('/unlink', () => {
  const QUESTION = 'This chat belongs to account desk. Once it is unlinked, I tell nothing here any more.';
  const DONE = 'This chat is unlinked. neuratrade telegram link makes a code that links it again.';

  test('asks first, and takes the chat away when its button is pressed', async () => {
    bot.backend.chats.link(chat, 'desk');
    expect(await answerTo('/unlink')).toBe(QUESTION);
    expect(bot.backend.chats.of(chat)?.account).toBe('desk');
    await bot.press(chat, 'Unlink this chat');
    expect(bot.telegram.shown(chat)).toMatchObject([{ text: DONE, buttons: [] }]);
    expect(bot.backend.chats.of(chat)).toBeUndefined();
    expect(await answerTo('/version')).toBe(HOW_TO_LINK);
    await eventually(async () =>
      expect(await logged()).toEqual([
        { level: 'info', msg: 'Chat unlinked' },
        { level: 'warn', msg: 'Chat refused', reason: 'not linked' },
      ]),
    );
  });

  test('leaves the chat linked while the backend is down, and says so', async () => {
    bot.backend.chats.link(chat, 'desk');
    await answerTo('/unlink');
    bot.backend.fail({ status: 500, body: {} });
    const told = await bot.press(chat, 'Unlink this chat');
    expect(told).toEqual({
      text: expect.stringContaining('The backend failed: HTTP 500.'),
      show_alert: true,
    });
    expect(bot.telegram.shown(chat)).toMatchObject([{ text: QUESTION }]);
    bot.backend.fail(undefined);
    expect(bot.backend.chats.of(chat)?.account).toBe('desk');
  });
});

test('neither a code nor the service key is logged', async () => {
  bot.backend.chats.code('canary-code-of-a-link');
  await answerTo('/start canary-code-of-a-link');
  expect(JSON.stringify(await bot.log())).not.toMatch(/canary/);
});

describe('a chat whose link is remembered, as the backend does not tell it,', () => {
  const PATHS = ['portfolio', 'performance', 'quests', 'trades', 'equity', 'exchanges', 'cache', 'digest'];
  const COMMANDS = ['portfolio', 'performance 24h', 'quests', 'trades 5', 'exchanges', 'cache', 'digest now'];

  test('is told no figures, for it may have been unlinked, but how the services are', async () => {
    bot.backend.chats.link(chat, 'main');
    await answerTo('/start');
    bot.backend.chats.unlink(chat);
    const path = `${INTERNAL}/chats/${chat}`;
    const error = { code: 'unavailable', message: 'The database does not answer: too slow.' };
    bot.backend.route(path, { status: 503, body: { error } });
    tellSamples(bot.backend);
    for (const command of COMMANDS) {
      expect(await answerTo(`/${command}`)).toBe(
        '🔴 The database does not answer: too slow.\n\nTry again in a minute.',
      );
    }
    expect(await answerTo('/status')).toMatch(/^NeuraTrade is healthy\n/);
    expect(PATHS.map((name) => bot.backend.requests(`${INTERNAL}/${name}`))).toEqual(PATHS.map(() => 0));
    bot.backend.route(path, undefined);
    expect(await answerTo('/portfolio')).toBe(HOW_TO_LINK);
  });
});
