import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type BotApi, eventually, startBotApi } from '@neuratrade/test-kit';
import { Api } from 'grammy';
import { createInbox, type Inbox } from '../src/bot/updates/inbox.js';
import { createPolling } from '../src/bot/updates/polling.js';
import { TOKEN } from './harness.js';

let folder: string;
let telegram: BotApi;
let inbox: Inbox;
let ends: Map<number, () => void>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neuratrade-polling-'));
  telegram = await startBotApi({ token: TOKEN, username: 'neuratrade_bot' });
  ends = new Map();
  const ignore = () => undefined;
  inbox = createInbox({
    folder: join(folder, 'inbox'),
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    handle: ({ update }) => new Promise((resolve) => ends.set(update.update_id, () => resolve(undefined))),
    asker: ({ message }) => message?.chat.id,
    tooMany: ignore,
    mostOpen: 2,
  });
  await inbox.open();
  inbox.start();
});
afterEach(async () => {
  await inbox.close();
  await telegram.close();
  await rm(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;

test('polling confirms what is stored, and leaves to Telegram what the inbox has no room for', async () => {
  const polling = createPolling({
    api: new Api(TOKEN, { apiRoot: telegram.url }),
    inbox,
    pollTimeoutS: 1,
  });
  await polling.connect(never);
  const [first, second, third] = [1, 2, 3].map((chatId) =>
    telegram.updates.pushText({ chatId, text: '/help' }),
  );
  for (let poll = 0; poll < 3; poll += 1) await polling.contact(never);
  expect([...ends.keys()]).toEqual([first, second]);
  expect(telegram.updates.pending()).toEqual([third]);
  ends.get(first ?? 0)?.();
  await eventually(() => expect(inbox.room()).toBe(true));
  for (let poll = 0; poll < 2; poll += 1) await polling.contact(never);
  expect([...ends.keys()]).toEqual([first, second, third]);
  expect(telegram.updates.pending()).toEqual([]);
});
