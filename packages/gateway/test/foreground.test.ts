import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually, findSecrets, request, startRedis } from '@neuratrade/test-kit';
import { ended, makeStack, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 60_000);

const SECRETS = {
  BINANCE_API_KEY: 'canary-exchange-key-0123456789',
  BINANCE_API_SECRET: 'canary-exchange-secret-0123456789',
  TELEGRAM_BOT_TOKEN: '987654321:canary-bot-token-0123456789abcdefghij',
  ADMIN_API_KEY: 'canary-admin-key-0123456789',
};

function secretsOf({ pid }: TestStack, name: string): string[] {
  const environment = readFileSync(`/proc/${pid(name)}/environ`, 'utf8');
  return Object.entries(SECRETS)
    .filter(([, value]) => environment.includes(value))
    .map(([variable]) => variable);
}

function filesOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(directory, name), 'utf8')]));
}

test('in the foreground everything runs until Ctrl-C, and each process has its own secrets alone', async () => {
  const server = cleanup.use(await startRedis());
  const stack = await makeStack(cleanup, {
    ...SECRETS,
    TELEGRAM_ENABLED: 'false',
    EXCHANGES: 'binance,kraken',
    REDIS_URL: server.url,
    LOG_LEVEL: 'debug',
  });
  const child = stack.spawnCli(['gateway', 'start', '--foreground', '--demo']);
  const done = ended(child);
  await eventually(async () => expect((await stack.status()).code).toBe(0), {
    timeoutMs: 30_000,
    everyMs: 250,
  });

  const { report, states } = await stack.status();
  expect(states).toMatchObject({ telegram: 'disabled', simulator: 'healthy', backend: 'healthy' });
  expect(report.services.find(({ name }) => name === 'redis')).toEqual({
    name: 'redis',
    state: 'healthy',
    pid: null,
    uptime_seconds: null,
    memory_bytes: null,
    port: null,
    source: `127.0.0.1:${server.port}`,
    reason: null,
    remedy: null,
  });
  const key = (await stack.run(['config', 'get', 'service_api_key'])).stdout.trim();
  const url = `${stack.url('CCXT_PORT')}/api/v1/exchanges/connectivity`;
  const { json } = await request(url, { headers: { 'x-api-key': key } });
  expect((json as { exchanges: { name: string }[] }).exchanges.map(({ name }) => name)).toEqual([
    'simulator',
  ]);
  if (process.platform === 'linux') {
    expect(['simulator', 'ccxt', 'backend', 'telegram'].map((name) => secretsOf(stack, name))).toEqual([
      [],
      ['BINANCE_API_KEY', 'BINANCE_API_SECRET'],
      ['ADMIN_API_KEY'],
      ['TELEGRAM_BOT_TOKEN'],
    ]);
  }

  child.kill('SIGINT');
  const { code, stdout, stderr } = await done;
  expect([code, stdout, stderr]).toEqual([0, expect.stringContaining('All services healthy'), '']);
  expect(stdout.match(/^\[.{19}\] (.+) stopped \(/gm)?.map((line) => line.slice(22, -10))).toEqual([
    'Telegram Service',
    'Backend API',
    'CCXT Service',
    'Exchange Simulator',
    'PostgreSQL',
  ]);
  const texts = { stdout, ...filesOf(stack.paths.run), ...filesOf(stack.paths.logs) };
  expect(findSecrets(texts, [...Object.values(SECRETS), key])).toEqual([]);
}, 60_000);
