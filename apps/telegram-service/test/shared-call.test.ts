import { expect, test } from '@jest/globals';
import { fetchJson } from '@neuratrade/service-kit';
import { blackHole, eventually, faultyHttp } from '@neuratrade/test-kit';
import { createSharedCall } from '../src/backend/shared-call.js';

const { signal: never } = new AbortController();

test('calls at one time are one request, a later call is another', async () => {
  const server = await faultyHttp({ body: { n: 1 }, delayMs: 100 });
  try {
    const call = createSharedCall((signal) => fetchJson(server.url, { signal }));
    const answer = { status: 200, body: { n: 1 } };
    expect(await Promise.all([1, 2, 3].map(() => call(never)))).toEqual([answer, answer, answer]);
    expect(server.requests()).toBe(1);
    expect(await call(never)).toEqual(answer);
    expect(server.requests()).toBe(2);
  } finally {
    await server.close();
  }
});

test('who gives up leaves the others waiting, and the last to give up ends the request', async () => {
  const hole = await blackHole();
  try {
    const call = createSharedCall((signal) => fetchJson(hole.url, { signal }));
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = [call(first.signal), call(second.signal)];
    await eventually(() => expect(hole.connections()).toBe(1));
    first.abort();
    await expect(waiting[0]).rejects.toThrow('aborted');
    expect(hole.connections()).toBe(1);
    second.abort();
    await expect(waiting[1]).rejects.toThrow('aborted');
    await eventually(() => expect(hole.connections()).toBe(0));
  } finally {
    await hole.close();
  }
});

test('a failure reaches everyone who waits', async () => {
  const server = await faultyHttp({ reset: true });
  try {
    const call = createSharedCall((signal) => fetchJson(server.url, { signal }));
    const outcomes = await Promise.allSettled([call(never), call(never)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(server.requests()).toBe(1);
  } finally {
    await server.close();
  }
});
