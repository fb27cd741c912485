import { expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { SERVICE_KEY, type Stack, withStack } from './harness.js';

jest.setTimeout(90_000);

const CHATS = Array.from({ length: 50 }, (_, index) => index + 1);
const EACH = 6;
const TELEGRAMS_PACE = { perSecond: 30, perChatPerSecond: 1 };

interface Question {
  readonly chatId: number;
  readonly number: number;
}

const CHAT_BY_CHAT: Question[] = CHATS.flatMap((chatId) =>
  Array.from({ length: EACH }, (_, number) => ({ chatId, number })),
);
const IN_TURN = CHAT_BY_CHAT.toSorted((one, other) => one.number - other.number);

/** A burst of questions whose answers name them. */
function ask({ telegram }: Stack, questions: readonly Question[]): void {
  for (const { chatId, number } of questions) {
    telegram.updates.pushText({ chatId, text: `/question${number}` });
  }
}

/** The questions that were answered, chat by chat, in the order of the answers. */
function answered({ telegram }: Stack): Map<number, number[]> {
  const answers = new Map(CHATS.map((chatId) => [chatId, [] as number[]]));
  for (const { payload } of telegram.sent()) {
    const number = /question(\d+)/.exec(String(payload.text))?.[1];
    answers.get(Number(payload.chat_id))?.push(Number(number));
  }
  return answers;
}

const total = (stack: Stack) => stack.telegram.sent().length;
const ALL_IN_ORDER = new Map(CHATS.map((chatId) => [chatId, Array.from({ length: EACH }, (_, n) => n)]));

async function withBurst(questions: readonly Question[], run: (stack: Stack) => Promise<void>) {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.pace(TELEGRAMS_PACE);
    ask(stack, questions);
    await run(stack);
  });
}

test.concurrent.each([
  ['chat by chat', CHAT_BY_CHAT],
  ['in turn', IN_TURN],
])(
  'a burst of 300 updates of 50 chats, %s, is taken in at once and answered at the pace that Telegram allows, in order within each chat',
  async (_case, questions) => {
    await withBurst(questions, async (stack) => {
      await eventually(() => expect(stack.telegram.updates.pending()).toEqual([]), { timeoutMs: 5_000 });
      await eventually(() => expect(total(stack)).toBe(questions.length), { timeoutMs: 30_000 });
      expect(answered(stack)).toEqual(ALL_IN_ORDER);
      expect(stack.telegram.requests('sendMessage')).toBe(questions.length);
      const times = stack.telegram.sent().map(({ at }) => at);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThan(15_000);
      const processed = async () => (await stack.log()).filter(({ msg }) => msg === 'Update processed');
      await eventually(async () => expect(await processed()).toHaveLength(questions.length));
      expect(new Set((await processed()).map(({ updateId }) => updateId)).size).toBe(questions.length);
    });
  },
);

test.concurrent('SIGTERM in the middle of a burst: each is answered once, in order', async () => {
  await withBurst(IN_TURN, async (stack) => {
    await eventually(() => expect(total(stack)).toBeGreaterThan(100), { timeoutMs: 15_000 });
    expect(await stack.service.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(total(stack)).toBeLessThan(IN_TURN.length);
    await stack.start();
    await eventually(() => expect(total(stack)).toBe(IN_TURN.length), { timeoutMs: 30_000 });
    expect(answered(stack)).toEqual(ALL_IN_ORDER);
    expect(await stack.leaks()).toEqual([]);
  });
});

test.concurrent('kill -9 in the middle of a burst: each is answered, and twice only what was open then', async () => {
  await withBurst(CHAT_BY_CHAT, async (stack) => {
    await eventually(() => expect(total(stack)).toBeGreaterThan(100), { timeoutMs: 15_000 });
    await stack.service.stop('SIGKILL');
    const before = answered(stack);
    await stack.start();
    const distinct = () => [...answered(stack).values()].reduce((sum, own) => sum + new Set(own).size, 0);
    await eventually(() => expect(distinct()).toBe(CHAT_BY_CHAT.length), { timeoutMs: 30_000 });
    await eventually(async () => expect(await openUpdates(stack)).toBe(0));
    for (const [chatId, own] of answered(stack)) {
      const again = own.flatMap((number, index) => (number === own[index - 1] ? [index] : []));
      expect(own.filter((_, index) => !again.includes(index))).toEqual(ALL_IN_ORDER.get(chatId));
      const atKill = before.get(chatId)?.length ?? 0;
      expect(again.filter((index) => index !== atKill && index !== atKill + 1)).toEqual([]);
      expect(again.length).toBeLessThanOrEqual(1);
    }
  });
});

async function openUpdates({ service }: Stack): Promise<number> {
  const { json } = await service.get('/api/v1/health/details', { 'X-API-Key': SERVICE_KEY });
  return (json as { updates: { open: number } }).updates.open;
}
