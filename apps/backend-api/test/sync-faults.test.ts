import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, tcpProxy } from '@neuratrade/test-kit';
import type { Logged } from './market-stack.js';
import {
  jobOf,
  KEY,
  ledgerOf,
  operate,
  putFills,
  type SyncRig,
  syncOf,
  syncRig,
  trade,
  untilRead,
} from './sync-rig.js';

jest.setTimeout(150_000);

const HOUR = 3_600_000;
const PAGES = ['old_page', 'duplicated_page', 'reordered_page', 'empty_page', 'thinned_page'];

const cleanup = createCleanup();
let rig: SyncRig;
let backend: Logged;
let count = 0;

/** Puts so many more fills into the history, the latest an instant ago. */
const more = async (added: number, stepMs = 1): Promise<void> => {
  const fills = putFills('BTC/USDT', added, { until: Date.now() - 1_000, stepMs, firstId: count + 1 });
  await trade(rig.exchange, fills);
  count += added;
};
const fault = (kind: string, rest: object = {}) =>
  rig.exchange.control('POST', 'faults', { path: '/api/v3/myTrades', kind, ...rest });
const clear = () => rig.exchange.control('DELETE', 'faults');
const ids = async (database = rig.database): Promise<number[]> => {
  const { fills = [] } = await ledgerOf(database);
  return fills.map((fill) => Number((fill as { fill_id: string }).fill_id));
};
const allIds = () => Array.from({ length: count }, (_, index) => index + 1);
/** Waits until the reading of fills fails for a reason that fits. */
const untilFailing = (why: RegExp, timeoutMs = 20_000) =>
  eventually(
    async () => {
      const { state, error } = jobOf(await syncOf(backend), 'BTC/USDT');
      expect([state, error]).toEqual(['failing', expect.stringMatching(why)]);
    },
    { timeoutMs },
  );

beforeAll(async () => {
  rig = await syncRig(cleanup);
  await more(40, HOUR);
  backend = await rig.backend();
  await untilRead(backend, { 'BTC/USDT': count });
}, 90_000);
afterAll(cleanup.run);

describe('an exchange that answers with', () => {
  const refused: [string, string, RegExp, object][] = [
    ['html', 'html', /^simulator /, {}],
    ['nothing', 'empty', /^simulator /, {}],
    ['an error', 'status', /^simulator /, { value: 502 }],
    [
      'an empty page',
      'empty_page',
      /suspicious page of BTC\/USDT: fill \d+ of \S+Z, which is known, is missing/,
      {},
    ],
  ];
  test.each(refused)(
    '%s is said to fail, and once it is well, every fill is there',
    async (_, kind, why, rest) => {
      await fault(kind, rest);
      await more(2);
      await untilFailing(why);
      await clear();
      await untilRead(backend, { 'BTC/USDT': count });
      expect(await ids()).toEqual(allIds());
    },
  );

  test.each([
    ['twice what it has', 'duplicated_page'],
    ['the latest first', 'reordered_page'],
  ])('%s is understood all the same', async (_, kind) => {
    await fault(kind);
    await more(2);
    await untilRead(backend, { 'BTC/USDT': count });
    await clear();
    expect(await ids()).toEqual(allIds());
  });

  test.each([
    ['what it had before', 'old_page'],
    ['every second fill', 'thinned_page'],
  ])('%s hides nothing for good', async (_, kind) => {
    await fault(kind);
    await more(5);
    await sleep(1_500);
    await clear();
    await untilRead(backend, { 'BTC/USDT': count });
    expect(await ids()).toEqual(allIds());
  });

  test.each([
    ['ahead', 600_000],
    ['behind', -600_000],
  ])('a clock that is ten minutes %s is read as ever', async (_, value) => {
    await rig.exchange.control('POST', 'faults', { path: '*', kind: 'clock_skew', value });
    await sleep(500);
    await more(2);
    await eventually(async () => expect(jobOf(await syncOf(backend), 'BTC/USDT').fills).toBe(count), {
      timeoutMs: 30_000,
    });
    await clear();
    await untilRead(backend, { 'BTC/USDT': count });
    expect(await ids()).toEqual(allIds());
  });
});

test('a history that comes in with faults in between is complete in the end, and its figures are right', async () => {
  await more(3_000, 0);
  const database = await rig.servers.postgres.createDatabase();
  const other = await rig.backend({ DATABASE_URL: database });
  const until = Date.now() + 6_000;
  for (let turn = 0; Date.now() < until; turn++) {
    const kinds = [...PAGES, 'html'];
    await fault(kinds[turn % kinds.length] as string, { count: 1 });
    await sleep(200);
  }
  await clear();
  await Promise.all([other, backend].map((one) => operate(one, 'POST', '/api/v1/sync')));
  const read = { 'BTC/USDT': count };
  await Promise.all([untilRead(other, read, 90_000), untilRead(backend, read, 90_000)]);
  expect(await ids(database)).toEqual(allIds());
  expect(await ledgerOf(database)).toEqual(await ledgerOf(rig.database));
  await other.stop('SIGKILL');
});

test('a key that its exchange refuses is told with what to do, and balances say that they are old', async () => {
  await rig.exchange.control('DELETE', `accounts/${KEY.key}`);
  await untilFailing(/simulator .*key/i);
  await eventually(async () => {
    const { rows } = await rig.sql('SELECT error FROM balance_reads');
    expect(rows).toEqual([{ error: expect.stringMatching(/simulator .*key/i) }]);
  });
  await rig.exchange.control('POST', 'accounts', { ...KEY, account: 'bot', permissions: ['read'] });
  await more(1);
  await untilRead(backend, { 'BTC/USDT': count }, 90_000);
});

test('nothing is lost while ccxt-service, the database or Redis is away', async () => {
  const proxy = cleanup.use(await tcpProxy(rig.servers.postgres.port));
  const through = new URL(rig.database);
  through.port = String(proxy.port);
  await backend.stop('SIGKILL');
  backend = await rig.backend({ DATABASE_URL: through.href });
  await rig.ccxt().stop('SIGKILL');
  await untilFailing(/^ccxt-service cannot be asked now: connection refused\. /);
  await more(3);
  await rig.restartCcxt();
  await untilRead(backend, { 'BTC/USDT': count });
  await proxy.refuse();
  await more(3);
  await sleep(1_000);
  await proxy.resume();
  await untilRead(backend, { 'BTC/USDT': count });
  await rig.servers.redis.kill();
  await more(3);
  await untilRead(backend, { 'BTC/USDT': count });
  expect(await ids()).toEqual(allIds());
});
