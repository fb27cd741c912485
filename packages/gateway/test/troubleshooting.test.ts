import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './support/cli.js';

const BIN = resolve(import.meta.dirname, '..', '..', '..', 'bin');
const cleanup = createCleanup();
let stack: TestStack;

/** Runs a command as one types it, with the ports of this stack in the place of the usual ones. */
async function shell(command: string): Promise<string> {
  const { BACKEND_PORT, CCXT_PORT, TELEGRAM_PORT, EMBEDDED_REDIS_PORT } = stack.env;
  const ours = command
    .replaceAll('localhost:8080', `localhost:${BACKEND_PORT}`)
    .replaceAll('localhost:3001', `localhost:${CCXT_PORT}`)
    .replaceAll('localhost:3002', `localhost:${TELEGRAM_PORT}`)
    .replaceAll('redis-cli', `redis-cli -p ${EMBEDDED_REDIS_PORT}`);
  const env = { ...stack.env, PATH: `${BIN}:${process.env.PATH}` };
  const { stdout } = await promisify(execFile)('sh', ['-c', ours], { env, timeout: 20_000 });
  return stdout;
}

beforeAll(async () => {
  stack = await makeStack(cleanup, { LOG_LEVEL: 'debug', TELEGRAM_ENABLED: 'false' });
  symlinkSync(stack.paths.home, join(stack.paths.home, '.neuratrade'));
  expect(await stack.run(['gateway', 'start'])).toMatchObject({ code: 0 });
}, 60_000);

afterAll(cleanup.run);

test('high response times: the hit rate, the statements, the latency of Redis', async () => {
  expect(await shell("curl -s http://localhost:8080/health | jq '.cache_metrics.hit_rate'")).toBe('0\n');
  await eventually(async () => {
    const lines = (await shell('grep "SQL query" ~/.neuratrade/logs/backend.log | tail -20'))
      .trim()
      .split('\n');
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        level: expect.stringMatching(/^(DEBUG|WARN)$/),
        msg: 'SQL query',
        duration: expect.stringMatching(/^\d+\.\dms$/),
        rows: expect.any(Number),
        statement: expect.any(String),
      });
    }
  });
  expect(await shell('redis-cli --latency -i 1')).toMatch(/^\d+ \d+ \d+\.\d+ \d+\n$/);
});

test('memory issues: the sizes of the caches, of Redis and of the backend', async () => {
  const number = expect.any(Number);
  const unused = { size: 0, hits: 0, misses: 0, evictions: 0 };
  expect(JSON.parse(await shell("curl -s http://localhost:8080/health | jq '.cache_stats'"))).toEqual({
    market_data: { ...unused, size: 3 },
    orderbook: unused,
    ticker: { size: 3, hits: number, misses: number, evictions: 0 },
  });
  expect(await shell('redis-cli INFO memory')).toMatch(/^used_memory_human:[\d.]+[KMG]\r$/m);
  expect(await shell('ps aux | grep neuratrade-server')).toMatch(
    new RegExp(`^\\S+ +${stack.pid('backend')} .*neuratrade-server`, 'm'),
  );
});

test('connection failures: what runs, what went wrong, who answers', async () => {
  expect(await shell('neuratrade gateway status')).toMatch(/^backend +healthy +\d+/m);
  expect(await shell('tail -100 ~/.neuratrade/logs/backend.log | grep ERROR || echo none')).toBe('none\n');
  const answers = await Promise.all(
    [8080, 3001, 3002].map(async (port) =>
      JSON.parse(await shell(`curl -s http://localhost:${port}/health`)),
    ),
  );
  expect(answers).toMatchObject([
    { status: 'healthy', services: { telegram: 'disabled' } },
    { status: 'healthy', exchanges_count: 1 },
    { service: 'telegram-service', bot_active: false },
  ]);
});

test('what was down while nobody looked', async () => {
  const key = '-H "X-API-Key: $(neuratrade config get admin_api_key)"';
  const uptime = JSON.parse(await shell(`curl -s ${key} 'localhost:8080/api/v1/health/uptime?window=7d'`));
  expect(uptime).toMatchObject({
    window: '7d',
    services: { redis: { uptime_percent: 100, down_seconds: 0 } },
  });
  const history = JSON.parse(
    await shell(`curl -s ${key} 'localhost:8080/api/v1/health/history?service=ccxt&limit=20'`),
  );
  expect(history).toMatchObject({
    transitions: expect.arrayContaining([
      expect.objectContaining({ service: 'ccxt', to: 'up', ongoing: true, duration_seconds: null }),
    ]),
    next: null,
  });
});
