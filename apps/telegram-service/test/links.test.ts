import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createLogger } from '@neuratrade/service-kit';
import { type Cleanup, createCleanup, eventually, makeHome, readLog } from '@neuratrade/test-kit';
import { createBackendClient } from '../src/backend/client.js';
import { createLinks } from '../src/links/create.js';
import type { Links } from '../src/links/links.js';
import { startBackend, type TestBackend } from './backend.js';

const CHAT = 4_711;
const GROUP = -1_001_234;
const DOWN = {
  status: 503,
  body: { error: { code: 'unavailable', message: 'The database does not answer.' } },
};
const TOLD_DOWN = { ok: false, reason: 'HTTP 503', status: 503, ...DOWN.body.error };
const { signal } = new AbortController();

interface Rig {
  readonly backend: TestBackend;
  readonly file: string;
  /** Opened; each call is a start of the service in the same home. */
  start(): Links;
  log(): Promise<Record<string, unknown>[]>;
}

const cleanups: Cleanup[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup.run();
});

async function rig(): Promise<Rig> {
  const cleanup = createCleanup();
  cleanups.push(cleanup);
  const home = cleanup.use(await makeHome()).path;
  const backend = cleanup.use(await startBackend());
  backend.chats.linkAll(false);
  const file = join(home, 'data', 'chats.json');
  const logFile = join(home, 'links.log');
  const logger = createLogger({
    ...{ format: 'epoch', level: 'debug', file: logFile, stdout: false },
    redact: (text) => text,
  });
  cleanup.add(() => logger.close());
  return {
    backend,
    file,
    start() {
      const client = createBackendClient({ baseUrl: backend.url, serviceKey: 'key' });
      const links = createLinks({ backend: client, file, logger });
      links.open();
      cleanup.add(links.close);
      return links;
    },
    log: () => readLog(logFile),
  };
}

const told = (backend: TestBackend, method: string) =>
  backend
    .log()
    .filter((request) => request.method === method)
    .map(({ path, body }) => [path, body]);

describe('whom a chat belongs to', () => {
  test('is what the backend says, each time', async () => {
    const { backend, start } = await rig();
    const links = start();
    expect(await links.of(CHAT, signal)).toEqual({ linked: null });
    backend.chats.link(CHAT, 'bot-2');
    expect(await links.of(CHAT, signal)).toEqual({ linked: backend.chats.of(CHAT) });
    backend.chats.unlink(CHAT);
    expect(await links.of(CHAT, signal)).toEqual({ linked: null });
  });

  test('is what the backend said last while it does not answer, also after a restart', async () => {
    const { backend, start } = await rig();
    backend.chats.link(CHAT, 'bot-2');
    const links = start();
    const chat = backend.chats.of(CHAT);
    expect(await links.of(CHAT, signal)).toEqual({ linked: chat });
    backend.fail(DOWN);
    expect(await links.of(CHAT, signal)).toEqual({ linked: chat, remembered: TOLD_DOWN });
    await links.close();

    await backend.refuse();
    const again = start();
    expect([await again.of(CHAT, signal), await again.of(1, signal), again.all()]).toEqual([
      { linked: chat, remembered: { ok: false, reason: 'connection refused' } },
      { unknown: 'connection refused' },
      [chat],
    ]);
  });

  test('is forgotten when the backend says that it is not linked any more', async () => {
    const { backend, start } = await rig();
    backend.chats.link(CHAT);
    const links = start();
    await links.of(CHAT, signal);
    backend.chats.unlink(CHAT);
    await links.of(CHAT, signal);
    backend.fail(DOWN);
    expect(await links.of(CHAT, signal)).toEqual({ unknown: 'HTTP 503' });
  });

  test('the chats of an account are the backend’s, or those remembered', async () => {
    const { backend, start } = await rig();
    const links = start();
    backend.chats.link(1, 'main');
    backend.chats.link(2, 'bot-2');
    backend.chats.link(3, 'bot-2');
    const chats = [backend.chats.of(2), backend.chats.of(3)];
    expect([await links.ofAccount('bot-2', signal), await links.ofAccount('bot-9', signal)]).toEqual([
      { ok: true, chats },
      { ok: true, chats: [] },
    ]);
    backend.fail(DOWN);
    expect([await links.ofAccount('bot-2', signal), await links.ofAccount('bot-9', signal)]).toEqual([
      { ok: true, chats },
      { ok: false, reason: 'HTTP 503' },
    ]);
  });

  test('all of them are known as soon as the backend answers', async () => {
    const { backend, start } = await rig();
    backend.chats.link(1);
    backend.chats.link(GROUP, 'bot-2');
    const links = start();
    await eventually(() => expect(links.all()).toEqual(backend.chats.all()));
  });
});

