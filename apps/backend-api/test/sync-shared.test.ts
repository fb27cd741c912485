import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createLogger } from '@neuratrade/service-kit';
import { contTree, createCleanup, eventually, stopTree } from '@neuratrade/test-kit';
import { createDispatcher } from '../src/ledger/sync/jobs/dispatcher.js';
import { type Job, LeaseLost, type Reader } from '../src/ledger/sync/jobs/job.js';
import { claimJob, finishJob, keepJob, settleJobs } from '../src/ledger/sync/jobs/repository.js';
import { orUnavailable } from '../src/platform/db/unavailable.js';
import { fillsOf, ledgerRig } from './ledger-rig.js';
import type { Logged } from './market-stack.js';
import { executedBy, ledgerOf, putFills, type SyncRig, syncRig, trade, untilRead } from './sync-rig.js';

jest.setTimeout(150_000);

const cleanup = createCleanup();
let rig: SyncRig;
const HOUR = 3_600_000;
const until = Date.now() - 10 * 60_000;

beforeAll(async () => {
  rig = await syncRig(cleanup);
});
afterAll(cleanup.run);

test('two backends share the work, and each fill is stored once', async () => {
  for (const symbol of ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT']) {
    await trade(rig.exchange, putFills(symbol, 3_000, { until, stepMs: HOUR }));
  }
  const backends = await Promise.all([rig.backend(), rig.backend()]);
  const all = { 'BTC/USDT': 3_000, 'ETH/USDT': 3_000, 'SOL/USDT': 3_000, 'XRP/USDT': 3_000 };
  await untilRead(backends[0], all);
  const shares = await Promise.all(backends.map(executedBy));
  expect(shares.reduce((sum, share) => sum + share)).toBe(12_000);
  expect(Math.min(...shares)).toBeGreaterThan(0);
  expect((await ledgerOf(rig.database)).fills).toHaveLength(12_000);
  await Promise.all(backends.map((backend) => backend.stop('SIGKILL')));
});

test('what a stopped backend had is taken over when its lease is over, and waking up it stores nothing twice', async () => {
  const database = await rig.servers.postgres.createDatabase();
  await rig.exchange.control('POST', 'faults', { path: '/api/v3/myTrades', kind: 'latency', value: 3_000 });
  const stopped = await rig.backend({ DATABASE_URL: database });
  const leased = "SELECT FROM sync_jobs WHERE kind = 'trades' AND leased_until > now()";
  await eventually(async () => expect((await rig.sql(leased, database)).rowCount).toBeGreaterThan(0), {
    timeoutMs: 20_000,
  });
  await stopTree(stopped.pid);
  await rig.exchange.control('DELETE', 'faults');
  await rig.sql("UPDATE sync_jobs SET leased_until = leased_until - interval '30 seconds'", database);
  const other = await rig.backend({ DATABASE_URL: database });
  const all = { 'BTC/USDT': 3_000, 'ETH/USDT': 3_000, 'SOL/USDT': 3_000, 'XRP/USDT': 3_000 };
  await untilRead(other, all);
  const before = await ledgerOf(database);
  await contTree(stopped.pid);
  await trade(rig.exchange, putFills('BTC/USDT', 1, { until: until + 1_000, stepMs: 0, firstId: 3_001 }));
  await untilRead(stopped, { ...all, 'BTC/USDT': 3_001 });
  expect(before.fills).toHaveLength(12_000);
  expect((await executedBy(stopped)) + (await executedBy(other))).toBe(12_001);
  await Promise.all([stopped, other].map((backend: Logged) => backend.stop('SIGKILL')));
});

test('a job that was taken over refuses what its old owner stores, and how that ended', async () => {
  const { pool, store, place } = await ledgerRig(cleanup, rig.servers.postgres);
  const { account, exchange } = await place();
  await settleJobs(pool, [{ accountId: account.id, exchange }], ['balances']);
  const late = (await claimJob(pool, randomUUID(), [])) as Job;
  expect(await claimJob(pool, randomUUID(), [])).toBeUndefined();
  await pool.query("UPDATE sync_jobs SET leased_until = now() - interval '1 second'");
  const owner = (await claimJob(pool, randomUUID(), [])) as Job;
  const storing = store({ account, exchange }, fillsOf([['buy', '1', '100']]), {
    also: (client) => keepJob(client, late, { from: 'late' }),
  });
  await expect(storing).rejects.toBeInstanceOf(LeaseLost);
  await finishJob(pool, late, { dueInMs: 0, progress: { from: 'late' } });
  await keepJob(pool, owner, { from: 'owner' });
  const { rows } = await pool.query(
    'SELECT progress, leased_by, (SELECT count(*)::int FROM fills) AS fills FROM sync_jobs',
  );
  expect(rows).toEqual([{ progress: { from: 'owner' }, leased_by: owner.token, fills: 0 }]);
});

test('what is wanted again while it is done is due again at once', async () => {
  const { pool, place } = await ledgerRig(cleanup, rig.servers.postgres);
  const { account, exchange } = await place();
  await settleJobs(pool, [{ accountId: account.id, exchange }], ['balances']);
  const job = (await claimJob(pool, randomUUID(), [])) as Job;
  await pool.query('UPDATE sync_jobs SET due_at = now()');
  await finishJob(pool, job, { dueInMs: 3_600_000, progress: {} });
  const again = (await claimJob(pool, randomUUID(), [])) as Job;
  expect(again.id).toBe(job.id);
  await finishJob(pool, again, { dueInMs: 3_600_000, progress: {} });
  expect(await claimJob(pool, randomUUID(), [])).toBeUndefined();
});

test('a database that fails one job is no failure of the exchange, whose other jobs go on', async () => {
  const { pool, place } = await ledgerRig(cleanup, rig.servers.postgres);
  const { account, exchange } = await place();
  await settleJobs(pool, [{ accountId: account.id, exchange }], ['balances', 'symbols']);
  const fails: Reader = () => orUnavailable(Promise.reject(new Error('told by the driver')), () => 'timeout');
  const works: Reader = async () => ({ dueInMs: 60_000, progress: {} });
  const lines: unknown[] = [];
  const quiet = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
  const dispatcher = createDispatcher({
    pool,
    reasonOf: () => 'timeout',
    logger: { ...quiet, warn: (msg: string, fields?: unknown) => void lines.push([msg, fields]) },
    readers: { balances: fails, symbols: works, trades: works, transfers: works, positions: works },
  });
  dispatcher.open();
  const jobs = 'SELECT kind, failures, last_error, last_ok_at IS NOT NULL AS ok FROM sync_jobs ORDER BY kind';
  const error = 'The database cannot be asked now: timeout. Try again when /ready calls it ready.';
  await eventually(async () =>
    expect((await pool.query(jobs)).rows).toEqual([
      { kind: 'balances', failures: 1, last_error: error, ok: false },
      { kind: 'symbols', failures: 0, last_error: null, ok: true },
    ]),
  );
  await dispatcher.close();
  expect(lines).toEqual([
    ['Sync waits for the database', { account: 'main', exchange, kind: 'balances', error: 'timeout' }],
  ]);
});
