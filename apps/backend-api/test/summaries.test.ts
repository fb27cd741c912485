import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { databaseReason } from '@neuratrade/service-kit';
import { createCleanup, startPostgres, type TestPostgres } from '@neuratrade/test-kit';
import fc from 'fast-check';
import type pg from 'pg';
import { Decimal } from '../src/ledger/decimal.js';
import { listChoices, listCompletions } from '../src/ledger/quests/repository.js';
import type { Node } from '../src/ledger/summaries/node.js';
import { createSummaries } from '../src/ledger/summaries/service.js';
import { createTree } from '../src/ledger/summaries/tree.js';
import { closesOf, NO_EXECUTIONS } from '../src/ledger/summary/summary.js';
import { writeSummary } from '../src/ledger/summary/text.js';
import { ask } from './ask.js';
import { fillsOf, type LedgerRig, ledgerRig, START } from './ledger-rig.js';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const cleanup = createCleanup();
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = cleanup.use(await startPostgres());
}, 60_000);

afterAll(cleanup.run, 60_000);

describe('of fills that came in any order', () => {
  let rig: LedgerRig;
  const instants: number[] = [];

  beforeAll(async () => {
    rig = await ledgerRig(cleanup, postgres);
    const place = await rig.place();
    const pauses = fc.sample(fc.oneof(fc.nat(HOUR_MS / 2), fc.nat(30 * HOUR_MS)), { numRuns: 60, seed: 5 });
    let at = START;
    const fills = fillsOf(
      pauses.map((pause, n) => {
        at += pause;
        instants.push(at);
        return n % 2 === 0
          ? ['buy', '2', '100', { executedAt: at }]
          : ['sell', '2', String(95 + (n % 13)), { executedAt: at }];
      }),
    );
    for (const part of [fills.slice(40), fills.slice(0, 20), fills.slice(20, 40)]) {
      await rig.store(place, part);
    }
  }, 60_000);

  test('what was realised from any instant on is the sum of all fills since', async () => {
    const summaries = createSummaries({ pool: rig.pool, reasonOf: databaseReason });
    const since = [
      ...instants,
      ...instants.map((at) => at + 1),
      ...instants.map((at) => at - (at % HOUR_MS)),
    ];
    const { realized } = await summaries.since(1, since);
    const { rows } = await rig.pool.query<{ sum: string }>(
      `SELECT coalesce((SELECT sum(pnl) FROM fills WHERE executed_at >= since), 0)::text AS sum
       FROM unnest($1::timestamptz[]) WITH ORDINALITY AS given(since, place) ORDER BY place`,
      [since.map((at) => new Date(at))],
    );
    expect(realized.map((sum) => sum.toFixed())).toEqual(rows.map(({ sum }) => new Decimal(sum).toFixed()));
  });

  test('every level of the tree joins to the same whole', async () => {
    const summaries = createSummaries({ pool: rig.pool, reasonOf: databaseReason });
    const counted = await summaries.look(1, async ({ summary }, tree) => {
      const below = async (nodes: readonly Node[], read: (startsAt: number) => Promise<readonly Node[]>) => {
        const found: Node[] = [];
        for (const { startsAt } of nodes) found.push(...(await read(startsAt)));
        return found;
      };
      const months = [...(await tree.months())];
      const days = await below(months, tree.daysOf);
      const hours = await below(days, tree.hoursOf);
      const fills = await below(hours, (hour) => tree.instantsOf(hour, 'fills'));
      const closes = await below(hours, (hour) => tree.instantsOf(hour, 'trades'));
      const wins = (nodes: readonly Node[]) => nodes.reduce((sum, node) => sum + node.summary.closes.wins, 0);
      const volume = (nodes: readonly Node[]) =>
        nodes.reduce((sum, node) => sum.plus(node.summary.executions.volume), new Decimal(0)).toFixed();
      return {
        whole: [summary.closes.wins, summary.executions.volume.toFixed()],
        levels: [months, days, hours].map((nodes) => [wins(nodes), volume(nodes)]),
        instants: [wins(closes), volume(fills)],
      };
    });
    expect(counted.levels).toEqual([counted.whole, counted.whole, counted.whole]);
    expect(counted.instants).toEqual(counted.whole);
  });
});

