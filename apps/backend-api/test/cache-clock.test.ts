import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import {
  createCleanup,
  eventually,
  type FaultyHttp,
  faultyHttp,
  startRedis,
  type TestServer,
} from '@neuratrade/test-kit';
import { type CacheProcess, startCacheProcess } from './cache-process.js';
import { type FakeClock, makeFakeClock } from './fake-clock.js';

jest.setTimeout(30_000);

const KEY = 'binance:BTC/USDT';
const OLD = '{"last":"46000"}';
const NEW = '{"last":"47000"}';
const BRIEF = { freshMs: 800, ttlMs: 60_000, maxEntries: 1_000 };

const cleanup = createCleanup();
afterEach(cleanup.run);

let server: TestServer;
let exchange: FaultyHttp;
let clock: FakeClock;
beforeEach(async () => {
  server = cleanup.use(await startRedis());
  exchange = cleanup.use(await faultyHttp({ body: { last: '46000' } }));
  clock = await makeFakeClock(cleanup);
});

const start = async (env: Record<string, string> = {}): Promise<CacheProcess> => {
  const started = await startCacheProcess({ redis: server.url, upstream: exchange.url, policy: BRIEF, env });
  cleanup.add(started.kill);
  return started;
};
const read = (cache: CacheProcess, key = KEY): Promise<string[]> => cache.read({ key, times: 1 });
/** Redis has told its time to every process. */
const untilTold = (): Promise<void> => sleep(1_500);

test.each([-3_600, 3_600])('a clock that is set by %i s freezes no price', async (seconds) => {
  const cache = await start(clock.env);
  expect(await read(cache)).toEqual([OLD]);
  await clock.set(seconds);
  exchange.set({ body: { last: '47000' } });
  await eventually(async () => expect(await read(cache)).toEqual([NEW]), { timeoutMs: 2_000 });
});

test('a clock that is set back while Redis is away freezes no price', async () => {
  const cache = await start(clock.env);
  expect(await read(cache)).toEqual([OLD]);
  await server.kill();
  await clock.set(-3_600);
  exchange.set({ body: { last: '47000' } });
  await eventually(async () => expect(await read(cache)).toEqual([NEW]), { timeoutMs: 3_000 });
});

test.each([-60, 60])(
  'what a replica stores whose clock is %i s off gets old for the others, as for itself',
  async (seconds) => {
    await clock.set(seconds);
    const [wrong, right] = [await start(clock.env), await start()];
    await untilTold();
    for (const [key, writer, reader] of [
      ['binance:BTC/USDT', wrong, right],
      ['kraken:BTC/USDT', right, wrong],
    ] as const) {
      exchange.set({ body: { last: '46000' } });
      expect(await read(writer, key)).toEqual([OLD]);
      exchange.set({ body: { last: '47000' } });
      expect(await read(reader, key)).toEqual([OLD]);
      await eventually(async () => expect(await read(reader, key)).toEqual([NEW]), { timeoutMs: 2_000 });
    }
  },
);

test.each([-60, 60])('a thousand readers ask once, although a replica is %i s off', async (seconds) => {
  await clock.set(seconds);
  const caches = await Promise.all([start(clock.env), start()]);
  await untilTold();
  exchange.set({ body: { last: '46000' }, delayMs: 100 });
  const answers = await Promise.all(caches.map((cache) => cache.read({ key: KEY, times: 500 })));
  expect(answers).toEqual([[OLD], [OLD]]);
  expect(exchange.requests()).toBe(1);
});
