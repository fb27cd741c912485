import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import {
  createCleanup,
  eventually,
  findSecrets,
  freePort,
  makeHome,
  readLog,
  request,
  type Service,
  spawnService,
} from '@neuratrade/test-kit';
import { ask } from './ask.js';
import {
  addAccount,
  type Backend,
  listed,
  namesOf,
  operate,
  SYNC,
  startWith,
  told,
} from './exchanges-backend.js';
import { SERVICE_KEY } from './exchanges-ccxt.js';
import { startDependencies } from './stack.js';

jest.setTimeout(90_000);

const CCXT = fileURLToPath(new URL('../../ccxt-service/dist/main.js', import.meta.url));
const cleanup = createCleanup();
let simulator: RunningSimulator;
let home: string;
let ccxtPort: number;
let ccxt: Service;
let backend: Backend;

const secretOf = (key: string) => `secret-of-${key}`;
const credentials = (key: string) => ({ key, secret: secretOf(key) });
const READER = 'canary-reader-key-18ab';
const OTHER = 'canary-other-key-93f0';
const TRADER = 'canary-trader-key-77c2';
const STRANGER = 'canary-stranger-key-5e01';

const control = async (path: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await request(`${simulator.url}/_sim/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (answer.status >= 300) throw new Error(answer.text);
};

const startCcxt = async (): Promise<void> => {
  ccxt = await spawnService({
    entry: CCXT,
    home,
    portVariable: 'CCXT_PORT',
    readyPath: '/ready',
    env: {
      CCXT_PORT: String(ccxtPort),
      SIMULATOR_URL: simulator.url,
      SERVICE_API_KEY: SERVICE_KEY,
      LOG_LEVEL: 'debug',
    },
  });
};

beforeAll(async () => {
  simulator = cleanup.use(await startSimulator());
  for (const [key, permissions] of [
    [READER, ['read']],
    [OTHER, ['read']],
    [TRADER, ['read', 'trade']],
  ] as const) {
    await control('accounts', { ...credentials(key), permissions, balances: { USDT: '8200' } });
  }
  home = cleanup.use(await makeHome()).path;
  ccxtPort = await freePort();
  await startCcxt();
  cleanup.add(() => ccxt.stop('SIGKILL'));
  const stack = await startDependencies(cleanup);
  backend = await startWith(cleanup, stack, `http://127.0.0.1:${ccxtPort}`);
}, 90_000);

afterAll(cleanup.run, 60_000);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const row = (name: string, given: object = {}) => ({
  name,
  enabled: true,
  has_auth: false,
  added_at: time,
  ...given,
});
const READ_ONLY = { read: true, trade: false, withdraw: false };