describe('what is done in a chat counts at once', () => {
  test('a link, a change and an unlink', async () => {
    const { backend, start } = await rig();
    const links = start();
    backend.chats.code('the-code', 'bot-2');
    expect(await links.link('wrong', CHAT, signal)).toMatchObject({ ok: false, code: 'gone' });
    expect(await links.link('the-code', CHAT, signal)).toEqual({ ok: true, value: { account: 'bot-2' } });
    expect(links.all()).toEqual([backend.chats.of(CHAT)]);
    const changed = await links.change(CHAT, { look: 'dark' }, signal);
    expect(changed).toEqual({ ok: true, value: { ...backend.chats.of(CHAT), look: 'dark' } });
    expect(links.all()).toEqual([backend.chats.of(CHAT)]);
    expect(await links.unlink(CHAT, signal)).toEqual({ ok: true, value: true });
    expect(links.all()).toEqual([]);
  });

  test('of many chats at the same time, each is remembered', async () => {
    const { backend, start } = await rig();
    const links = start();
    const chats = Array.from({ length: 8 }, (_, index) => CHAT + index);
    for (const chatId of chats) backend.chats.code(`code of ${chatId}`, 'bot-2');
    await Promise.all(chats.map((chatId) => links.link(`code of ${chatId}`, chatId, signal)));
    backend.fail(DOWN);
    const states = await Promise.all(chats.map((chatId) => links.of(chatId, signal)));
    expect(states).toEqual(
      chats.map((chatId) => ({ linked: backend.chats.of(chatId), remembered: TOLD_DOWN })),
    );
  });

  test('an answer that was under way while the chat was unlinked brings it back to nobody', async () => {
    const { backend, start } = await rig();
    backend.chats.link(CHAT);
    const links = start();
    await eventually(() => expect(links.all()).toHaveLength(1));
    backend.route(`/api/v1/telegram/internal/chats/${CHAT}`, {
      body: backend.chats.of(CHAT),
      delayMs: 300,
    });
    const late = links.of(CHAT, signal);
    await eventually(() => expect(told(backend, 'GET').length).toBeGreaterThan(1));
    backend.route(`/api/v1/telegram/internal/chats/${CHAT}`, undefined);
    await links.unlink(CHAT, signal);
    await late;
    expect(links.all()).toEqual([]);
  });
});

