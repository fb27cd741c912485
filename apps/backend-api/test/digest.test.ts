import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Digest, digestSchema } from '@neuratrade/api-contracts';
import { createLogger } from '@neuratrade/service-kit';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { migrate } from '../src/platform/db/migrate.js';
import { call, startAlone } from './accounts-backend.js';
import { ask } from './ask.js';
import { addAccount, DAY_MS, HOUR_MS, MINUTE_MS, push, second, trip } from './figures-rig.js';
import { KEYS, type Logged, type Servers, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const NOW = Math.floor(Date.now() / 1_000) * 1_000;
const ago = (hours: number): number => NOW - hours * HOUR_MS;
const silent = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });

const cleanup = createCleanup();
let servers: Servers;
let url: string;
let backend: Logged;

type Change = readonly [service: string, from: string, to: string, at: number, lastedMs: number];

/** Transitions in the order in which they were seen. */
const remember = (database: string, changes: readonly Change[]) =>
  ask(
    database,
    `INSERT INTO health_transitions (id, service, status_from, status_to, reason, changed_at, lasted_ms)
     SELECT gen_random_uuid(), service, status_from, status_to, CASE status_to WHEN 'down' THEN 'connection refused' END, at, lasted
     FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[])
       WITH ORDINALITY AS given(service, status_from, status_to, at, lasted, place) ORDER BY place`,
    [0, 1, 2, 3, 4].map((column) =>
      changes.map((change) => (column === 3 ? new Date(change[3]) : change[column])),
    ),
  );

beforeAll(async () => {
  servers = await startServers(cleanup);
  url = await servers.postgres.createDatabase();
  await migrate({ url, logger: silent, signal: new AbortController().signal });
  await remember(url, [
    ['redis', 'up', 'down', ago(60), 0],
    ['redis', 'down', 'up', ago(59), HOUR_MS],
    ['redis', 'up', 'down', ago(26), 33 * HOUR_MS],
    ['telegram', 'up', 'down', ago(25), 0],
    ['redis', 'down', 'up', ago(23), 3 * HOUR_MS],
    ['redis', 'up', 'down', ago(20), 3 * HOUR_MS],
    ['redis', 'unchecked', 'up', ago(19), 500],
    ['telegram', 'down', 'up', ago(6), 19 * HOUR_MS],
    ['telegram', 'up', 'down', ago(5.5), HOUR_MS / 2],
    ['database', 'up', 'down', ago(5), 0],
    ['database', 'down', 'up', ago(5) + MINUTE_MS, MINUTE_MS],
  ]);
  backend = await startAlone(cleanup, servers, { DATABASE_URL: url });
}, 60_000);

afterAll(cleanup.run, 60_000);

const digest = async (query: string, path = 'digest'): Promise<Digest> => {
  const { status, json } = await call(backend, 'GET', `${path}?${query}`);
  expect([status, digestSchema.parse(json)]).toEqual([200, json]);
  return json as Digest;
};

/** What the account holds, and what it was worth then, in whole or in part. */
const hold = (account: string, usdt: string) =>
  call(backend, 'PUT', `accounts/${account}/exchanges/mybot/balance`, { USDT: usdt }, KEYS.service);
const snapshot = (account: string, at: number, equity: number, partial = false) =>
  ask(url, 'INSERT INTO equity_snapshots SELECT id, $2, $3, $3, 0, 0, 0, $4 FROM accounts WHERE name = $1', [
    account,
    new Date(at),
    equity,
    partial,
  ]);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as unknown as string;
const REFUSED = 'connection refused';
/** This backend itself sees it. */
const CCXT = {
  ...{ service: 'ccxt', reason: 'connection failed: 127.0.0.1:1: connection refused', from: time },
  ...{ to: null, duration_seconds: null },
};
const DATABASE = {
  ...{ service: 'database', reason: REFUSED, from: second(ago(5)), to: second(ago(5) + MINUTE_MS) },
  duration_seconds: 60,
};
const UNSEEN = {
  ...{ service: 'redis', reason: REFUSED, from: second(ago(20)), to: null, duration_seconds: null },
  end_unseen: true,
};
const BEGUN_BEFORE = {
  ...{ service: 'redis', reason: REFUSED, from: second(ago(26)), to: second(ago(23)) },
  duration_seconds: 3 * 3_600,
};

