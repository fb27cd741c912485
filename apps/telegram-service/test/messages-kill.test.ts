import { expect, jest, test } from '@jest/globals';
import { eventually } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { type Stack, withStack } from './harness.js';
import { list, messageOf, post, texts } from './messages-rig.js';

jest.setTimeout(120_000);

const CHATS = Array.from({ length: 100 }, (_, index) => 5_000 + index);
const ROUNDS = 5;

/** 500 messages: 100 chats at a time, in each one after the other. */
async function burst(stack: Stack): Promise<void> {
  await Promise.all(
    CHATS.map(async (chat_id) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const { status } = await post(stack, { chat_id, text: `${chat_id}: ${round}` });
        expect(status).toBe(202);
      }
    }),
  );
}

test.concurrent('500 queued messages of 100 chats outlive kill -9: each arrives once, one twice at most, in order', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    await burst(stack);
    await eventually(() => expect(texts(stack).length).toBeGreaterThan(200), { timeoutMs: 40_000 });
    await stack.service.stop('SIGKILL');
    const before = texts(stack).length;
    expect(before).toBeLessThan(500);
    await stack.start();
    await eventually(async () => expect((await list(stack, 'sent')).messages).toHaveLength(500), {
      timeoutMs: 60_000,
    });
    const came = texts(stack) as string[];
    expect(came.length).toBeLessThanOrEqual(501);
    const inOrder = CHATS.map((chatId) =>
      Array.from({ length: ROUNDS }, (_, round) => `${chatId}: ${round}`),
    );
    expect(CHATS.map((chatId) => [...new Set(texts(stack, chatId))])).toEqual(inOrder);
    expect(await stack.leaks()).toEqual([]);
  });
});

test.concurrent('killed again and again while it sends, every message arrives', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    const chats = CHATS.slice(0, 40);
    await Promise.all(chats.map((chat_id) => post(stack, { chat_id, text: `to ${chat_id}` })));
    let kills = 0;
    for (let aim = 8; aim <= 32; aim += 8) {
      await eventually(() => expect(texts(stack).length).toBeGreaterThanOrEqual(aim), { timeoutMs: 20_000 });
      await stack.service.stop('SIGKILL');
      kills += 1;
      await stack.start();
    }
    await eventually(async () => expect((await list(stack, 'sent')).count).toBe(40), { timeoutMs: 30_000 });
    const came = texts(stack) as string[];
    expect([...new Set(came)].sort()).toEqual(chats.map((chatId) => `to ${chatId}`).sort());
    expect(came.length).toBeLessThanOrEqual(40 + kills);
  });
});

test.concurrent('a message is on disk when it is taken: killed right after the answer, it is there', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.telegram.set({ kind: 'hang', methods: ['sendMessage'] });
    const { id } = messageOf(await post(stack, { chat_id: 1, text: 'safe' }));
    await stack.service.stop('SIGKILL');
    stack.telegram.set({ kind: 'ok' });
    await stack.start();
    await eventually(async () => expect((await list(stack, 'sent')).messages).toMatchObject([{ id }]), {
      timeoutMs: 15_000,
    });
    expect(texts(stack)).toEqual(['safe']);
  });
});

test.concurrent('a stop lets the one under way end, and the next start sends the rest, each once', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    const chats = CHATS.slice(0, 60);
    await Promise.all(chats.map((chat_id) => post(stack, { chat_id, text: `to ${chat_id}` })));
    await eventually(() => expect(texts(stack).length).toBeGreaterThan(10), { timeoutMs: 20_000 });
    expect(await stack.service.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    await stack.start();
    await eventually(async () => expect((await list(stack, 'sent')).count).toBe(60), { timeoutMs: 30_000 });
    expect((texts(stack) as string[]).sort()).toEqual(chats.map((chatId) => `to ${chatId}`).sort());
  });
});
