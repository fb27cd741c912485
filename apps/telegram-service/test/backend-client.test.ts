import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Quests } from '@neuratrade/api-contracts';
import { type BackendClient, createBackendClient } from '../src/backend/client.js';
import { startBackend, type TestBackend } from './backend.js';
import { fixture } from './fixture.js';
import { KEY, never } from './questions.js';

jest.setTimeout(30_000);

const UPDATED = '2026-03-03T10:30:00Z';

describe('a backend that works', () => {
  let backend: TestBackend;
  let client: BackendClient;
  beforeAll(async () => {
    backend = await startBackend();
    client = createBackendClient({ baseUrl: `${backend.url}/`, serviceKey: KEY });
  });
  afterAll(() => backend.close());

  test('is asked for figures with the chat’s number and the service key', async () => {
    const quests: Quests = JSON.parse(fixture('quests.json'));
    backend.tell('quests', quests);
    const before = backend.log().length;
    expect(await client.quests(-5, never)).toEqual({ ok: true, value: quests });
    await client.trades(5, 20, never);
    await client.equity(5, { from: new Date('2026-03-03T10:30:00.999Z') }, never);
    await client.equity(5, { from: new Date('2026-03-03T10:30:00Z'), step: '1h' }, never);
    const internal = '/api/v1/telegram/internal';
    const asked = { method: 'GET', body: undefined, key: KEY };
    expect(backend.log().slice(before)).toEqual([
      { ...asked, path: `${internal}/quests`, query: { chat_id: '-5', raw: 'true' } },
      { ...asked, path: `${internal}/trades`, query: { chat_id: '5', limit: '20' } },
      { ...asked, path: `${internal}/equity`, query: { chat_id: '5', from: UPDATED } },
      { ...asked, path: `${internal}/equity`, query: { chat_id: '5', from: UPDATED, step: '1h' } },
    ]);
  });

  test('links, changes and unlinks chats', async () => {
    backend.chats.linkAll(false);
    backend.chats.code('good');
    expect(await client.chat(7, never)).toEqual({ ok: true, value: null });
    expect(await client.changeChat(7, { look: 'dark' }, never)).toEqual({ ok: true, value: null });
    expect(await client.unlink(7, never)).toEqual({ ok: true, value: false });
    expect(await client.link('bad', 7, never)).toMatchObject({ ok: false, status: 410, code: 'gone' });
    expect(await client.link('good', 7, never)).toEqual({ ok: true, value: { account: 'main' } });
    expect(await client.changeChat(7, { look: 'dark' }, never)).toEqual({
      ok: true,
      value: { ...backend.chats.of(7), look: 'dark' },
    });
    expect(await client.chats('main', never)).toEqual({ ok: true, value: [backend.chats.of(7)] });
    expect(await client.chats('other', never)).toEqual({ ok: true, value: [] });
    expect(await client.unlink(7, never)).toEqual({ ok: true, value: true });
    expect(await client.chat(7, never)).toEqual({ ok: true, value: null });
  });

  test('is asked for its health once, however many ask at that time', async () => {
    backend.route('/health', { body: fixture('health.healthy.json'), delayMs: 200 });
    const before = backend.requests('/health');
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.health(never)));
    expect(new Set(answers.map(({ ok }) => ok))).toEqual(new Set([true]));
    expect(backend.requests('/health') - before).toBe(1);
    backend.route('/health', undefined);
  });

  test('tells its health with 503 too', async () => {
    const body = JSON.parse(fixture('health.database-down.503.json'));
    backend.route('/health', { status: 503, body });
    expect(await client.health(never)).toEqual({ ok: true, value: body });
    backend.route('/health', undefined);
  });

  test('is asked again over new connections after a restart', async () => {
    await client.chats(undefined, never);
    await backend.refuse();
    expect(await client.chats(undefined, never)).toEqual({ ok: false, reason: 'connection refused' });
    await backend.accept();
    expect(await client.chats(undefined, never)).toMatchObject({ ok: true });
  });
});
