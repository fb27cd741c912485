import { describe, expect, jest, test } from '@jest/globals';
import { Bot, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import { createHandling } from './handling.js';

const DAY_MS = 86_400_000;
const REFUSED = { ok: false as const, error_code: 502, description: 'Bad Gateway' };
const badGateway = () => new GrammyError('Call failed', REFUSED, 'sendMessage', {});

/** The handling of one update by a bot that answers as `answer` says. */
function handlingOf(answer: () => void) {
  const log: unknown[] = [];
  const note =
    (level: string) =>
    (msg: string, fields: object = {}) =>
      void log.push([level, msg, fields]);
  const leaving = new AbortController();
  const bot = new Bot('1:a');
  bot.botInfo = { id: 1, is_bot: true, first_name: 'b', username: 'b_bot' } as typeof bot.botInfo;
  bot.on('message', answer);
  const handle = createHandling({
    bot,
    leaving: leaving.signal,
    logger: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
  });
  const message = { message_id: 1, date: 1, chat: { id: 7, type: 'private', first_name: 'Ada' } };
  const update = { update_id: 5, message } as Update;
  return {
    log,
    leaving,
    handle: (waitedMs = 0) => handle({ update, waitedMs, arrivedAt: performance.now() }),
  };
}

const timing = { updateId: 5, timeMs: expect.any(Number) };

describe('an update', () => {
  test('that is answered is done', async () => {
    const { handle, log } = handlingOf(() => undefined);
    expect(await handle()).toBeUndefined();
    expect(log).toEqual([['info', 'Update processed', timing]]);
  });

  test('that meets a bug is told, and done', async () => {
    const { handle, log } = handlingOf(() => {
      throw new TypeError('bug');
    });
    expect(await handle()).toBeUndefined();
    expect(log).toEqual([['error', 'Update failed', { ...timing, error: 'TypeError: bug' }]]);
  });

  test('whose answer Telegram does not take now stays open; that is warned of once', async () => {
    const { handle, log } = handlingOf(() => {
      throw badGateway();
    });
    const failure = { kind: 'unreachable', reason: 'Telegram answered 502', definite: false };
    expect([await handle(), await handle()]).toEqual([failure, failure]);
    const fields = { updateId: 5, reason: 'Telegram answered 502' };
    expect(log).toEqual([
      ['warn', 'Update postponed', fields],
      ['debug', 'Update postponed', fields],
    ]);
  });

  test('that is cut off because the process ends stays open, whatever it fails with', async () => {
    const { handle, leaving } = handlingOf(() => {
      leaving.abort();
      throw new Error('aborted');
    });
    expect(await handle()).toMatchObject({ reason: 'the service stops' });
  });

  test('that just came is not given up where the clock is set two days ahead meanwhile', async () => {
    const { handle, log } = handlingOf(() => undefined);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * DAY_MS);
    expect(await handle()).toBeUndefined();
    clock.mockRestore();
    expect(log).toEqual([['info', 'Update processed', timing]]);
  });

  test('that is older than a day is given up', async () => {
    const { handle, log } = handlingOf(() => {
      throw badGateway();
    });
    expect(await handle(DAY_MS + 1_000)).toBeUndefined();
    expect(log).toEqual([['warn', 'Update given up', { updateId: 5, ageMs: expect.any(Number) }]]);
  });
});