describe('what the backend must hear of', () => {
  const path = `/api/v1/telegram/internal/chats/${CHAT}`;

  test('is told in the background, again until the backend took it, and once', async () => {
    const { backend, start, log } = await rig();
    backend.chats.link(CHAT);
    const links = start();
    await eventually(() => expect(links.all()).toHaveLength(1));
    backend.fail(DOWN);
    links.unreachable(CHAT, 'bot was blocked by the user');
    links.unreachable(CHAT, 'bot was blocked by the user');
    expect(links.all()).toMatchObject([{ unreachable: 'bot was blocked by the user' }]);
    await eventually(() => expect(told(backend, 'PATCH').length).toBeGreaterThan(0));
    backend.fail(undefined);
    await eventually(() =>
      expect(backend.chats.of(CHAT)).toMatchObject({ unreachable: 'bot was blocked by the user' }),
    );
    links.unreachable(CHAT, null);
    await eventually(() => expect(backend.chats.of(CHAT)).toMatchObject({ unreachable: null }));
    links.unreachable(CHAT, null);
    expect(told(backend, 'PATCH').at(-1)).toEqual([path, { unreachable: null }]);
    expect((await log()).map(({ msg, chatId, reason }) => [msg, chatId, reason])).toEqual([
      ['Chat unreachable', CHAT, 'bot was blocked by the user'],
      ['Chat reachable', CHAT, undefined],
    ]);
  });

  test('a chat that works is no news', async () => {
    const { backend, start } = await rig();
    backend.chats.link(CHAT);
    const links = start();
    await links.of(CHAT, signal);
    links.unreachable(CHAT, null);
    links.unreachable(12, null);
    await links.of(CHAT, signal);
    expect(told(backend, 'PATCH')).toEqual([]);
  });

  test('the link of a group moves with it', async () => {
    const { backend, start } = await rig();
    backend.chats.link(CHAT, 'bot-2');
    const links = start();
    await links.of(CHAT, signal);
    links.moved(CHAT, GROUP);
    expect(links.all()).toMatchObject([{ chat_id: GROUP, account: 'bot-2' }]);
    await eventually(() => expect(backend.chats.all().map(({ chat_id }) => chat_id)).toEqual([GROUP]));
    expect(told(backend, 'PATCH')).toEqual([[path, { chat_id: GROUP }]]);
    expect(await links.of(CHAT, signal)).toEqual({ linked: backend.chats.of(GROUP) });
  });

  test('a chat that the backend fails for keeps no other from being told', async () => {
    const { backend, start } = await rig();
    backend.chats.link(CHAT);
    backend.chats.link(GROUP);
    backend.route(path, DOWN);
    const links = start();
    links.unreachable(CHAT, 'chat not found');
    links.unreachable(GROUP, 'bot was kicked');
    await eventually(() => expect(backend.chats.of(GROUP)).toMatchObject({ unreachable: 'bot was kicked' }));
    backend.route(path, undefined);
    await eventually(() => expect(backend.chats.of(CHAT)).toMatchObject({ unreachable: 'chat not found' }));
    expect(told(backend, 'PATCH').slice(0, 2)).toEqual([
      [path, { unreachable: 'chat not found' }],
      [`/api/v1/telegram/internal/chats/${GROUP}`, { unreachable: 'bot was kicked' }],
    ]);
  });

  test('a refusal is not asked for again', async () => {
    const { backend, start } = await rig();
    backend.chats.link(GROUP);
    const links = start();
    links.unreachable(CHAT, 'chat not found');
    links.unreachable(GROUP, 'bot was kicked');
    await eventually(() => expect(backend.chats.of(GROUP)).toMatchObject({ unreachable: 'bot was kicked' }));
    expect(told(backend, 'PATCH')).toEqual([
      [path, { unreachable: 'chat not found' }],
      [`/api/v1/telegram/internal/chats/${GROUP}`, { unreachable: 'bot was kicked' }],
    ]);
  });
});

describe('the file', () => {
  test('holds the chats, for its owner alone', async () => {
    const { backend, start, file } = await rig();
    backend.chats.link(CHAT);
    const links = start();
    await links.of(CHAT, signal);
    await links.close();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ chats: [backend.chats.of(CHAT)] });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('broken, it is told and started anew', async () => {
    const { backend, start, file, log } = await rig();
    backend.chats.link(CHAT);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{"chats":[{"chat_id":');
    const links = start();
    await links.of(CHAT, signal);
    await links.close();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ chats: [backend.chats.of(CHAT)] });
    expect((await log()).map(({ msg }) => msg)).toEqual(['Remembered chats unreadable']);
  });

  test('a chat in it that is none is left out', async () => {
    const { backend, start, file } = await rig();
    backend.chats.link(CHAT);
    const chat = backend.chats.of(CHAT);
    await backend.refuse();
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ chats: [{ chat_id: 'x' }, chat, null] }));
    await chmod(file, 0o600);
    expect(start().all()).toEqual([chat]);
  });

  test('that cannot be written is told, and the chats are known all the same', async () => {
    const { backend, start, file, log } = await rig();
    backend.chats.link(CHAT);
    await mkdir(`${file}.new`, { recursive: true });
    const links = start();
    await links.of(CHAT, signal);
    await links.close();
    backend.fail(DOWN);
    expect(await links.of(CHAT, signal)).toEqual({ linked: backend.chats.of(CHAT), remembered: TOLD_DOWN });
    expect((await log()).map(({ msg }) => msg)).toContain('Chats not remembered');
  });
});
