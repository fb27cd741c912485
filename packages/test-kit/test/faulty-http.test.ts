import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createCleanup } from '../src/cleanup.js';
import { type FaultyHttp, faultyHttp } from '../src/faults/faulty-http.js';
import { request } from '../src/service/request.js';

const cleanup = createCleanup();
let server: FaultyHttp;

beforeEach(async () => {
  server = cleanup.use(await faultyHttp({ body: { status: 'healthy' } }));
});
afterEach(cleanup.run);

test('it answers as told, and otherwise when told otherwise', async () => {
  const first = await request(`${server.url}/health`);
  expect({ status: first.status, type: first.headers['content-type'], json: first.json }).toEqual({
    status: 200,
    type: 'application/json',
    json: { status: 'healthy' },
  });
  server.set({ status: 503, body: '<html>', headers: { 'content-type': 'text/html' } });
  const second = await request(`${server.url}/ready`, { method: 'POST', body: '{}' });
  expect({ ...second, headers: second.headers['content-type'] }).toEqual({
    status: 503,
    headers: 'text/html',
    text: '<html>',
    json: undefined,
  });
  expect(server.seen()).toEqual(['GET /health', 'POST /ready']);
  expect(server.requests()).toBe(2);
});

test('a reset and a truncated body break the request', async () => {
  server.set({ reset: true });
  await expect(request(server.url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  server.set({ body: 'half of this', truncate: true });
  await expect(request(server.url)).rejects.toMatchObject({ code: 'ECONNRESET', message: 'aborted' });
});

test('a delayed answer comes late, and an infinite delay never ends', async () => {
  server.set({ delayMs: 50 });
  const start = performance.now();
  expect((await request(server.url)).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  server.set({ delayMs: Number.POSITIVE_INFINITY });
  await expect(request(server.url, { timeoutMs: 100 })).rejects.toThrow('aborted');
});
