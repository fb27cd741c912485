import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createRedactor } from '@neuratrade/service-kit';
import { type BotApi, type Fault, findSecrets, startBotApi } from '@neuratrade/test-kit';
import { Api } from 'grammy';
import { useRedaction } from '../src/bot/api.js';
import { createSend, type SendOutcome } from '../src/bot/send.js';
import { TOKEN } from './harness.js';

jest.setTimeout(30_000);

let telegram: BotApi;
let send: ReturnType<typeof createSend>;
beforeAll(async () => {
  telegram = await startBotApi({ token: TOKEN, username: 'neuratrade_bot' });
  const api = new Api(TOKEN, { apiRoot: telegram.url, timeoutSeconds: 1 });
  useRedaction(api, createRedactor([TOKEN]));
  send = createSend(api);
});
afterEach(() => telegram.set({ kind: 'ok' }));
afterAll(() => telegram.close());

const PLAIN = { text: 'Hello', html: false, silent: false };
const never = new AbortController().signal;
const unreachable = (reason: string): SendOutcome => ({ sent: false, kind: 'unreachable', reason });
const refused = (reason: string, blocked: boolean): SendOutcome => ({
  sent: false,
  kind: 'refused',
  blocked,
  reason,
});

/** What becomes of one message, which is never tried twice. */
async function outcome(fault: Fault, message = PLAIN): Promise<SendOutcome> {
  telegram.set(fault);
  const before = telegram.requests('sendMessage');
  const told = await send(7, message, never);
  expect(telegram.requests('sendMessage')).toBe(before + 1);
  expect(findSecrets({ told: JSON.stringify(told) }, [TOKEN])).toEqual([]);
  return told;
}

test.each([
  [PLAIN, {}],
  [
    { text: '<b>Hello</b>', html: true, silent: true },
    { parse_mode: 'HTML', disable_notification: true },
  ],
])('%j is sent as it says', async (message, fields) => {
  expect(await outcome({ kind: 'ok' }, message)).toEqual({ sent: true });
  expect(telegram.sent().at(-1)?.payload).toEqual({
    chat_id: 7,
    text: message.text,
    link_preview_options: { is_disabled: true },
    ...fields,
  });
});

describe('what Telegram has against a message', () => {
  test('markup that it cannot read', async () => {
    expect(await outcome({ kind: 'ok' }, { ...PLAIN, text: '5 < 6', html: true })).toEqual({
      sent: false,
      kind: 'markup',
      reason: expect.stringContaining("can't parse entities"),
    });
  });

  test('a bot that is blocked', async () => {
    const reason = 'Telegram answered 403: Forbidden: bot was blocked by the user';
    expect(await outcome({ kind: 'forbidden' })).toEqual(refused(reason, true));
  });

  test.each([
    ['Bad Request: chat not found', true],
    ['Bad Request: message is too long', false],
  ])('%s', async (description, blocked) => {
    const told = refused(`Telegram answered 400: ${description}`, blocked);
    expect(await outcome({ kind: 'bad_request', description })).toEqual(told);
  });

  test('the token in what it says is masked', async () => {
    const description = `Bad Request: ${TOKEN}`;
    const told = refused('Telegram answered 400: Bad Request: [redacted]', false);
    expect(await outcome({ kind: 'bad_request', description })).toEqual(told);
  });

  test('a group that is a supergroup now', async () => {
    expect(await outcome({ kind: 'migrated', toChatId: -1_001 })).toEqual({
      sent: false,
      kind: 'moved',
      chatId: -1_001,
      reason: expect.stringContaining('Telegram answered 400'),
    });
  });

  test('too many of them', async () => {
    expect(await outcome({ kind: 'too_many', retryAfter: 7 })).toEqual({
      sent: false,
      kind: 'slow_down',
      ms: 7_000,
      reason: 'Telegram asks to slow down',
    });
  });
});

describe('a message that does not get through may get through later', () => {
  test.each<[Fault, string]>([
    [{ kind: 'bad_gateway' }, 'Telegram answered 502'],
    [{ kind: 'html' }, 'Telegram sent an unreadable answer'],
    [{ kind: 'reset' }, 'Telegram unreachable: connection reset'],
    [{ kind: 'lost_answer' }, 'Telegram unreachable: connection reset'],
    [{ kind: 'hang' }, 'no answer from Telegram'],
    [{ kind: 'unauthorized' }, 'Telegram refused the token'],
    [{ kind: 'not_found' }, 'Telegram refused the token'],
  ])('%j', async (fault, reason) => {
    expect(await outcome(fault)).toEqual(unreachable(reason));
  });

  test('refused connections', async () => {
    await telegram.refuse();
    const told = [await send(7, PLAIN, never), await send(7, PLAIN, never)];
    await telegram.accept();
    expect(told[1]).toEqual(unreachable('Telegram unreachable: connection refused'));
  });

  test('a signal that aborts', async () => {
    telegram.set({ kind: 'hang' });
    expect(await send(7, PLAIN, AbortSignal.timeout(50))).toEqual(unreachable('no answer from Telegram'));
  });
});
