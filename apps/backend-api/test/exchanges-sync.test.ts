import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createLogger, databaseReason } from '@neuratrade/service-kit';
import { createCleanup, eventually, startPostgres, type TestPostgres, tcpProxy } from '@neuratrade/test-kit';
import { createAccounts } from '../src/ledger/accounts/service.js';
import { createCcxtExchanges } from '../src/market/exchanges/ccxt-exchanges.js';
import { registered } from '../src/market/exchanges/exchange.js';
import { holdExchanges, listExchanges } from '../src/market/exchanges/repository.js';
import { createExchangeSync } from '../src/market/exchanges/sync.js';
import type { Database } from '../src/platform/db/database.js';
import { migrate } from '../src/platform/db/migrate.js';
import { createPool } from '../src/platform/db/pool.js';
import { ask } from './ask.js';
import { entry, SERVICE_KEY, spawnCcxt } from './exchanges-ccxt.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const silent = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = cleanup.use(await startPostgres());
}, 60_000);

afterAll(cleanup.run, 60_000);

const migrated = async (): Promise<string> => {
  const url = await postgres.createDatabase();
  await migrate({ url, logger: silent, signal: new AbortController().signal });
  return url;
};

const accountsOf = (pool: Database) => createAccounts({ pool, reasonOf: databaseReason });

/** What a backend runs, looking often. */
function follow(url: string, ccxtUrl: string) {
  const logged: string[] = [];
  const statements: unknown[] = [];
  const note = (msg: string, fields: object = {}) => {
    const { exchange, account, error } = fields as Record<string, string>;
    logged.push([msg, exchange, account, error].filter((word) => word !== undefined).join(' '));
  };
  const logger = { ...silent, info: note, warn: note };
  const pool = createPool({ url, logger: { ...silent, debug: (_, fields) => statements.push(fields) } });
  const sync = createExchangeSync({
    configuration: createCcxtExchanges({ url: ccxtUrl, serviceKey: SERVICE_KEY }).configuration,
    list: () => listExchanges(pool, undefined),
    hold: (work) => holdExchanges(pool, accountsOf(pool), work),
    reasonOf: databaseReason,
    logger,
    everyMs: 50,
  });
  cleanup.add(async () => {
    await sync.stop();
    await pool.end();
  });
  const rows = async () => (await listExchanges(pool, undefined)).map(registered);
  const names = async () => (await rows()).map(({ name }) => name);
  return { sync, logged, statements, rows, names };
}

const simulator = entry('simulator', { simulator: true });

describe('the registry follows ccxt-service', () => {
  test('in three backends: what stands in, what is edited by hand, what vanishes, and comes back as old as it was', async () => {
    const ccxt = cleanup.use(await spawnCcxt('{}', [simulator]));
    const url = await migrated();
    const backends = [1, 2, 3].map(() => follow(url, ccxt.url));
    for (const { sync } of backends) {
      sync.start();
      sync.open();
    }
    const [{ names, rows }] = backends as [ReturnType<typeof follow>];
    const until = (wanted: string[]) => eventually(async () => expect(await names()).toEqual(wanted));
    await until(['simulator']);
    await ask(url, "UPDATE exchanges SET added_at = '2026-03-01T00:00:00Z'");
    const okx = entry('okx', { enabled: false, has_auth: true, account: 'b' });
    await ccxt.configure([okx]);
    await until(['okx']);
    const edited = await rows();
    await ccxt.configure([okx, simulator]);
    await until(['simulator', 'okx']);
    expect([edited, (await rows())[0]]).toEqual([
      [
        {
          name: 'okx',
          enabled: false,
          has_auth: true,
          added_at: expect.stringMatching(/^20\d\d-.+Z$/),
          account: 'b',
        },
      ],
      { name: 'simulator', enabled: true, has_auth: false, added_at: '2026-03-01T00:00:00Z' },
    ]);
    expect(await ask(url, 'SELECT name FROM accounts ORDER BY id')).toEqual([
      { name: 'main' },
      { name: 'b' },
    ]);
    expect(backends.flatMap(({ logged }) => logged).sort()).toEqual([
      'Exchange added okx b',
      'Exchange added simulator main',
      'Exchange added simulator main',
      'Exchange removed simulator main',
    ]);
  });

  test('through five hundred configurations, after which every backend agrees with the last', async () => {
    const ccxt = cleanup.use(await spawnCcxt('{}'));
    const url = await migrated();
    const backends = [1, 2, 3].map(() => follow(url, ccxt.url));
    for (const { sync } of backends) {
      sync.start();
      sync.open();
    }
    const all = [...'abcdefgh'].map((name) => entry(name));
    const some = (round: number) =>
      all
        .filter((_, index) => (round * 37 + index * index) % 3 > 0)
        .map((exchange, index) => ({ ...exchange, enabled: (round + index) % 2 === 0 }));
    for (let round = 0; round < 500; round++) await ccxt.configure(some(round));
    const last = some(499);
    const key = (list: readonly { name: string; enabled: boolean }[]) =>
      list.map(({ name, enabled }) => `${name} ${enabled}`).sort();
    await eventually(async () => {
      for (const { rows, sync } of backends) {
        expect(key(await rows())).toEqual(key(last));
        expect(sync.active()).toEqual(last.filter(({ enabled }) => enabled).map(({ name }) => name));
      }
    });
    expect(backends.flatMap(({ logged }) => logged.filter((line) => /waits/.test(line)))).toEqual([]);
  });

  test('and asks nothing of the database while nothing changes', async () => {
    const ccxt = cleanup.use(await spawnCcxt('{}', [entry('okx')]));
    const { sync, statements, names } = follow(await migrated(), ccxt.url);
    sync.start();
    sync.open();
    await eventually(async () => expect(await names()).toEqual(['okx']));
    const taken = await ccxt.reads();
    await eventually(async () => expect(await ccxt.reads()).toBeGreaterThan(taken + 1));
    const before = statements.length;
    const looks = await ccxt.reads();
    await eventually(async () => expect(await ccxt.reads()).toBeGreaterThan(looks + 10));
    expect(statements.length).toBe(before);
  });
});

