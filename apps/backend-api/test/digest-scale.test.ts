import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { digestSchema } from '@neuratrade/api-contracts';
import { createLogger, databaseReason } from '@neuratrade/service-kit';
import { createCleanup } from '@neuratrade/test-kit';
import type pg from 'pg';
import { createAccounts } from '../src/ledger/accounts/service.js';
import { closedSince } from '../src/ledger/trades/repository.js';
import { createTradesService } from '../src/ledger/trades/service.js';
import { migrate } from '../src/platform/db/migrate.js';
import { createPool } from '../src/platform/db/pool.js';
import { call, startAlone } from './accounts-backend.js';
import { ask } from './ask.js';
import { DAY_MS, HOUR_MS } from './figures-rig.js';
import { type Logged, type Servers, startServers } from './market-stack.js';

jest.setTimeout(120_000);

const cleanup = createCleanup();
const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
let servers: Servers;
let url: string;
let pool: pg.Pool;
let backend: Logged;

beforeAll(async () => {
  servers = await startServers(cleanup);
  url = await servers.postgres.createDatabase();
  await migrate({ url, logger, signal: new AbortController().signal });
  pool = createPool({ url, logger });
  cleanup.add(() => pool.end());
  for (const [name, count, everyMs] of ACCOUNTS) {
    await ask(
      url,
      `WITH account AS (INSERT INTO accounts (name) VALUES ($1) RETURNING id), book AS (
         INSERT INTO books (account_id, exchange, symbol, market)
         SELECT account.id, 'mybot', 'COIN' || n || '/USDT', 'spot' FROM account, generate_series(0, 4) AS n RETURNING id, account_id, symbol
       )
       INSERT INTO trades (book_id, closed_by, line, account_id, side, size, entry_price, exit_price, opened_at, closed_at, pnl, fees, funding)
       SELECT book.id, n::text, 'n', account_id, CASE n % 2 WHEN 0 THEN 'l' ELSE 's' END::"char", 1, 1, 1, at, at,
         CASE WHEN n % 101 > 0 THEN n % 199 - 99 END, 0, 0
       FROM generate_series(0, $2::integer - 1) AS n JOIN book ON symbol = 'COIN' || n % 5 || '/USDT',
         LATERAL (SELECT now() - n * $3::float8 * interval '1 millisecond' AS at) AS time`,
      [name, count, everyMs],
    );
  }
  await ask(url, 'VACUUM ANALYZE trades, books');
  backend = await startAlone(cleanup, servers, { DATABASE_URL: url });
}, 90_000);

afterAll(cleanup.run, 60_000);

/** Accounts by how many trades they closed, the last of them now, and how far apart in milliseconds. */
const ACCOUNTS = [
  ['few', 1_000, 60_000, HOUR_MS],
  ['year', 200_000, 156_000, DAY_MS],
] as const;

/** What closed, worked out one trade after the other. */
async function slowly(accountId: number, from: number) {
  const rows = await ask<{ symbol: string; side: string; pnl: string | null }>(
    url,
    `SELECT symbol, CASE side WHEN 'l' THEN 'long' ELSE 'short' END AS side, pnl FROM trades JOIN books ON books.id = book_id
     WHERE trades.account_id = $1 AND closed_at >= $2 ORDER BY closed_at DESC, book_id DESC, closed_by DESC`,
    [accountId, new Date(from)],
  );
  const known = rows.filter(({ pnl }) => pnl !== null).map((row) => ({ ...row, pnl: Number(row.pnl) }));
  return {
    count: rows.length,
    wins: known.filter(({ pnl }) => pnl > 0).length,
    losses: known.filter(({ pnl }) => pnl < 0).length,
    best: known.reduce((best, trade) => (trade.pnl > best.pnl ? trade : best)),
    worst: known.reduce((worst, trade) => (trade.pnl < worst.pnl ? trade : worst)),
  };
}

const accountOf = (name: string) => createAccounts({ pool, reasonOf: databaseReason }).named(name);
const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
};

describe.each(ACCOUNTS)('of an account (%s) that closed %d trades', (name, _count, _everyMs, back) => {
  test('what closed lately is counted as it is', async () => {
    const [account, from] = [await accountOf(name), Date.now() - back];
    const trades = createTradesService({ pool, reasonOf: databaseReason });
    const found = await trades.since(account, from);
    const told = (trade: typeof found.best) => trade && { ...trade, pnl: trade.pnl.toNumber() };
    expect({ ...found, best: told(found.best), worst: told(found.worst) }).toEqual(
      await slowly(account.id, from),
    );
  });

  test('a digest is there at once', async () => {
    const answers = [];
    for (let n = 0; n < 8; n++) {
      const path = `digest?account=${name}&hours=${back / HOUR_MS}`;
      const [ms, { status, json }] = await timed(() => call(backend, 'GET', path));
      expect([status, digestSchema.parse(json)]).toEqual([200, json]);
      answers.push(ms);
    }
    expect(Math.min(...answers)).toBeLessThan(500);
  });
});

test.each(['force_generic_plan', 'force_custom_plan'])(
  'of a long history no more is read than what closed lately: %s',
  async (mode) => {
    const plans: string[] = [];
    const account = await accountOf('year');
    const explaining = {
      query: async ({ text, values }: { text: string; values: unknown[] }) => {
        const client = await pool.connect();
        try {
          await client.query(`SET plan_cache_mode = ${mode}`);
          await client.query(`PREPARE since (integer, timestamptz) AS ${text}`);
          const given = values.map((value) =>
            client.escapeLiteral(value instanceof Date ? value.toISOString() : String(value)),
          );
          const { rows } = await client.query(
            `EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) EXECUTE since(${given})`,
          );
          plans.push(...rows.map((row) => String(row['QUERY PLAN'])));
          return { rows: [] };
        } finally {
          client.release(true);
        }
      },
    };
    await closedSince(explaining as unknown as pg.Pool, account.id, Date.now() - DAY_MS);
    const scans = plans.filter((line) => / on trades/.test(line));
    expect(scans.filter((line) => / Index (Only )?Scan /.test(line))).toHaveLength(1);
    expect(scans.filter((line) => /Seq Scan/.test(line))).toEqual([]);
    const read = scans.map((line) => Number(/actual rows=([\d.]+)/.exec(line)?.[1]));
    expect(Math.max(...read)).toBeLessThan(600);
  },
);
