import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type ScriptedBot, startScriptedBot } from './scripted-bot.js';

jest.setTimeout(30_000);

const BUG = 'Something went wrong here. It is in the log.';

let bot: ScriptedBot;
beforeAll(async () => {
  bot = await startScriptedBot();
});
afterAll(() => bot.close());
beforeEach(() => bot.nextChat());

describe('a pressed button', () => {
  test('asks anew with its arguments and edits in place', async () => {
    bot.answer((args) => ({
      blocks: [`range ${args}`],
      buttons: [[{ label: '7 d', args: '7d' }]],
      refresh: true,
    }));
    await bot.say('/show 30d');
    expect(await bot.press('7 d')).toEqual({ show_alert: false });
    expect([bot.texts(), bot.labels()]).toEqual([['range 7d'], [['7 d'], ['🔄 Refresh']]]);
  });

  test('says so where nothing is new', async () => {
    bot.answer(() => ({ blocks: ['the same'], refresh: true }));
    await bot.say('/show');
    expect(await bot.press('🔄 Refresh')).toEqual({ text: 'Nothing new', show_alert: false });
    expect(bot.texts()).toEqual(['the same']);
  });

  test('is worked on once, however often it is pressed', async () => {
    let asked = 0;
    bot.answer(() => {
      asked += 1;
      return { blocks: [`asked ${asked}`], refresh: true };
    });
    await bot.say('/show');
    await bot.press('🔄 Refresh');
    for (let press = 0; press < 5; press += 1) await bot.press('🔄 Refresh');
    expect([asked, bot.texts()]).toEqual([2, ['asked 2']]);
  });

  test.each([
    ['was deleted', 'Bad Request: message to edit not found'],
    ['is too old to be edited', "Bad Request: message can't be edited"],
  ])('of a message that %s is answered anew', async (_case, description) => {
    bot.answer(() => ({ blocks: ['first'], refresh: true }));
    await bot.say('/show');
    bot.answer(() => ({ blocks: ['second'], refresh: true }));
    bot.telegram.set({ kind: 'bad_request', description, methods: ['editMessageText'] });
    await bot.press('🔄 Refresh');
    expect(bot.texts()).toEqual(['first', 'second']);
  });

  test('of which Telegram shows nothing any more is answered anew', async () => {
    bot.answer(() => ({ blocks: ['anew'] }));
    bot.telegram.updates.pushCallback({ chatId: bot.chat, messageId: 999_999, data: '0 show' });
    await bot.pump();
    expect(bot.texts()).toEqual(['anew']);
  });

  test('that Telegram takes no reply to any more is worked on all the same', async () => {
    bot.answer(() => ({ blocks: ['first'], refresh: true }));
    const [message] = await bot.say('/show');
    bot.answer(() => ({ blocks: ['second'], refresh: true }));
    const messageId = message?.messageId ?? 0;
    bot.telegram.updates.pushCallback({ chatId: bot.chat, messageId, data: '0 show', tooOld: true });
    await bot.pump();
    expect(bot.texts()).toEqual(['second']);
  });

  test('behind which there is a bug says so, and the message stays', async () => {
    bot.answer(() => ({ blocks: ['good figures'], refresh: true }));
    await bot.say('/show');
    bot.answer(() => Promise.reject(new Error('bug')));
    expect(await bot.press('🔄 Refresh')).toEqual({ text: BUG, show_alert: true });
    expect(bot.texts()).toEqual(['good figures']);
  });
});
