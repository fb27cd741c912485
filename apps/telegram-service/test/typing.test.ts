import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import type { Answer } from '../src/bot/answer.js';
import { type ScriptedBot, startScriptedBot } from './scripted-bot.js';

jest.setTimeout(30_000);

let bot: ScriptedBot;
beforeAll(async () => {
  bot = await startScriptedBot();
});
afterAll(() => bot.close());
beforeEach(() => bot.nextChat());

describe('a sign that something is coming', () => {
  const slow = async (): Promise<Answer> => {
    await eventually(() => expect(bot.calls('sendChatAction')).toHaveLength(1));
    return { blocks: ['done'] };
  };
  const methods = () =>
    ['sendChatAction', 'sendMessage']
      .flatMap((method) => bot.calls(method))
      .sort((a, b) => a.at - b.at)
      .map(({ method }) => method);

  test.each([
    ['/show', 'typing'],
    ['/draw', 'upload_photo'],
  ])('is shown while %s takes its time: %s', async (text, action) => {
    bot.answer(slow);
    await bot.say(text);
    expect(bot.calls('sendChatAction').map(({ payload }) => payload.action)).toEqual([action]);
    expect(methods()).toEqual(['sendChatAction', 'sendMessage']);
  });

  test('is not shown for what is done at once', async () => {
    bot.answer(() => ({ blocks: ['done'] }));
    await bot.say('/show');
    expect(methods()).toEqual(['sendMessage']);
  });

  test('is not missed where Telegram does not take it', async () => {
    const before = bot.telegram.requests('sendChatAction');
    bot.telegram.set({ kind: 'bad_gateway', methods: ['sendChatAction'] });
    bot.answer(async () => {
      await eventually(() => expect(bot.telegram.requests('sendChatAction')).toBeGreaterThan(before));
      return { blocks: ['done'] };
    });
    await bot.say('/show');
    expect(methods()).toEqual(['sendMessage']);
  });

  test('keeps no answer waiting that Telegram does not answer it', async () => {
    const before = bot.telegram.requests('sendChatAction');
    bot.telegram.set({ kind: 'hang', methods: ['sendChatAction'] });
    bot.answer(async () => {
      await eventually(() => expect(bot.telegram.requests('sendChatAction')).toBeGreaterThan(before));
      return { blocks: ['done'] };
    });
    await bot.say('/show');
    expect(bot.texts()).toEqual(['done']);
  });
});
