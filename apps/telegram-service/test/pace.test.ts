import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type BotApi, eventually, startBotApi } from '@neuratrade/test-kit';
import { Api } from 'grammy';
import { useAnswers } from '../src/bot/api.js';
import { passingFailure } from '../src/bot/failure.js';
import { createThrottle } from '../src/bot/throttle.js';
import { TOKEN } from './harness.js';

jest.setTimeout(30_000);

let telegram: BotApi;
let answers: Api;
let messages: Api;
let leaving: AbortController;
let abandoned: AbortController;
beforeEach(async () => {
  telegram = await startBotApi({ token: TOKEN, username: 'neuratrade_bot' });
  leaving = new AbortController();
  abandoned = new AbortController();
  setMaxListeners(0, leaving.signal, abandoned.signal);
  const throttle = createThrottle();
  const client = { apiRoot: telegram.url, timeoutSeconds: 1 };
  answers = new Api(TOKEN, client);
  useAnswers(answers, { throttle: throttle.answers, leaving: leaving.signal, abandoned: abandoned.signal });
  messages = new Api(TOKEN, client);
  messages.config.use(throttle.messages);
});
afterEach(() => telegram.close());

const texts = () => telegram.sent().map(({ payload }) => payload.text);
/** Resolves to what the call fails with. */
const failing = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the pace', () => {
  test('is one a second into a chat, for answers and messages together, and chats do not wait for one another', async () => {
    telegram.pace({ perSecond: 30, perChatPerSecond: 1 });
    const into7 = [
      answers.sendMessage(7, 'one'),
      messages.sendMessage(7, 'two'),
      answers.editMessageText(7, 1, 'three'),
    ];
    await answers.sendMessage(8, 'other');
    expect(telegram.sent().length).toBeLessThan(3);
    await Promise.all(into7);
    const at = telegram.sent().flatMap(({ payload, at: when }) => (payload.chat_id === 7 ? [when] : []));
    expect(texts().filter((text) => text !== 'other')).toEqual(['one', 'two', 'three']);
    expect(Math.min(...at.slice(1).map((when, n) => when - (at[n] ?? 0)))).toBeGreaterThan(950);
  });

  test('is 30 a second in all', async () => {
    telegram.pace({ perSecond: 30, perChatPerSecond: 1 });
    await Promise.all(Array.from({ length: 70 }, (_, chatId) => answers.sendMessage(chatId + 1, 'Hello')));
    expect(telegram.requests('sendMessage')).toBe(70);
    const at = telegram.sent().map(({ at: when }) => when);
    expect(Math.max(...at) - Math.min(...at)).toBeGreaterThan(1_900);
    expect(Math.max(...at) - Math.min(...at)).toBeLessThan(4_000);
  });

  test('holds up nothing that puts nothing into a chat', async () => {
    const sent = Array.from({ length: 3 }, (_, n) => answers.sendMessage(7, `text ${n}`));
    const began = performance.now();
    await answers.sendChatAction(7, 'typing');
    await answers.answerCallbackQuery('x').catch(() => undefined);
    await answers.getMe();
    expect(performance.now() - began).toBeLessThan(900);
    await Promise.all(sent);
  });
});

describe('a message', () => {
  test('goes ahead of the answers that wait, to chats that have room', async () => {
    const waiting = Array.from({ length: 45 }, (_, chatId) => answers.sendMessage(chatId + 1, 'answer'));
    await messages.sendMessage(99, 'message');
    expect(texts().indexOf('message')).toBe(30);
    await Promise.all(waiting);
  });

  test('is given back where its chat has no room soon', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => messages.sendMessage(7, 'message')),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused.map(passingFailure)).toEqual(
      Array(2).fill({
        kind: 'rate_limited',
        reason: 'its turn did not come',
        definite: false,
        retryAfterMs: 5_000,
      }),
    );
    expect(texts()).toEqual(['message', 'message']);
  });
});

describe('an answer outlives', () => {
  test('a rate limit', async () => {
    telegram.set({ kind: 'too_many', retryAfter: 1, methods: ['sendMessage'], times: 1 });
    await answers.sendMessage(7, 'Hello');
    expect(texts()).toEqual(['Hello']);
  });

  test('a short failure of Telegram', async () => {
    telegram.set({ kind: 'bad_gateway', methods: ['sendMessage'], times: 1 });
    await answers.sendMessage(7, 'Hello');
    expect(texts()).toEqual(['Hello']);
  });
});

describe('one attempt is enough for', () => {
  test('a message of the outbox, which waits itself', async () => {
    telegram.set({ kind: 'bad_gateway' });
    expect(await failing(messages.sendMessage(7, 'Hello'))).toMatchObject({ error_code: 502 });
    expect(telegram.requests('sendMessage')).toBe(1);
  });

  test('the typing action', async () => {
    telegram.set({ kind: 'bad_gateway' });
    expect(await failing(answers.sendChatAction(7, 'typing'))).toMatchObject({ error_code: 502 });
    expect(telegram.requests('sendChatAction')).toBe(1);
  });

  test('a rate limit longer than anybody waits', async () => {
    telegram.set({ kind: 'too_many', retryAfter: 31 });
    const error = await failing(answers.sendMessage(7, 'Hello'));
    expect(passingFailure(error)).toMatchObject({ kind: 'rate_limited', retryAfterMs: 31_000 });
  });
});

describe('when this process ends', () => {
  test('a call that waits for its turn fails at once and is never made', async () => {
    const first = answers.sendMessage(7, 'one');
    const second = failing(answers.sendMessage(7, 'two'));
    await first;
    const began = performance.now();
    leaving.abort();
    expect(passingFailure(await second)).toEqual({
      kind: 'silent',
      reason: 'its turn did not come',
      definite: false,
    });
    expect(performance.now() - began).toBeLessThan(500);
    await messages.sendMessage(7, 'three');
    expect(texts()).toEqual(['one', 'three']);
    expect(passingFailure(await failing(answers.sendMessage(8, 'four')))).toBeDefined();
  });

  test('a call under way goes on until it is abandoned', async () => {
    telegram.set({ kind: 'hang' });
    const call = failing(answers.sendMessage(7, 'one'));
    await eventually(() => expect(telegram.requests('sendMessage')).toBe(1));
    leaving.abort();
    const soon = new Promise((resolve) => setTimeout(resolve, 200, 'under way'));
    expect(await Promise.race([call, soon])).toBe('under way');
    abandoned.abort();
    expect(passingFailure(await call)).toMatchObject({ kind: 'silent' });
  });

  test('an answer between two attempts fails with what Telegram said last', async () => {
    telegram.set({ kind: 'bad_gateway' });
    const call = failing(answers.sendMessage(7, 'one'));
    await eventually(() => expect(telegram.requests('sendMessage')).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 200));
    leaving.abort();
    expect(await call).toMatchObject({ error_code: 502 });
  });
});