describe('a digest', () => {
  beforeAll(async () => {
    await eventually(async () => expect((await digest('')).incidents[0]).toEqual(CCXT));
  });

  test('of an account in which nothing ever went on invents nothing', async () => {
    const { from, to, ...told } = await digest('');
    expect(told).toEqual({
      ...{ account: 'main', total_equity: '0.00 USDT', equity_change: null, equity_change_percent: null },
      ...{ flows: '0.00 USDT', pnl: '0.00 USDT', pnl_percent: 0, closed_trades: 0, wins: 0, losses: 0 },
      ...{ best_trade: null, worst_trade: null, quests: [], updated_at: to },
      incidents: [CCXT, DATABASE, UNSEEN, BEGUN_BEFORE],
    });
    expect(Date.parse(to) - Date.parse(from)).toBe(DAY_MS);
  });

  test('tells what went on in the last 24 hours', async () => {
    await addAccount(backend, 'busy');
    await push(backend, 'busy', [
      ...trip(ago(30), 5),
      ...trip(ago(4), 0, { symbol: 'BNB/USDT' }),
      ...trip(ago(3), -20, { symbol: 'ETH/USDT' }),
      ...trip(ago(2), 50),
    ]);
    await hold('busy', '8200');
    await snapshot('busy', ago(24.5), 8_000);
    const quest = { updated_at: second(ago(2)), status: 'in_progress' };
    const { from, to, ...told } = await digest('account=busy');
    expect(told).toEqual({
      ...{ account: 'busy', total_equity: '8,200.00 USDT', equity_change: '+200.00 USDT' },
      ...{ equity_change_percent: 2.5, flows: '0.00 USDT', pnl: '+30.00 USDT', pnl_percent: 0.38 },
      ...{ closed_trades: 3, wins: 1, losses: 1 },
      best_trade: { symbol: 'BTC/USDT', side: 'long', pnl: '+50.00 USDT' },
      worst_trade: { symbol: 'ETH/USDT', side: 'long', pnl: '-20.00 USDT' },
      quests: [
        {
          ...{ ...quest, id: 'profit_streak', title: 'Profit Streak', progress: 1, max_progress: 5 },
          description: 'Achieve 5 profitable trades in a row',
        },
        {
          ...{ ...quest, id: 'volume_milestone', title: 'Volume Milestone', progress: 8_035 },
          ...{ description: 'Trade $10,000 total volume', max_progress: 10_000 },
        },
      ],
      incidents: [CCXT, DATABASE, UNSEEN, BEGUN_BEFORE],
      updated_at: to,
    });
  });

  test('looks as far back as it is told to', async () => {
    const day = await digest('account=busy&hours=1');
    const week = await digest('account=busy&hours=168');
    const first = {
      ...{ id: 'first_trade', title: 'First Trade', description: 'Execute your first successful trade' },
      ...{ status: 'completed', progress: 1, max_progress: 1, updated_at: second(ago(30) - MINUTE_MS) },
    };
    expect([
      [day.closed_trades, day.pnl, day.quests, day.incidents, day.best_trade],
      [week.closed_trades, week.pnl, week.quests[0], week.incidents.length, week.equity_change],
      Date.parse(week.to) - Date.parse(week.from),
    ]).toEqual([[0, '0.00 USDT', [], [CCXT], null], [4, '+35.00 USDT', first, 5, null], 7 * DAY_MS]);
  });

  test('says nothing of a change from what was not wholly known then', async () => {
    await addAccount(backend, 'partial');
    await hold('partial', '100');
    await snapshot('partial', ago(24.2), 90, true);
    const unknown = await digest('account=partial');
    await snapshot('partial', ago(24.1), 80);
    const known = await digest('account=partial');
    expect(
      [unknown, known].map(({ equity_change, equity_change_percent }) => [
        equity_change,
        equity_change_percent,
      ]),
    ).toEqual([
      [null, null],
      ['+20.00 USDT', 25],
    ]);
  });

  test('tells what came and went since that snapshot beside the change', async () => {
    await addAccount(backend, 'moved');
    await hold('moved', '5000');
    await snapshot('moved', ago(24.5), 10_000);
    const went = (id: string, at: number, asset: string, value: number | null) =>
      ask(
        url,
        `INSERT INTO transfers (account_id, exchange, kind, transfer_id, asset, amount, executed_at, value)
         SELECT id, 'mybot', 'withdrawal', $1, $2, 5000, $3::timestamptz, $4::numeric FROM accounts WHERE name = 'moved'`,
        [id, asset, new Date(at), value],
      );
    await went('before', ago(25), 'USDT', 5_000);
    await went('then', ago(24.2), 'USDT', 5_000);
    const known = await digest('account=moved');
    await went('unpriced', ago(2), 'XYZ', null);
    const unknown = await digest('account=moved');
    expect([known, unknown].map(({ equity_change, flows }) => [equity_change, flows])).toEqual([
      ['-5,000.00 USDT', '-5,000.00 USDT'],
      ['-5,000.00 USDT', null],
    ]);
  });

  test('names what is in no sum', async () => {
    await addAccount(backend, 'unpriced');
    await push(backend, 'unpriced', trip(ago(2), 5, { symbol: 'BTC/XYZ' }));
    const { pnl, pnl_percent, closed_trades, wins, best_trade, unpriced } = await digest('account=unpriced');
    expect({ pnl, pnl_percent, closed_trades, wins, best_trade, unpriced }).toEqual({
      ...{ pnl: '0.00 USDT', pnl_percent: null, closed_trades: 1, wins: 0, best_trade: null },
      unpriced: ['BTC/XYZ'],
    });
  });

  test('is the same for a chat that is linked to the account', async () => {
    await ask(url, "INSERT INTO chats (chat_id, account_id) SELECT 77, id FROM accounts WHERE name = 'busy'");
    const told = await digest('chat_id=77&hours=48', 'telegram/internal/digest');
    expect({ ...(await digest('account=busy&hours=48')), from: time, to: time, updated_at: time }).toEqual(
      told,
    );
  });
});
