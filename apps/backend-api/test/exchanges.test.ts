import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, findSecrets, readLog, request } from '@neuratrade/test-kit';
import { ask } from './ask.js';
import {
  addAccount,
  type Backend,
  listed,
  operate,
  startPair,
  startWith,
  told,
} from './exchanges-backend.js';
import type { CcxtProcess } from './exchanges-ccxt.js';
import { ADMIN_KEY, type Stack, startDependencies } from './stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let stack: Stack;
let backend: Backend;
let ccxt: CcxtProcess;

beforeAll(async () => {
  stack = await startDependencies(cleanup);
  ({ backend, ccxt } = await startPair(cleanup, stack));
}, 60_000);

afterAll(cleanup.run);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const row = (name: string, given: object = {}) => ({
  name,
  enabled: true,
  has_auth: false,
  added_at: time,
  ...given,
});
const failed = (code: string, message: string) => ({ error: { code, message } });

test('the list is the page’s, byte for byte, with ccxt-service down', async () => {
  const url = await stack.postgres.createDatabase();
  const alone = await startWith(cleanup, stack, 'http://127.0.0.1:1', { DATABASE_URL: url });
  await ask(
    url,
    `INSERT INTO exchanges (account, name, enabled, has_auth, added_at, removed_at) VALUES
       ('main', 'okx', true, false, '2026-03-02T12:00:00Z', NULL),
       ('main', 'bybit', true, true, '2026-03-01T00:00:00Z', NULL),
       ('main', 'kraken', true, true, '2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'),
       ('main', 'binance', true, true, '2026-03-01T00:00:00Z', NULL)`,
  );
  const { status, text } = await operate(alone, 'GET');
  expect([status, text]).toEqual([
    200,
    '{"exchanges":[{"name":"binance","enabled":true,"has_auth":true,"added_at":"2026-03-01T00:00:00Z"},{"name":"bybit","enabled":true,"has_auth":true,"added_at":"2026-03-01T00:00:00Z"},{"name":"okx","enabled":true,"has_auth":false,"added_at":"2026-03-02T12:00:00Z"}],"count":3}',
  ]);
  expect(told(await operate(alone, 'POST', '', { name: 'kraken' }))).toEqual([
    503,
    failed(
      'unavailable',
      'ccxt-service cannot be asked now (connection refused), so kraken is not added. Try again when /health calls ccxt healthy.',
    ),
  ]);
  expect((await listed(alone)).length).toBe(3);
});

describe('who may', () => {
  const calls: [string, string][] = [
    ['GET', ''],
    ['POST', ''],
    ['PATCH', '/binance'],
    ['DELETE', '/binance'],
    ['POST', '/binance/test'],
  ];
  test.each(calls)('%s %s without the admin key is 401, whatever is sent', async (method, path) => {
    const wrong = ['', 'x', `${ADMIN_KEY}x`, ADMIN_KEY.slice(1), ADMIN_KEY.replace('a', 'b')];
    const statuses = await Promise.all(
      wrong.map(async (key) => {
        const headers = { 'content-type': 'application/json', ...(key ? { 'X-API-Key': key } : {}) };
        const body = method === 'POST' || method === 'PATCH' ? { body: '{"name":' } : {};
        const { status, json } = await request(`${backend.url}/api/v1/exchanges${path}`, {
          method,
          headers,
          ...body,
        });
        return [status, (json as ReturnType<typeof failed>).error.code];
      }),
    );
    expect([statuses, await ccxt.seen()]).toEqual([wrong.map(() => [401, 'unauthorized']), []]);
  });

  test('a bearer of the key may', async () => {
    const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
    expect(told(await backend.get('/api/v1/exchanges', headers))).toEqual([200, { exchanges: [], count: 0 }]);
  });
});

