import { setMaxListeners } from 'node:events';
import { describe, expect, jest, test } from '@jest/globals';
import { blackHole, eventually, faultyHttp, freePort } from '@neuratrade/test-kit';
import { createBackendClient } from '../src/backend/client.js';
import { startBackend } from './backend.js';
import { fixture } from './fixture.js';
import { allAre, answersOf, KEY, NAMES, never, questions } from './questions.js';

jest.setTimeout(30_000);

describe('a backend that fails', () => {
  const error = (code: string) => ({ error: { code, message: 'What to do.' } });

  test.each([
    ['resets connections', { reset: true }, { ok: false, reason: 'connection reset' }],
    ['fails without a word', { status: 500, body: 'oops' }, { ok: false, reason: 'HTTP 500', status: 500 }],
    [
      'is asked too much',
      { status: 429, body: error('too_many_requests'), headers: { 'retry-after': '7' } },
      {
        ...{ ok: false, reason: 'HTTP 429', status: 429 },
        ...{ code: 'too_many_requests', message: 'What to do.', retryAfterSeconds: 7 },
      },
    ],
    [
      'has no database',
      { status: 503, body: error('unavailable') },
      { ok: false, reason: 'HTTP 503', status: 503, code: 'unavailable', message: 'What to do.' },
    ],
    [
      'answers a proxy’s page',
      { status: 404, body: '<html>' },
      { ok: false, reason: 'HTTP 404', status: 404 },
    ],
    [
      'sends elsewhere',
      { status: 302, headers: { location: '/' } },
      { ok: false, reason: 'HTTP 302', status: 302 },
    ],
  ])('is told in a few words when it %s', async (_, fault, failure) => {
    const server = await faultyHttp(fault);
    try {
      expect(await answersOf(server.url)).toEqual(allAre(failure));
    } finally {
      await server.close();
    }
  });

  test.each([
    ['garbage', 'not JSON {'],
    ['another shape', { status: 'healthy' }],
    ['more than anyone reads', 'x'.repeat(5 * 1024 * 1024)],
  ])('is not believed when it answers 200 with %s', async (_, body) => {
    const server = await faultyHttp({ body });
    try {
      expect(await answersOf(server.url)).toEqual({
        ...allAre({ ok: false, reason: 'unexpected answer', status: 200 }),
        unlink: { ok: true, value: true },
      });
    } finally {
      await server.close();
    }
  });

  test('is told when it breaks off in the middle of an answer', async () => {
    const server = await faultyHttp({ body: fixture('quests.json'), truncate: true });
    try {
      expect(await answersOf(server.url)).toEqual(allAre({ ok: false, reason: 'connection reset' }));
    } finally {
      await server.close();
    }
  });

  test('is told when nobody listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await answersOf(url)).toEqual(allAre({ ok: false, reason: 'connection refused' }));
  });

  test('is given up after 3 seconds, for portfolio and digest after 5, and no connection stays', async () => {
    const hole = await blackHole();
    try {
      const client = createBackendClient({ baseUrl: hole.url, serviceKey: KEY });
      const started = performance.now();
      const took = await Promise.all(
        Object.entries(questions(client, never)).map(async ([name, ask]) => {
          expect(await ask()).toEqual({ ok: false, reason: 'connection timeout' });
          return [name, Math.floor((performance.now() - started) / 1_000)] as const;
        }),
      );
      const slow = new Set(['portfolio', 'digest']);
      for (const [name, seconds] of took) {
        expect([name, seconds >= (slow.has(name) ? 4 : 2) && seconds <= (slow.has(name) ? 7 : 4)]).toEqual([
          name,
          true,
        ]);
      }
      await eventually(() => expect(hole.connections()).toBe(0));
    } finally {
      await hole.close();
    }
  });

  test('is left at once by those who do not want the answer any more', async () => {
    const hole = await blackHole();
    try {
      const controller = new AbortController();
      setMaxListeners(0, controller.signal);
      const started = performance.now();
      const answers = answersOf(hole.url, controller.signal);
      await eventually(() => expect(hole.connections()).toBe(NAMES.length));
      controller.abort();
      expect(await answers).toEqual(allAre({ ok: false, reason: 'connection timeout' }));
      expect(performance.now() - started).toBeLessThan(2_500);
      await eventually(() => expect(hole.connections()).toBe(0));
    } finally {
      await hole.close();
    }
  });

  test('that hangs for figures keeps nobody from the chats', async () => {
    const [backend, stop] = [await startBackend(), new AbortController()];
    try {
      setMaxListeners(0, stop.signal);
      backend.set({ delayMs: Number.POSITIVE_INFINITY });
      const client = createBackendClient({ baseUrl: backend.url, serviceKey: KEY });
      const hanging = Array.from({ length: 200 }, (_, chat) => client.cache(chat, stop.signal));
      expect(await client.chat(5, never)).toMatchObject({ ok: true });
      stop.abort();
      await Promise.all(hanging);
    } finally {
      await backend.close();
    }
  });
});