test('a change that ccxt-service told before it died is registered, beside what was there', async () => {
  const url = await migrated();
  await ask(
    url,
    `INSERT INTO exchanges (account, name, enabled, has_auth, added_at) VALUES
       ('main', 'okx', true, true, '2026-03-01T00:00:00Z'), ('b', 'okx', true, true, '2026-03-01T00:00:00Z')`,
  );
  const { sync, logged, names } = follow(url, 'http://127.0.0.1:1');
  const kraken = { account: 'main', name: 'kraken', enabled: true, hasAuth: false };
  const rows = await Promise.all([
    sync.settle({ place: kraken, state: kraken }),
    sync.settle({ place: { account: 'b', name: 'okx' }, state: undefined }),
  ]);
  expect(rows.map((list) => list.map(({ account, name }) => `${account} ${name}`))).toEqual([
    ['main okx', 'main kraken'],
    ['main okx', 'main kraken'],
  ]);
  expect([await names(), logged]).toEqual([
    ['okx', 'kraken'],
    ['Exchange added kraken main', 'Exchange removed okx b'],
  ]);
});

describe('the exchanges in use', () => {
  test('are each name once that any account has enabled, also while the database is away', async () => {
    const proxy = cleanup.use(await tcpProxy(postgres.port));
    const url = new URL(await migrated());
    url.port = String(proxy.port);
    await proxy.refuse();
    const ccxt = cleanup.use(
      await spawnCcxt('{}', [
        entry('okx', { enabled: false }),
        entry('kraken'),
        entry('binance', { enabled: false }),
        entry('binance', { account: 'b' }),
      ]),
    );
    const { sync, logged, rows } = follow(url.href, ccxt.url);
    const before = sync.active();
    sync.start();
    sync.open();
    await eventually(() => expect(sync.active()).toEqual(['binance', 'kraken']));
    await eventually(() => expect(logged.length).toBeGreaterThan(0));
    await proxy.resume();
    await eventually(async () => expect((await rows()).length).toBe(4));
    expect([before, logged[0]]).toEqual([
      [],
      'Exchange registry waits The database cannot be asked: connection refused.',
    ]);
  });

  test('come from the registry until ccxt-service has answered, whose view counts from then on', async () => {
    const ccxt = cleanup.use(await spawnCcxt('{}', [entry('kraken')]));
    await ccxt.kill();
    const url = await migrated();
    await ask(
      url,
      `INSERT INTO exchanges (account, name, enabled, has_auth) VALUES
         ('main', 'okx', true, true), ('b', 'okx', true, true), ('main', 'bybit', false, true), ('main', 'binance', true, true)`,
    );
    const { sync, logged } = follow(url, ccxt.url);
    sync.start();
    sync.open();
    await eventually(() => expect(sync.active()).toEqual(['binance', 'okx']));
    await ccxt.up([entry('kraken')]);
    await eventually(() => expect(sync.active()).toEqual(['kraken']));
    expect(logged[0]).toBe(
      'Exchange registry waits ccxt-service cannot be asked now (connection refused), so its exchanges are not known. Try again when /health calls ccxt healthy.',
    );
  });
});

test('a backend that hangs while it holds the registry gives it back within seconds', async () => {
  const url = await migrated();
  const ccxt = cleanup.use(await spawnCcxt('{}', [entry('okx')]));
  const { sync, names } = follow(url, ccxt.url);
  const pool = createPool({ url, logger: silent });
  let release = (): void => undefined;
  const hangs = new Promise<void>((resolve) => {
    release = resolve;
  });
  const holding = holdExchanges(pool, accountsOf(pool), () => hangs).catch(databaseReason);
  await eventually(async () => {
    const held = "SELECT 1 FROM pg_locks WHERE mode = 'ShareRowExclusiveLock' AND granted";
    expect((await ask(url, held)).length).toBe(1);
  });
  const begun = performance.now();
  sync.start();
  sync.open();
  await eventually(async () => expect(await names()).toEqual(['okx']), { timeoutMs: 10_000 });
  release();
  expect([await holding, performance.now() - begun < 8_000]).toEqual([
    expect.stringMatching(/^connection /),
    true,
  ]);
  await pool.end();
});
