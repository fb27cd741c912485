import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { fetchJson, jsonFetcher } from './fetch-json.js';
import { listen } from './listen.js';

describe('fetchJson', () => {
  const serve = (status: number, body: string, headers = {}) =>
    listen((_, response) => void response.writeHead(status, headers).end(body), {
      port: 0,
      host: '127.0.0.1',
    });

  test.each<[string, number, string, unknown]>([
    ['JSON', 200, '{"a":1}', { a: 1 }],
    ['HTML', 200, '<html>', undefined],
    ['nothing', 503, '', undefined],
    ['more than is allowed', 200, `"${'x'.repeat(5_000)}"`, undefined],
  ])('%s', async (_, status, text, body) => {
    const server = await serve(status, text);
    const answer = await fetchJson(`http://127.0.0.1:${server.port}`, {
      signal: AbortSignal.timeout(2_000),
      maxBytes: 1_000,
    });
    expect(answer).toEqual({ status, body });
    await server.close();
  });

  test('gives up when its signal fires, with the reason of the signal', async () => {
    const server = await listen(() => undefined, { port: 0, host: '127.0.0.1' });
    const reason = new Error('enough');
    const signal = new AbortController();
    setTimeout(() => signal.abort(reason), 50);
    await expect(fetchJson(`http://127.0.0.1:${server.port}`, { signal: signal.signal })).rejects.toBe(
      reason,
    );
    await server.close();
  });

  test('asks again when the connection that was kept has ended meanwhile', async () => {
    const sockets = new Set<Socket>();
    let asked = 0;
    const server = createServer(({ socket }, response) => {
      asked++;
      if (asked === 2) socket.resetAndDestroy();
      else response.end('{}');
    });
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = () => fetchJson(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(2_000) });
    const answers = [await ask(), await ask().catch(String)];
    server.close();
    server.closeAllConnections();
    expect([answers, asked, sockets.size]).toEqual([
      [
        { status: 200, body: {} },
        { status: 200, body: {} },
      ],
      3,
      2,
    ]);
  });

  test('sends a body, and reads how long to wait before the next', async () => {
    const seen: unknown[] = [];
    const server = await listen(
      (request, response) => {
        let text = '';
        request.on('data', (chunk) => {
          text += String(chunk);
        });
        request.on('end', () => {
          seen.push([request.method, request.headers['content-type'], text]);
          response.writeHead(429, { 'Retry-After': '7' }).end('{}');
        });
      },
      { port: 0, host: '127.0.0.1' },
    );
    const answer = await fetchJson(`http://127.0.0.1:${server.port}`, {
      signal: AbortSignal.timeout(2_000),
      method: 'POST',
      body: { name: 'binance' },
    });
    await server.close();
    expect([answer, seen]).toEqual([
      { status: 429, body: {}, retryAfterSeconds: 7 },
      [['POST', 'application/json', '{"name":"binance"}']],
    ]);
  });

  test('follows no redirect', async () => {
    const server = await serve(302, '', { location: 'http://127.0.0.1:1/' });
    expect(
      await fetchJson(`http://127.0.0.1:${server.port}`, { signal: AbortSignal.timeout(2_000) }),
    ).toEqual({
      status: 302,
      body: undefined,
    });
    await server.close();
  });
});

test('what waits for a connection gives up in time, and keeps no other fetcher waiting', async () => {
  const server = createServer(({ url }, response) => {
    if (url === '/answers') response.end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const [crowded, free] = [jsonFetcher({ maxSockets: 1 }), jsonFetcher({ maxSockets: 1 })];
  const waiting = new AbortController();
  const hanging = crowded(`http://127.0.0.1:${port}/hangs`, { signal: waiting.signal }).catch(String);
  const ask = (fetch: typeof free) =>
    fetch(`http://127.0.0.1:${port}/answers`, { signal: AbortSignal.timeout(500) }).catch(String);
  expect(await ask(crowded)).toContain('TimeoutError');
  expect(await ask(free)).toEqual({ status: 200, body: { ok: true } });
  waiting.abort();
  await hanging;
  server.close();
  server.closeAllConnections();
});