describe('what an operator does', () => {
  const keys = { key: 'canary-key-71f00b2c', secret: 'canary-secret-0e94d1', password: 'canary-phrase-5522' };

  test('adds none for an account that is not there, and asks nobody for it', async () => {
    const answers = [
      await operate(backend, 'POST', '', { name: 'okx', ...keys, account: 'bot-2' }),
      await operate(backend, 'GET', '?account=bot-2'),
    ];
    const unknown = failed(
      'not_found',
      'There is no account bot-2. Add it with neuratrade accounts add bot-2.',
    );
    expect([answers.map(told), await ccxt.seen()]).toEqual([
      [
        [404, unknown],
        [404, unknown],
      ],
      [],
    ]);
  });

  test('adds, with keys and without, for one account and another', async () => {
    await addAccount(backend, 'bot-2');
    const added = [
      await operate(backend, 'POST', '', { name: ' Binance ' }),
      await operate(backend, 'POST', '', { name: 'okx', ...keys, account: 'bot-2', allow_trading_key: true }),
    ];
    expect(added.map(told)).toEqual([
      [201, { exchange: row('binance'), permissions: null, warnings: [] }],
      [
        201,
        {
          exchange: row('okx', { has_auth: true, account: 'bot-2' }),
          permissions: { read: true, trade: false, withdraw: null },
          warnings: ['The key can trade.'],
        },
      ],
    ]);
    expect(await ccxt.seen()).toEqual([
      { call: 'POST /api/v1/exchanges', body: { name: 'binance', account: 'main' } },
      {
        call: 'POST /api/v1/exchanges',
        body: { name: 'okx', account: 'bot-2', ...keys, allow_trading_key: true },
      },
    ]);
    const okx = row('okx', { has_auth: true, account: 'bot-2' });
    expect([await listed(backend), await listed(backend, '?account=bot-2')]).toEqual([
      [row('binance'), okx],
      [okx],
    ]);
    expect(await listed(backend, '?account=main')).toEqual([row('binance')]);
  });

  test('changes, rotates keys, takes them away, removes and tests', async () => {
    const answers = [
      await operate(backend, 'PATCH', '/BINANCE', { enabled: false, ...keys }),
      await operate(backend, 'PATCH', '/okx?account=bot-2', { key: null }),
      await operate(backend, 'POST', '/okx/test?account=bot-2'),
      await operate(backend, 'DELETE', '/okx?account=bot-2'),
      await operate(backend, 'DELETE', '/okx?account=bot-2'),
    ];
    expect(answers.map(told)).toEqual([
      [
        200,
        {
          exchange: row('binance', { enabled: false, has_auth: true }),
          permissions: { read: true, trade: false, withdraw: null },
          warnings: [],
        },
      ],
      [200, { exchange: row('okx', { account: 'bot-2' }), permissions: null, warnings: [] }],
      [
        200,
        {
          name: 'okx',
          account: 'bot-2',
          reachable: true,
          latency_ms: 12.5,
          clock_offset_ms: -3,
          error: null,
          key: null,
        },
      ],
      [204, undefined],
      [404, failed('not_found', 'okx is not configured.')],
    ]);
    expect((await ccxt.seen()).slice(2)).toEqual([
      { call: 'PATCH /api/v1/exchanges/binance?account=main', body: { enabled: false, ...keys } },
      { call: 'PATCH /api/v1/exchanges/okx?account=bot-2', body: { key: null } },
      { call: 'POST /api/v1/exchanges/okx/test?account=bot-2' },
      { call: 'DELETE /api/v1/exchanges/okx?account=bot-2' },
      { call: 'DELETE /api/v1/exchanges/okx?account=bot-2' },
    ]);
    expect(await listed(backend)).toEqual([row('binance', { enabled: false, has_auth: true })]);
  });

  test('is in the log, without any key', async () => {
    const log = await readLog(backend.log);
    const about = (pattern: RegExp) => log.filter(({ msg }) => pattern.test(String(msg)));
    const line = (msg: string, exchange: string, account: string, state: object = {}) => ({
      time,
      level: 'INFO',
      msg,
      exchange,
      account,
      ...state,
    });
    expect(about(/^Exchange (added|changed|removed)$/)).toEqual([
      line('Exchange added', 'binance', 'main', { enabled: true, has_auth: false }),
      line('Exchange added', 'okx', 'bot-2', { enabled: true, has_auth: true }),
      line('Exchange changed', 'binance', 'main', { enabled: false, has_auth: true }),
      line('Exchange changed', 'okx', 'bot-2', { enabled: true, has_auth: false }),
      line('Exchange removed', 'okx', 'bot-2', { enabled: true, has_auth: false }),
    ]);
    expect(about(/^Exchange key changed$/)).toEqual([
      line('Exchange key changed', 'binance', 'main', { has_auth: true }),
      line('Exchange key changed', 'okx', 'bot-2', { has_auth: false }),
    ]);
    expect(log.some(({ level }) => level === 'DEBUG')).toBe(true);
  });

  test('leaves no trace of a key in the database, the log or the output', async () => {
    const rows = await ask(backend.database, 'SELECT * FROM exchanges');
    const lines = await readLog(backend.log);
    const texts = {
      table: JSON.stringify(rows),
      log: JSON.stringify(lines),
      output: backend.stdout() + backend.stderr(),
    };
    expect(rows.length).toBe(2);
    expect(findSecrets(texts, Object.values(keys))).toEqual([]);
  });
});
