import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, jest, test } from '@jest/globals';
import type { HealthDetails } from '@neuratrade/health-contracts';
import { blackHole, createCleanup, eventually, type FaultyAnswer, faultyHttp } from '@neuratrade/test-kit';
import { watchTelegramQueue } from '../src/health/telegram-queue.js';
import { ADMIN_KEY, startBackend, startDependencies } from './stack.js';

jest.setTimeout(40_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

const outbox = { queued: 3, oldest_age_seconds: 12.5, dead: 1, last_error: 'Telegram answered 502' };
const updates = { open: 2, oldest_age_seconds: 0.4 };
const DETAILS = { bot_active: true, error: null, outbox, updates, timestamp: '2026-03-03T10:30:00Z' };
const QUEUE = { outbox, updates, checked_at: '2026-03-03T10:30:00Z' };

async function watching(url: string) {
  const watch = watchTelegramQueue({ url, serviceKey: 'the-service-key', intervalMs: 20 });
  cleanup.add(watch.stop);
  watch.start();
  return watch;
}

test('what telegram-service tells is known until it does not tell it any more', async () => {
  const telegram = cleanup.use(await faultyHttp({ body: DETAILS }));
  const { current } = await watching(`${telegram.url}/`);
  await eventually(() => expect(current()).toEqual(QUEUE));
  const failures: FaultyAnswer[] = [
    { status: 503, body: DETAILS },
    { body: '<html>' },
    { body: { ...DETAILS, outbox: {} } },
    { body: DETAILS, reset: true },
    { body: DETAILS, truncate: true },
  ];
  for (const failure of failures) {
    telegram.set(failure);
    await eventually(() => expect(current()).toBeNull());
    telegram.set({ body: DETAILS });
    await eventually(() => expect(current()).toEqual(QUEUE));
  }
  expect(new Set(telegram.seen())).toEqual(new Set(['GET /api/v1/health/details']));
});

test('the service key is shown', async () => {
  const keys = new Set<unknown>();
  const server = createServer((request, response) => {
    keys.add(request.headers['x-api-key']);
    response.end(JSON.stringify(DETAILS));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.add(() => server.closeAllConnections());
  cleanup.add(() => void server.close());
  const { current } = await watching(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await eventually(() => expect(current()).toEqual(QUEUE));
  expect(keys).toEqual(new Set(['the-service-key']));
});

test('silence is not waited for when the watch ends', async () => {
  const hole = cleanup.use(await blackHole());
  const watch = await watching(`http://127.0.0.1:${hole.port}`);
  const began = performance.now();
  await watch.stop();
  expect([watch.current(), performance.now() - began < 1_000]).toEqual([null, true]);
});

test('the backend tells it in its details, and null where nobody tells it', async () => {
  const stack = await startDependencies(cleanup);
  const telegram = cleanup.use(await faultyHttp({ body: DETAILS }));
  const [seeing, blind] = await Promise.all([
    startBackend(cleanup, stack, { TELEGRAM_URL: telegram.url, SERVICE_API_KEY: 'the-service-key' }),
    startBackend(cleanup, stack),
  ]);
  const queueOf = async (backend: typeof seeing) => {
    const { json } = await backend.get('/api/v1/health/details', { 'X-API-Key': ADMIN_KEY });
    return (json as HealthDetails).telegram_queue;
  };
  await eventually(async () => expect(await queueOf(seeing)).toEqual(QUEUE), { timeoutMs: 15_000 });
  expect(await queueOf(blind)).toBeNull();
});
