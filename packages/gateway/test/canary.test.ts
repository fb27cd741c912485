import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createCleanup,
  eventually,
  findSecrets,
  request,
  startBotApi,
  startPostgres,
  type TestPostgres,
} from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
const TOKEN = '7412589630:AAF-canary-Bot_Token-0123456789abcdef';
const CANARIES = {
  botToken: TOKEN,
  exchangeKey: 'canary-exchange-key-4f1b77',
  exchangeSecret: 'canary-exchange-secret-93ac02',
  adminKey: 'canary-admin-key-5d11e8c3b2a94f7',
  serviceKey: 'canary-service-key-0c6e5fa18d',
  typedKey: 'canary-typed-key-71fe02ab',
  typedSecret: 'canary-typed-secret-e8830cd4',
};
const ADMIN = { 'X-API-Key': CANARIES.adminKey };
const SERVICE = { 'X-API-Key': CANARIES.serviceKey };
const MARKET = 'exchange=simulator&symbol=BTC/USDT';
const LEDGER = [
  ...[
    'accounts',
    'chats',
    'portfolio?raw=true',
    'portfolio/equity',
    'portfolio/reconcile',
    'performance?raw=true',
  ],
  ...['quests?raw=true', 'quests/catalog', 'trades', 'sync', 'ledger/refold', 'digest'],
  ...['portfolio', 'trades', 'equity', 'exchanges', 'cache', 'digest'].map(
    (name) => `telegram/internal/${name}?chat_id=1`,
  ),
];

let stack: TestStack;
let postgres: TestPostgres;
let telegram: Awaited<ReturnType<typeof startBotApi>>;
let canaries: string[];
const told: Record<string, string> = {};

type Asked = [port: string, path: string, headers?: Record<string, string>];

/** Remembers everything that a person or a machine can read now. */
async function listen(moment: string): Promise<void> {
  const asked: Asked[] = [
    ['BACKEND_PORT', '/health'],
    ['BACKEND_PORT', '/ready'],
    ['BACKEND_PORT', '/api/v1/health/details', ADMIN],
    ['BACKEND_PORT', '/api/v1/health/details', { 'X-API-Key': 'wrong' }],
    ['BACKEND_PORT', '/api/v1/health/uptime?window=7d', ADMIN],
    ['BACKEND_PORT', '/api/v1/health/history?limit=500', ADMIN],
    ['BACKEND_PORT', `/nowhere?token=${TOKEN}`, { Authorization: `Bearer ${CANARIES.adminKey}` }],
    ['BACKEND_PORT', '/api/v1/exchanges', ADMIN],
    ['BACKEND_PORT', '/api/v1/exchanges', { 'X-API-Key': 'wrong' }],
    ['BACKEND_PORT', '/api/v1/cache/report', ADMIN],
    ...['ticker', 'orderbook', 'ohlcv', 'summary'].map((kind): Asked => {
      return ['BACKEND_PORT', `/api/v1/market/${kind}?${MARKET}`, ADMIN];
    }),
    ...LEDGER.map((path): Asked => ['BACKEND_PORT', `/api/v1/${path}`, ADMIN]),
    ['BACKEND_PORT', '/api/v1/telegram/internal/chats', SERVICE],
    ['BACKEND_PORT', '/api/v1/telegram/internal/chats/1', SERVICE],
    ['CCXT_PORT', '/health'],
    ['CCXT_PORT', '/api/v1/exchanges/connectivity', SERVICE],
    ...['balances', 'positions', 'symbols', 'trades', 'transfers'].map((kind): Asked => {
      return ['CCXT_PORT', `/api/v1/private/${kind}?${MARKET}&kind=deposit`, SERVICE];
    }),
    ['CCXT_PORT', '/api/v1/exchanges', SERVICE],
    ['CCXT_PORT', `/api/v1/ticker?${MARKET}`, SERVICE],
    ['TELEGRAM_PORT', '/health'],
    ['TELEGRAM_PORT', '/api/v1/bot', SERVICE],
    ['TELEGRAM_PORT', '/api/v1/messages', SERVICE],
    ['TELEGRAM_PORT', '/api/v1/messages?state=dead', { 'X-API-Key': 'wrong' }],
    ['TELEGRAM_PORT', '/api/v1/health/details', SERVICE],
  ];
  for (const [port, path, headers = {}] of asked) {
    const answer = await request(stack.url(port) + path, { headers });
    told[`${moment}: ${path.split('?')[0]}`] = JSON.stringify(answer);
  }
  const commands = [
    ['gateway', 'status'],
    ['gateway', 'status', '--json'],
    ['gateway', 'start'],
    ['gateway', 'logs', 'all', '-n', '5000', '--pretty'],
    ['health'],
    ['doctor', '--json'],
    ['exchanges', 'test', 'simulator'],
    ['cache', 'report'],
    ['portfolio'],
    ['performance'],
    ['sync', 'status'],
    ['telegram', 'queue'],
    ['trades'],
  ];
  const typed = `${CANARIES.typedKey}\n${CANARIES.typedSecret}\n`;
  const added = await stack.run(
    ['exchanges', 'add', 'simulator', '--account', 'bot-2', '--stdin'],
    {},
    typed,
  );
  expect(added.code).not.toBe(0);
  told[`${moment}: exchanges add`] = JSON.stringify(added);
  await Promise.all(
    commands.map(async (args) => {
      told[`${moment}: ${args.join(' ')}`] = JSON.stringify(await stack.run(args));
    }),
  );
}

