import { expect, jest, test } from '@jest/globals';
import { eventually, spawnService } from '@neuratrade/test-kit';
import { HEALTHY } from './fixture.js';
import { withStack } from './harness.js';
import { list, messageOf, post, texts } from './messages-rig.js';

jest.setTimeout(60_000);

test.concurrent('an idempotency key is known after a restart, and stands for its message alone', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    stack.backend.chats.link(1, 'bot-2');
    const message = { account: 'bot-2', text: 'once', idempotency_key: 'key' };
    const first = await post(stack, message);
    await eventually(() => expect(texts(stack, 1)).toEqual(['once']));
    await stack.service.stop('SIGKILL');
    await stack.start();
    stack.backend.chats.unlink(1);
    const again = await post(stack, message);
    const other = await post(stack, { ...message, text: 'twice' });
    expect([again.status, messageOf(again).id, other.status]).toEqual([200, messageOf(first).id, 409]);
    await eventually(async () => expect((await list(stack, 'queued')).count).toBe(0));
    const { messages } = await list(stack, 'sent');
    expect(messages.map(({ id, text }) => [id, text])).toEqual([[messageOf(first).id, 'once']]);
  });
});

test.concurrent('without a token messages wait and say why; a start with one sends them', async () => {
  const env: Record<string, string> = { TELEGRAM_BOT_TOKEN: '' };
  await withStack(env, async (stack) => {
    const answer = await post(stack, { chat_id: 7, text: 'until there is a bot' });
    expect(answer.status).toBe(202);
    await eventually(async () =>
      expect((await list(stack, 'queued')).messages).toMatchObject([
        { chat_id: 7, error: 'TELEGRAM_BOT_TOKEN not configured' },
      ]),
    );
    await stack.service.stop('SIGTERM');
    delete env.TELEGRAM_BOT_TOKEN;
    await stack.start();
    await eventually(() => expect(texts(stack, 7)).toEqual(['until there is a bot']), { timeoutMs: 15_000 });
  });
});

test.concurrent('a second service in the same home says that the first has the messages, and ends', async () => {
  await withStack({}, async (stack) => {
    await stack.healthBecomes(HEALTHY);
    const entry = new URL('../dist/main.js', import.meta.url).pathname;
    const second = await spawnService({
      ...{ entry, home: stack.home, portVariable: 'TELEGRAM_PORT', readyPath: false },
      env: { TELEGRAM_ENABLED: 'false', LOG_STDOUT: 'false' },
    });
    expect(await second.exit).toEqual({ code: 1, signal: null });
    expect(second.stderr()).toContain('outbox');
    await post(stack, { chat_id: 1, text: 'still here' });
    await eventually(() => expect(texts(stack, 1)).toEqual(['still here']));
  });
});
