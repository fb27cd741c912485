import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { type Asking, PATIENCE, startAsking } from './asking.js';
import type { BackendAnswers } from './backend.js';
import type { Stack } from './harness.js';
import { samples } from './samples.js';

jest.setTimeout(60_000);

let asking: Asking;
let stack: Stack;
beforeAll(async () => {
  asking = await startAsking();
  stack = asking.stack;
});
afterAll(() => stack.close());

const told = async (text: string) => (await asking.ask(text)).text;

describe('a backend that gives no answer gets a clear one, whatever is asked:', () => {
  const DATA = ['status', 'portfolio', 'performance', 'quests', 'trades', 'exchanges', 'cache', 'digest now'];

  test.each([
    [
      'it answers with an error',
      { status: 500, body: '{}' },
      '🔴 The backend failed: HTTP 500.\n\nTry again in a minute. The reason is in backend.log.',
    ],
    [
      'its database is down',
      {
        status: 503,
        body: {
          error: { code: 'unavailable', message: 'The database does not answer: connection refused.' },
        },
      },
      '🔴 The database does not answer: connection refused.\n\nTry again in a minute.',
    ],
    [
      'it answers with nonsense',
      { body: '<html>' },
      '🔴 The backend failed: unexpected answer.\n\nTry again in a minute. The reason is in backend.log.',
    ],
    [
      'it answers in another shape',
      { body: '{"status":"healthy"}' },
      '🔴 The backend failed: unexpected answer.\n\nTry again in a minute. The reason is in backend.log.',
    ],
    [
      'it refuses the key',
      { status: 401, body: { error: { code: 'unauthorized', message: 'The key is not valid' } } },
      '🔴 The backend does not accept my key.\n\nGive backend and bot the same SERVICE_API_KEY, then start both again.',
    ],
    [
      'it hangs',
      { delayMs: Number.POSITIVE_INFINITY },
      '🔴 The backend does not answer: connection timeout.\n\nTry again in a minute. neuratrade gateway status tells what runs.',
    ],
    [
      'it cuts the connection',
      { reset: true },
      '🔴 The backend does not answer: connection reset.\n\nTry again in a minute. neuratrade gateway status tells what runs.',
    ],
  ])('%s', async (_case, answer, text) => {
    stack.backend.set(answer);
    const answers = await Promise.all(DATA.map((name) => told(`/${name}`)));
    stack.backend.set(undefined);
    const status = '🔴 The backend failed: HTTP 503.\n\nTry again in a minute. The reason is in backend.log.';
    expect(answers.slice(1)).toEqual(Array(DATA.length - 1).fill(text));
    expect([text, status]).toContain(answers[0]);
  });
});

test('hostile names spoil no answer', async () => {
  const hostile = [
    '<b>bold',
    '&amp;&lt;',
    '👨‍👩‍👧‍👦'.repeat(40),
    '\u202eשלום',
    'x'.repeat(4_000),
    '\ud83d',
    '"><a href="x">',
  ];
  const { trades, portfolio, exchanges } = samples();
  const named = <T extends object>(one: T | undefined, key: string) =>
    hostile.map((name) => ({ ...one, [key]: name }) as T);
  const answers: Partial<BackendAnswers> = {
    trades: { ...trades, trades: named(trades.trades[0], 'symbol') },
    portfolio: { ...portfolio, positions: named(portfolio.positions[0], 'symbol'), unpriced: hostile },
    exchanges: { ...exchanges, exchanges: named(exchanges.exchanges[0], 'name') },
  };
  for (const [name, value] of Object.entries(answers)) {
    const chatId = asking.newChat();
    stack.backend.tell(name as keyof BackendAnswers, value, chatId);
    const { text } = await asking.ask(`/${name}`, chatId);
    expect(text).toContain('<b>bold');
    expect(text).toContain('&amp;&lt;');
    expect(text).toContain('\u2068שלום\u2069');
  }
});

test('a backend that is gone is told of, and what is asked of a chat it knows is answered when it is back', async () => {
  const chatId = asking.newChat();
  const ask = (text: string) => stack.telegram.updates.pushText({ chatId, text });
  const last = () => stack.telegram.shown(chatId).at(-1)?.text;
  ask('/status');
  await eventually(() => expect(last()).toContain('NeuraTrade is healthy'), PATIENCE);
  await stack.backend.refuse();
  ask('/status');
  await eventually(
    () =>
      expect(last()).toBe(
        '🔴 The backend does not answer: connection refused.\n\nTry again in a minute. neuratrade gateway status tells what runs.',
      ),
    PATIENCE,
  );
  await stack.backend.accept();
  ask('/status');
  await eventually(() => expect(last()).toContain('NeuraTrade is healthy'), PATIENCE);
});

test('no secret shows in any of this', async () => {
  expect(await stack.leaks()).toEqual([]);
});