beforeAll(async () => {
  postgres = cleanup.use(await startPostgres());
  telegram = cleanup.use(await startBotApi({ token: TOKEN, username: 'canary_bot' }));
  stack = await makeStack(cleanup, {
    LOG_LEVEL: 'debug',
    DATABASE_URL: await postgres.createDatabase(),
    SIMULATOR_API_KEY: CANARIES.exchangeKey,
    SIMULATOR_API_SECRET: CANARIES.exchangeSecret,
    EXCHANGE_PROBE_INTERVAL_MS: '300',
    EXCHANGE_PROBE_TIMEOUT_MS: '300',
    EXCHANGE_REQUEST_TIMEOUT_MS: '1500',
    ADMIN_API_KEY: CANARIES.adminKey,
    SERVICE_API_KEY: CANARIES.serviceKey,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_POLL_TIMEOUT_S: '1',
  });
  canaries = [...Object.values(CANARIES), new URL(postgres.url).password];
  const started = await stack.run(['gateway', 'start']);
  told['the start'] = JSON.stringify(started);
  expect(started.code).toBe(0);
  expect((await stack.run(['accounts', 'add', 'bot-2'])).code).toBe(0);
  const code = await request(`${stack.url('BACKEND_PORT')}/api/v1/chats/codes`, {
    ...{ method: 'POST', body: '{}', headers: { ...ADMIN, 'content-type': 'application/json' } },
  });
  canaries.push((code.json as { code: string }).code);
}, 60_000);
afterAll(cleanup.run, 60_000);

const healthSays = (part: string, pattern: RegExp) =>
  eventually(
    async () => {
      const { json } = await request(`${stack.url('BACKEND_PORT')}/health`);
      expect((json as { services: Record<string, string> }).services[part]).toMatch(pattern);
    },
    { timeoutMs: 20_000 },
  );

const simulate = (method: string, body?: object) =>
  request(`${stack.url('SIMULATOR_PORT')}/_sim/faults`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe('no secret shows', () => {
  test('while everything works', async () => {
    await healthSays('telegram', /^healthy$/);
    await healthSays('ccxt', /^healthy$/);
    await listen('working');
    for (const args of [['gateway', 'restart', 'telegram'], ['doctor'], ['health', '--json']])
      told[args.join(' ')] = JSON.stringify(await stack.run(args));
    await healthSays('telegram', /^healthy$/);
  }, 60_000);

  test.each(['unauthorized', 'conflict', 'bad_gateway', 'reset', 'html', 'hang'] as const)(
    'while Telegram answers %s',
    async (kind) => {
      telegram.set({ kind });
      await healthSays('telegram', /^unhealthy: /);
      await listen(`telegram ${kind}`);
      telegram.set({ kind: 'ok' });
    },
    60_000,
  );

  test.each(['html', 'empty', 'reset', 'hang', 'status'] as const)(
    'while the exchange answers %s',
    async (kind) => {
      await simulate('POST', { path: '*', kind, ...(kind === 'status' ? { value: 418 } : {}) });
      await healthSays('ccxt', /^unhealthy: /);
      await listen(`exchange ${kind}`);
      await simulate('DELETE');
    },
    60_000,
  );

  test('while the database is down, and when the services are killed', async () => {
    await postgres.kill();
    await healthSays('database', /^unhealthy: connection refused$/);
    await listen('database down');
    for (const name of ['ccxt', 'telegram', 'backend']) process.kill(stack.pid(name), 'SIGKILL');
    await eventually(() => expect(stack.gatewayLog().match(/killed by SIGKILL/g)?.length).toBe(3));
    await postgres.up();
    await healthSays('database', /^healthy$/);
  }, 60_000);

  test('in any answer, output, log, or state file', async () => {
    told['the stop'] = JSON.stringify(await stack.run(['gateway', 'stop']));
    for (const folder of [stack.paths.logs, stack.paths.run]) {
      for (const name of await readdir(folder)) {
        told[`file ${name}`] = await readFile(join(folder, name), 'utf8');
      }
    }
    expect(Object.keys(told)).toEqual(
      expect.arrayContaining(['file backend.log', 'file ccxt.log', 'file telegram.log', 'file gateway.log']),
    );
    expect(told['file telegram.log']).toContain('Contact with Telegram failed');
    expect(told['file ccxt.log']).toContain('Exchange check failed');
    expect(findSecrets(told, canaries)).toEqual([]);
  }, 60_000);
});

test('the search itself finds a secret in every disguise', () => {
  const planted = {
    plain: `x${TOKEN}x`,
    url: encodeURIComponent(TOKEN),
    base64: Buffer.from(`user:${TOKEN}`).toString('base64'),
  };
  expect(findSecrets(planted, [TOKEN]).map((found) => found.split(':')[0])).toEqual(
    expect.arrayContaining(['plain', 'url', 'base64']),
  );
});
