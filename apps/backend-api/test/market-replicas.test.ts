import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, startRedis } from '@neuratrade/test-kit';
import { type ScriptedCcxt, scriptedCcxt } from './market-ccxt.js';
import { BATCH, count, FAST_CACHE, rounds } from './market-rounds.js';
import { type Servers, startBackend, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const all = createCleanup();
afterAll(all.run);
const cleanup = createCleanup();
afterEach(cleanup.run);

let servers: Servers;
beforeAll(async () => {
  servers = await startServers(all);
});

const startTwo = async (ccxt: ScriptedCcxt, redis: Servers['redis']) => {
  const env = { CCXT_URL: ccxt.url, ...FAST_CACHE, DATABASE_URL: await servers.postgres.createDatabase() };
  const start = () => startBackend(cleanup, { ...servers, redis }, env, '/ready');
  return [await start(), await start()] as const;
};
/** How often the exchange is asked in two seconds. */
const pace = async (ccxt: ScriptedCcxt): Promise<number> => {
  const from = count(ccxt, BATCH('binance'));
  await sleep(2_000);
  return count(ccxt, BATCH('binance')) - from;
};

test('of several replicas one does it; when it stops, another goes on at once', async () => {
  const ccxt = await scriptedCcxt(cleanup, { binance: {} });
  const [first] = await startTwo(ccxt, cleanup.use(await startRedis()));
  await rounds(ccxt, BATCH('binance'), 1);
  expect(await pace(ccxt)).toBeLessThanOrEqual(11);
  expect(await first.stop()).toEqual({ code: 0, signal: null });
  const stopped = performance.now();
  await rounds(ccxt, BATCH('binance'), 1);
  expect(performance.now() - stopped).toBeLessThan(2_000);
});

test('a replica that is killed is followed by another within seconds', async () => {
  const ccxt = await scriptedCcxt(cleanup, { binance: {} });
  const [first] = await startTwo(ccxt, cleanup.use(await startRedis()));
  await rounds(ccxt, BATCH('binance'), 1);
  await first.stop('SIGKILL');
  await rounds(ccxt, BATCH('binance'), 3);
});

test('each replica does it for itself while Redis is away', async () => {
  const ccxt = await scriptedCcxt(cleanup, { binance: {} });
  const redis = cleanup.use(await startRedis());
  const backends = await startTwo(ccxt, redis);
  await rounds(ccxt, BATCH('binance'), 1);
  await redis.kill();
  await eventually(async () => {
    for (const backend of backends) {
      const { status, json } = await backend.get('/api/v1/market/summary?symbol=BTC/USDT');
      expect([status, json]).toEqual([200, expect.not.objectContaining({ stale: true })]);
    }
  });
  expect(await pace(ccxt)).toBeGreaterThan(11);
  await redis.up();
  await eventually(async () => expect(await pace(ccxt)).toBeLessThanOrEqual(11), { timeoutMs: 15_000 });
});