describe('with the real ccxt-service and the simulator', () => {
  test('what stands in is listed and cannot be removed', async () => {
    await eventually(async () => expect(await listed(backend)).toEqual([row('simulator')]), SYNC);
    const answer = await operate(backend, 'DELETE', '/simulator');
    expect([answer.status, answer.json]).toEqual([
      409,
      {
        error: {
          code: 'conflict',
          message: expect.stringMatching(/^The simulator stands in because no exchange is configured/),
        },
      },
    ]);
  });

  test('a key is accepted when the exchange accepts it and it can only read, or more was allowed', async () => {
    const add = (key: string, more: object = {}) =>
      operate(backend, 'POST', '', { name: 'simulator', ...credentials(key), ...more });
    const stranger = await add(STRANGER);
    const trader = await add(TRADER);
    expect([stranger.status, trader.status, (await listed(backend)).map(({ has_auth }) => has_auth)]).toEqual(
      [422, 422, [false]],
    );
    expect(stranger.json).toEqual({
      error: { code: 'key_refused', message: expect.stringMatching(/^simulator does not accept the key: /) },
    });
    expect(trader.json).toEqual({
      error: { code: 'key_refused', message: expect.stringContaining('"allow_trading_key": true') },
    });
    await addAccount(backend, 'bot-2');
    const answers = [await add(READER), await add(TRADER, { account: 'bot-2', allow_trading_key: true })];
    expect(answers.map(told)).toEqual([
      [
        201,
        {
          exchange: row('simulator', { has_auth: true }),
          permissions: READ_ONLY,
          warnings: [],
        },
      ],
      [
        201,
        {
          exchange: row('simulator', { has_auth: true, account: 'bot-2' }),
          permissions: { ...READ_ONLY, trade: true },
          warnings: [expect.stringMatching(/^The key can trade/)],
        },
      ],
    ]);
  });

  test('keys rotate, a key that is refused changes nothing, and a test tells how it is', async () => {
    const rotate = (key: string) => operate(backend, 'PATCH', '/simulator', credentials(key));
    const answers = [await rotate(OTHER), await rotate(STRANGER)];
    const tested = await operate(backend, 'POST', '/simulator/test');
    expect([answers.map(({ status }) => status), told(tested)]).toEqual([
      [200, 422],
      [
        200,
        {
          name: 'simulator',
          account: 'main',
          reachable: true,
          latency_ms: expect.any(Number),
          clock_offset_ms: expect.any(Number),
          error: null,
          key: { accepted: true, permissions: READ_ONLY, error: null },
        },
      ],
    ]);
    expect(readFileSync(join(home, 'exchanges.json'), 'utf8')).toContain(OTHER);
  });

  test('a misspelt name is answered with the nearest, an account that is not configured with those that are', async () => {
    const answers = [
      await operate(backend, 'POST', '', { name: 'binanse' }),
      await operate(backend, 'POST', '', { name: 'simulator' }),
      await operate(backend, 'PATCH', '/simulator?account=bot-3', { enabled: false }),
    ];
    expect(
      answers.map(({ status, json }) => [status, (json as { error: { message: string } }).error.message]),
    ).toEqual([
      [400, 'There is no exchange binanse: did you mean binance?'],
      [409, 'simulator is configured already: change it with PATCH. Nothing was changed.'],
      [404, expect.stringContaining('Did you mean')],
    ]);
  });

  test('ten concurrent adds of one name are one exchange, and of ten names ten', async () => {
    const names = ['bybit', 'okx', 'kraken', 'kucoin', 'gate', 'bitget', 'mexc', 'htx', 'bitfinex', 'gemini'];
    const add = (name: string) => operate(backend, 'POST', '', { name });
    const same = await Promise.all(names.map(() => add('coinbase')));
    const different = await Promise.all(names.map(add));
    expect([same.map(({ status }) => status).sort(), different.map(({ status }) => status)]).toEqual([
      [201, ...Array(9).fill(409)],
      Array(10).fill(201),
    ]);
    expect(await namesOf(backend)).toEqual([...names, 'coinbase', 'simulator', 'simulator'].sort());
    const removed = await Promise.all(
      ['coinbase', ...names].map((name) => operate(backend, 'DELETE', `/${name}`)),
    );
    expect([removed.map(({ status }) => status), await namesOf(backend)]).toEqual([
      Array(11).fill(204),
      ['simulator', 'simulator'],
    ]);
  });

  test('an edit of the file by hand is taken over', async () => {
    const file = join(home, 'exchanges.json');
    const { exchanges } = JSON.parse(readFileSync(file, 'utf8')) as { exchanges: { account?: string }[] };
    const main = exchanges.filter(({ account = 'main' }) => account === 'main');
    writeFileSync(file, JSON.stringify({ exchanges: main }));
    await eventually(
      async () => expect(await listed(backend)).toEqual([row('simulator', { has_auth: true })]),
      SYNC,
    );
  });

  test('an add during which ccxt-service is killed is told as not known, and settled when it is back', async () => {
    const path = '/sapi/v1/account/apiRestrictions';
    const verified = async () =>
      ((await request(`${simulator.url}/_sim/requests`)).json as Record<string, number>)[path];
    const before = await verified();
    await control('faults', { path, kind: 'latency', value: 3_000 });
    await addAccount(backend, 'bot-4');
    const wish = { name: 'simulator', account: 'bot-4', ...credentials(READER) };
    const adding = operate(backend, 'POST', '', wish);
    await eventually(async () => expect(await verified()).toBe((before ?? 0) + 1));
    await ccxt.stop('SIGKILL');
    const answer = await adding;
    await request(`${simulator.url}/_sim/faults`, { method: 'DELETE' });
    await startCcxt();
    const configured = JSON.parse(readFileSync(join(home, 'exchanges.json'), 'utf8')) as {
      exchanges: unknown[];
    };
    expect([told(answer), configured.exchanges.length]).toEqual([
      [
        503,
        {
          error: {
            code: 'unavailable',
            message:
              'The answer of ccxt-service got lost (connection reset): it is not known whether simulator was added. Look in a few seconds with GET /api/v1/exchanges.',
          },
        },
      ],
      1,
    ]);
    const again = await operate(backend, 'POST', '', wish);
    expect([again.status, (await listed(backend)).length]).toEqual([201, 2]);
  });

  test('no key or secret is in the database, in a log, or in an output', async () => {
    const keys = [READER, OTHER, TRADER, STRANGER];
    const texts = {
      table: JSON.stringify(await ask(backend.database, 'SELECT * FROM exchanges')),
      backend: JSON.stringify(await readLog(backend.log)) + backend.stdout() + backend.stderr(),
      ccxt: readFileSync(join(home, 'logs', 'ccxt.log'), 'utf8') + ccxt.stdout() + ccxt.stderr(),
    };
    expect(findSecrets(texts, [...keys, ...keys.map(secretOf)])).toEqual([]);
    expect(texts.backend).toContain('Exchange added');
  });
});