describe('of a long history', () => {
  let pool: pg.Pool;

  beforeAll(async () => {
    const rig = await ledgerRig(cleanup, postgres);
    pool = rig.pool;
    await ask(
      rig.url,
      `INSERT INTO accounts (name) SELECT 'other-' || n FROM generate_series(1, 39) AS n;
       INSERT INTO books (account_id, exchange, symbol, market)
         SELECT account, 'mybot', 'COIN' || n || '/USDT', 'spot' FROM generate_series(1, 4) AS account, generate_series(1, 5) AS n;
       INSERT INTO fills (book_id, fill_id, account_id, executed_at, side, line, price, amount, fee_quote, fee_base, rate, pnl)
         SELECT books.id, n::text, account_id, timestamptz '2025-01-01' + n * interval '1 hour' / 2, 's', 'n', 100, 1, 0, 0, 1, 1
         FROM books, generate_series(1, 3000) AS n;
       INSERT INTO trades (book_id, closed_by, line, account_id, side, size, entry_price, exit_price, opened_at, closed_at, pnl, fees, funding)
         SELECT book_id, fill_id, 'n', account_id, 'l', 1, 99, 100, executed_at, executed_at, 1, 0, 0 FROM fills;
       INSERT INTO quest_choices SELECT account, 'q' || n, true FROM generate_series(1, 40) AS account, generate_series(1, 200) AS n;
       INSERT INTO quest_completions SELECT account, 'q' || n, 'trades 5', now() FROM generate_series(1, 40) AS account, generate_series(1, 200) AS n`,
    );
    const summary = writeSummary({
      executions: { ...NO_EXECUTIONS, fills: 1, realized: new Decimal(1) },
      closes: closesOf([{ openedAt: START, closedAt: START, pnl: new Decimal(1) }]),
    });
    await ask(
      rig.url,
      `INSERT INTO summaries
       SELECT account, span, at, $1 FROM generate_series(1, 4) AS account, (VALUES ('hour'), ('day'), ('month')) AS s(span),
         generate_series(timestamptz '2024-01-01', timestamptz '2026-01-01', ('1 ' || span)::interval) AS at
       UNION ALL SELECT account, 'all', 'epoch', $1 FROM generate_series(1, 4) AS account`,
      [summary],
    );
    await ask(rig.url, 'VACUUM ANALYZE fills, trades, summaries, books, quest_choices, quest_completions');
  }, 60_000);

  /** The statements that some work sends, with how each is planned when its values are not known. */
  async function plansOf(work: (asked: pg.Pool) => Promise<unknown>): Promise<Map<string, string>> {
    const asked = new Map<string, { text: string; values: unknown[] }>();
    await work({
      query: (query: { name: string; text: string; values: unknown[] }) => {
        asked.set(query.name, query);
        return pool.query(query);
      },
    } as unknown as pg.Pool);
    const client = await pool.connect();
    try {
      await client.query('SET plan_cache_mode = force_generic_plan');
      const plans = new Map<string, string>();
      for (const [name, { text, values }] of asked) {
        await client.query(`PREPARE ${name}_plan AS ${text}`);
        const given = values.map((value) => client.escapeLiteral(literalOf(value))).join(', ');
        const { rows } = await client.query(`EXPLAIN EXECUTE ${name}_plan(${given})`);
        plans.set(name, rows.map((row) => String(row['QUERY PLAN'])).join('\n'));
      }
      return plans;
    } finally {
      client.release(true);
    }
  }

  const literalOf = (value: unknown): string => {
    if (Array.isArray(value)) return `{${value.map((entry) => `"${literalOf(entry)}"`).join(',')}}`;
    return value instanceof Date ? value.toISOString() : String(value);
  };

  test('no statement reads all of it, whatever it is asked for', async () => {
    const end = Date.UTC(2025, 2, 10, 12, 34);
    const plans = await plansOf(async (watched) => {
      const summaries = createSummaries({ pool: watched, reasonOf: databaseReason });
      await summaries.since(2, [end - DAY_MS, end - 7 * DAY_MS, end - 30 * DAY_MS]);
      const tree = createTree(watched as unknown as pg.PoolClient, 2);
      await tree.months();
      await tree.instantsOf(end - (end % HOUR_MS), 'fills');
      await tree.instantsOf(end - (end % HOUR_MS), 'trades');
      await listChoices(watched, 2);
      await listCompletions(watched, 2);
    });
    expect([...plans.keys()].sort()).toEqual([
      ...['quest_choices_list', 'quest_completions_list', 'summaries_closes', 'summaries_executions'],
      ...['summaries_nodes', 'summaries_totals'],
    ]);
    const scans = [...plans].flatMap(([name, plan]) =>
      [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table]) => `${name}: ${table}`),
    );
    expect(scans.filter((scan) => !scan.endsWith(': books'))).toEqual([]);
    expect(plans.get('summaries_totals')).toContain('Index Only Scan using fills_realized');
  });
});
