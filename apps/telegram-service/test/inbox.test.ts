import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openStore } from '@neuratrade/service-kit/durable';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import type { Update } from 'grammy/types';
import type { Failure } from '../src/bot/status.js';
import { askerOf } from '../src/bot/updates/asker.js';
import { createInbox, type InboxOptions } from '../src/bot/updates/inbox.js';
import { commandUpdate } from './updates.js';

jest.setTimeout(30_000);

const cleanup = createCleanup();
let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'neuratrade-inbox-'));
  folder = join(home, 'inbox');
});
afterEach(async () => {
  await cleanup.run();
  await rm(home, { recursive: true, force: true });
});

const ignore = () => undefined;
const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const update = (id: number, chatId: number) => commandUpdate(id, chatId, '/help') as Update;

/** An inbox on the folder that handles nothing before it is told how the handling of an update ends. */
async function openInbox(options: Partial<InboxOptions> = {}) {
  const handled: number[] = [];
  const ends = new Map<number, (failure?: Failure) => void>();
  const log: string[] = [];
  const told: number[] = [];
  const note = (msg: string) => void log.push(msg);
  const inbox = createInbox({
    folder,
    logger: { debug: note, info: note, warn: note, error: note },
    handle: ({ update: { update_id: id } }) =>
      new Promise((resolve) => {
        handled.push(id);
        ends.set(id, resolve);
      }),
    asker: (asked) => askerOf(asked, undefined),
    tooMany: (chatId) => void told.push(chatId),
    ...options,
  });
  await inbox.open();
  inbox.start();
  cleanup.add(inbox.close);
  const end = async (id: number, failure?: Failure) => {
    const { open } = inbox.state();
    ends.get(id)?.(failure);
    if (failure === undefined) await eventually(() => expect(inbox.state().open).toBe(open - 1));
  };
  return { inbox, handled, end, log, told };
}

describe('the inbox', () => {
  test('keeps what is open for the next process, and hands it out in order, chats beside one another', async () => {
    const before = await openInbox();
    await Promise.all([update(11, 1), update(12, 1), update(13, 2), update(14, 1)].map(before.inbox.accept));
    expect(before.handled).toEqual([11, 13]);
    await before.end(11);
    await eventually(() => expect(before.handled).toEqual([11, 13, 12]));
    before.inbox.stop();
    await before.inbox.close();

    const after = await openInbox();
    expect(after.handled).toEqual([12, 13]);
    expect(after.inbox.state()).toEqual({ open: 3, oldestAt: expect.any(Number) });
    await after.end(12);
    await eventually(() => expect(after.handled).toEqual([12, 13, 14]));
  });

  test('knows what is done and what is open, also in the next process', async () => {
    const before = await openInbox();
    await Promise.all([update(11, 1), update(12, 2)].map(before.inbox.accept));
    await before.end(11);
    await before.inbox.accept(update(11, 1));
    await before.inbox.accept(update(12, 2));
    expect(before.handled).toEqual([11, 12]);
    await before.inbox.close();

    const after = await openInbox();
    await Promise.all([update(11, 1), update(12, 2)].map(after.inbox.accept));
    expect(after.handled).toEqual([12]);
  });

  test('knows what was done for a day', async () => {
    const store = await openStore<{ at: number }>({ folder, logger: quiet });
    const ago = (hours: number) => ({ at: Date.now() - hours * 3_600_000 });
    await store.write([
      { put: 'done:0000000000000011', value: ago(25) },
      { put: 'done:0000000000000012', value: ago(23) },
    ]);
    await store.close();
    const { inbox, handled } = await openInbox();
    await Promise.all([update(11, 1), update(12, 2)].map(inbox.accept));
    expect(handled).toEqual([11]);
  });

  test('has room for so many, and again when one is done', async () => {
    const { inbox, end } = await openInbox({ mostOpen: 2 });
    await inbox.accept(update(11, 1));
    expect(inbox.room()).toBe(true);
    await inbox.accept(update(12, 2));
    expect(inbox.room()).toBe(false);
    await end(11);
    expect(inbox.room()).toBe(true);
  });

  test('takes 50 of a chat, tells it once that it asks too much, and never works on what it left out', async () => {
    const { inbox, handled, end, told, log } = await openInbox();
    await Promise.all(Array.from({ length: 60 }, (_, n) => inbox.accept(update(n + 1, 7))));
    expect([inbox.state().open, told]).toEqual([50, [7]]);
    for (let id = 1; id <= 50; id += 1) {
      await eventually(() => expect(handled.at(-1)).toBe(id));
      await end(id);
    }
    await inbox.accept(update(55, 7));
    expect(handled).toHaveLength(50);
    expect(log.filter((msg) => msg.startsWith('Flood'))).toEqual(['Flood began', 'Flood ended']);
  });

  test('starts with a folder that is broken', async () => {
    const before = await openInbox();
    await before.inbox.accept(update(11, 1));
    await before.inbox.close();
    for (const name of await readdir(folder)) await writeFile(join(folder, name), 'broken');

    const after = await openInbox();
    expect(after.inbox.broken()).toBeNull();
    await after.inbox.accept(update(12, 1));
    await eventually(() => expect(after.handled).toContain(12));
  });
});

describe('while nothing can be stored', () => {
  beforeEach(() => writeFile(folder, 'in its place'));

  test('an update is worked on, but its storing fails until it is done', async () => {
    const { inbox, handled, end, log } = await openInbox();
    const rejected = { code: 'unwritable', message: `${folder} cannot be written: not a folder.` };
    await expect(inbox.accept(update(11, 1))).rejects.toMatchObject({ code: rejected.code });
    expect(inbox.broken()).toContain(rejected.message);
    expect(handled).toEqual([11]);
    await expect(inbox.accept(update(11, 1))).rejects.toMatchObject({ code: rejected.code });
    await end(11);
    await inbox.accept(update(11, 1));
    expect(handled).toEqual([11]);
    expect(log).toEqual(['Inbox cannot be written']);
  });

  test('all of it is stored as soon as that works again', async () => {
    const before = await openInbox();
    for (const id of [11, 12]) await before.inbox.accept(update(id, id)).catch(() => undefined);
    await before.end(11);
    await rm(folder);
    await eventually(() => expect(before.inbox.broken()).toBeNull(), { timeoutMs: 10_000 });
    await before.inbox.close();

    const after = await openInbox();
    await after.inbox.accept(update(11, 11));
    expect(after.handled).toEqual([12]);
  });
});
