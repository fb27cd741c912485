import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import type { Answer } from '../src/bot/answer.js';
import { escapeHtml } from '../src/bot/render/html.js';
import { type ScriptedBot, startScriptedBot } from './scripted-bot.js';

jest.setTimeout(30_000);

const BUG = 'Something went wrong here. It is in the log.';
const HOSTILE = '<b>&amp;</i> "שלום" 👨‍👩‍👧‍👦 e\u0301 ';

let bot: ScriptedBot;
beforeAll(async () => {
  bot = await startScriptedBot();
});
afterAll(() => bot.close());
beforeEach(() => bot.nextChat());

test('an answer is one message, in HTML and without previews', async () => {
  bot.answer(() => ({ head: '<b>Head</b>', blocks: ['&lt;one&gt;', 'two'], foot: 'As of now' }));
  expect(await bot.say('/show')).toMatchObject([{ text: 'Head\n\n<one>\n\ntwo\n\nAs of now', buttons: [] }]);
  expect(bot.calls('sendMessage').map(({ payload }) => payload)).toEqual([
    {
      chat_id: bot.chat,
      text: '<b>Head</b>\n\n&lt;one&gt;\n\ntwo\n\nAs of now',
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    },
  ]);
});

describe('a long answer is turned page by page, in place', () => {
  test('of 200 blocks with hostile names', async () => {
    const blocks = Array.from(
      { length: 200 },
      (_, index) => `<b>${index}</b> ${escapeHtml(HOSTILE.repeat(4))}`,
    );
    bot.answer(() => ({ head: '<b>Trades</b>', blocks, gap: '\n', foot: 'As of now' }));
    await bot.say('/show 200');
    const seen = [...bot.texts()];
    while (bot.labels()?.[0]?.includes('▶') === true) {
      await bot.press('▶');
      seen.push(...bot.texts());
    }
    expect(bot.labels()).toEqual([['◀', `${seen.length}/${seen.length}`]]);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.every((text) => text.startsWith('Trades\n\n') && text.endsWith('\n\nAs of now'))).toBe(true);
    const numbers = seen.flatMap((text) =>
      [...text.matchAll(/^(\d+) /gm)].map(([, number]) => Number(number)),
    );
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, index) => index));
    await bot.press('◀');
    expect(bot.texts()).toEqual([seen.at(-2)]);
  });

  test('of one block that is longer than a message', async () => {
    bot.answer(() => ({ blocks: [`<i>${escapeHtml(HOSTILE.repeat(300))}</i>`] }));
    await bot.say('/show');
    const seen = [...bot.texts()];
    while (bot.labels()?.[0]?.includes('▶') === true) {
      await bot.press('▶');
      seen.push(...bot.texts());
    }
    expect(seen.join('').replace(/\s/g, '')).toBe(HOSTILE.repeat(300).replace(/\s/g, ''));
  });

  test('or sent whole, where its arguments are too long for a button', async () => {
    bot.answer(() => ({ blocks: ['a'.repeat(4_000), 'b'.repeat(4_000)], refresh: true }));
    const shown = await bot.say(`/show ${'x'.repeat(64)}`);
    expect(shown.map(({ text, buttons }) => [text[0], buttons])).toEqual([
      ['a', []],
      ['b', []],
    ]);
  });

  test('and the last page is shown where there are fewer by now', async () => {
    bot.answer(() => ({ blocks: ['a'.repeat(4_000), 'b'.repeat(4_000)] }));
    await bot.say('/show');
    bot.answer(() => ({ blocks: ['all that is left'] }));
    await bot.press('▶');
    expect(bot.telegram.shown(bot.chat)).toMatchObject([{ text: 'all that is left', buttons: [] }]);
  });
});

describe('a picture', () => {
  const png = (seed: number) => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, seed]);
  const drawing = (seed: number, text = `drawing ${seed}`): Answer => ({
    blocks: [text],
    refresh: true,
    picture: async () => png(seed),
  });

  test('comes with the text as its caption, and Refresh changes both in place', async () => {
    bot.answer(() => drawing(1));
    expect(await bot.say('/draw')).toMatchObject([{ text: 'drawing 1', photo: png(1) }]);
    bot.answer(() => drawing(2));
    await bot.press('🔄 Refresh');
    expect(bot.telegram.shown(bot.chat)).toMatchObject([{ text: 'drawing 2', photo: png(2) }]);
  });

  test('has pages of a caption’s length', async () => {
    bot.answer(() => drawing(1, `<b>${'caption '.repeat(200)}</b>`));
    await bot.say('/draw');
    expect(bot.labels()).toEqual([['1/2', '▶'], ['🔄 Refresh']]);
    await bot.press('▶');
    expect([bot.texts().length, bot.labels()]).toEqual([1, [['◀', '2/2'], ['🔄 Refresh']]]);
  });

  test('and a text do not replace each other: what changes its kind is sent anew', async () => {
    bot.answer(() => ({ blocks: ['text'], refresh: true }));
    await bot.say('/draw');
    bot.answer(() => drawing(1));
    await bot.press('🔄 Refresh');
    bot.answer(() => ({ blocks: ['text again'], refresh: true }));
    await bot.press('🔄 Refresh');
    expect(bot.telegram.shown(bot.chat).map(({ text, photo }) => [text, photo])).toEqual([
      ['text', undefined],
      ['drawing 1', png(1)],
      ['text again', undefined],
    ]);
  });

  test('that cannot be drawn leaves the text, and a line in the log', async () => {
    bot.answer(() => ({ blocks: ['figures'], picture: () => Promise.reject(new Error('no fonts')) }));
    expect(await bot.say('/draw')).toMatchObject([{ text: 'figures', photo: undefined }]);
    await eventually(async () =>
      expect(await bot.log()).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          msg: 'Picture not drawn',
          command: 'draw',
          error: 'no fonts',
        }),
      ),
    );
  });
});

test('a picture that Telegram or a group does not take leaves the text', async () => {
  bot.answer(() => ({ blocks: ['figures'], refresh: true, picture: async () => Uint8Array.from([1]) }));
  for (const description of [
    'Bad Request: PHOTO_INVALID_DIMENSIONS',
    'Bad Request: not enough rights to send photos to the chat',
  ]) {
    bot.telegram.set({ kind: 'bad_request', description, methods: ['sendPhoto'] });
    const shown = await bot.say('/draw');
    expect(shown.at(-1)).toMatchObject({ text: 'figures', photo: undefined });
  }
});

describe('nobody is left in silence', () => {
  test('by a bug in a command: it is said and logged', async () => {
    bot.answer(() => {
      throw new Error('bug of this test');
    });
    await bot.say('/show');
    expect(bot.texts()).toEqual([BUG]);
    await eventually(async () =>
      expect(await bot.log()).toContainEqual(
        expect.objectContaining({
          ...{ level: 'error', msg: 'Command failed', command: 'show', chatId: bot.chat },
          error: 'bug of this test',
        }),
      ),
    );
  });

  test('by an answer that Telegram does not take', async () => {
    bot.answer(() => ({ blocks: ['<b>never closed'] }));
    await bot.say('/show');
    expect(bot.texts()).toEqual([BUG]);
    await eventually(async () =>
      expect(await bot.log()).toContainEqual(
        expect.objectContaining({ level: 'error', msg: 'Answer refused', command: 'show' }),
      ),
    );
  });
});
