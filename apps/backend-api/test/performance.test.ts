import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import fc from 'fast-check';
import { call, failed, startAlone, told } from './accounts-backend.js';
import { ask } from './ask.js';
import { addAccount, DAY_MS, fill, HOUR_MS, MINUTE_MS, performance, push, trip } from './figures-rig.js';
import { KEYS, type Logged, type Servers, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let servers: Servers;
let url: string;
let backend: Logged;

beforeAll(async () => {
  servers = await startServers(cleanup);
  url = await servers.postgres.createDatabase();
  backend = await startAlone(cleanup, servers, { DATABASE_URL: url });
}, 60_000);

afterAll(cleanup.run, 60_000);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const ago = (ms: number): number => Date.now() - ms;

/** The account was worth that much at each of the times. */
const worth = (account: string, ...snapshots: readonly [at: number, equity: number, partial?: boolean][]) =>
  ask(
    url,
    `INSERT INTO equity_snapshots (account_id, at, equity, cash, exposure, unrealized, open_fees, partial)
     SELECT id, at, equity, equity, 0, 0, 0, partial
     FROM accounts, unnest($2::timestamptz[], $3::numeric[], $4::boolean[]) AS given(at, equity, partial) WHERE name = $1`,
    [
      account,
      snapshots.map(([at]) => new Date(at)),
      snapshots.map(([, equity]) => equity),
      snapshots.map(([, , partial = false]) => partial),
    ],
  );

const deposit = (account: string, at: number, amount: number) =>
  ask(
    url,
    `INSERT INTO transfers (account_id, exchange, kind, transfer_id, asset, amount, executed_at, value)
     SELECT id, 'mybot', 'deposit', $2::text, 'USDT', $3::numeric, $2::timestamptz, $3::numeric FROM accounts WHERE name = $1`,
    [account, new Date(at), amount],
  );

const ZERO = '0.00 USDT';
const IDLE = {
  ...{ total_trades: 0, win_rate: 0, profit_factor: null },
  ...{
    pnl_24h: ZERO,
    pnl_24h_percent: 0,
    pnl_7d: ZERO,
    pnl_7d_percent: 0,
    pnl_30d: ZERO,
    pnl_30d_percent: 0,
  },
  ...{ best_trade: null, worst_trade: null, avg_trade_duration: null, updated_at: time },
};

describe('without trades', () => {
  test('the figures are zero where nothing is zero, and null where nothing can be said, for any chat', async () => {
    const path = 'telegram/internal/performance?chat_id=123456789';
    const answer = told(await call(backend, 'GET', path, undefined, KEYS.service));
    expect(answer).toEqual([200, IDLE]);
    expect(Object.keys(answer[1] as object)).toEqual([
      ...['total_trades', 'win_rate', 'profit_factor', 'pnl_24h', 'pnl_24h_percent', 'pnl_7d'],
      ...['pnl_7d_percent', 'pnl_30d', 'pnl_30d_percent', 'best_trade', 'worst_trade'],
      ...['avg_trade_duration', 'updated_at'],
    ]);
  });

  test('raw holds all others likewise', async () => {
    const { raw, ...page } = await performance(backend, 'main');
    expect(page).toEqual(IDLE);
    expect(raw).toEqual({
      ...{
        currency: 'USDT',
        total_trades: 0,
        wins: 0,
        losses: 0,
        draws: 0,
        win_rate: 0,
        profit_factor: null,
      },
      ...{ pnl_total: '0', pnl_24h: '0', pnl_24h_percent: 0, pnl_7d: '0', pnl_7d_percent: 0, pnl_30d: '0' },
      ...{ pnl_30d_percent: 0, unrealized_pnl: '0', best_trade: null, worst_trade: null },
      ...{ avg_trade_duration_seconds: null, expectancy: null, expectancy_ratio: null, avg_win: null },
      ...{ avg_loss: null, longest_win_streak: 0, longest_loss_streak: 0, max_drawdown: '0' },
      ...{ max_drawdown_percent: null, max_relative_drawdown_percent: null, sharpe: null, sortino: null },
      ...{ calmar: null, fees: '0', funding: '0', volume: '0', by_symbol: [], by_exchange: [] },
    });
  });
});

describe('trades with published results have published figures', () => {
  test('−4.09, +3.9875, +2.8425', async () => {
    await addAccount(backend, 'three');
    const at = (n: number): number => ago(50 * HOUR_MS) + n * HOUR_MS;
    await push(backend, 'three', [...trip(at(0), -4.09), ...trip(at(1), 3.9875), ...trip(at(2), 2.8425)]);
    const { raw, ...page } = await performance(backend, 'three');
    expect(page).toEqual({
      ...IDLE,
      ...{ total_trades: 3, win_rate: 66.7, profit_factor: 1.669927 },
      ...{ pnl_24h_percent: null, pnl_7d: '+2.74 USDT', pnl_7d_percent: null, pnl_30d: '+2.74 USDT' },
      ...{ pnl_30d_percent: null, best_trade: '+3.99 USDT', worst_trade: '-4.09 USDT' },
      avg_trade_duration: '1m',
    });
    expect(raw).toMatchObject({
      ...{ total_trades: 3, wins: 2, losses: 1, draws: 0, win_rate: 66.7, pnl_total: '2.74' },
      ...{ expectancy: '0.913333333333333333', avg_win: '3.415', avg_loss: '-4.09', best_trade: '3.9875' },
      ...{ longest_win_streak: 2, longest_loss_streak: 1, avg_trade_duration_seconds: 60 },
    });
    expect([raw.expectancy_ratio?.toFixed(6), raw.profit_factor?.toFixed(5)]).toEqual([
      '0.223309',
      '1.66993',
    ]);
  });

  test('start 1000, then 0, −500, +500, +10000, −1000', async () => {
    await addAccount(backend, 'drawdown');
    const tenths = [0, -50, 50, 1_000, -100];
    const at = (n: number): number => ago(DAY_MS) + n * HOUR_MS;
    await push(
      backend,
      'drawdown',
      tenths.flatMap((pnl, n) => trip(at(n), pnl, { amount: '10' })),
    );
    const drawdown = async (query: string) => {
      const { raw } = await performance(backend, 'drawdown', query);
      const { max_drawdown, max_drawdown_percent, max_relative_drawdown_percent } = raw;
      return [max_drawdown, max_drawdown_percent?.toFixed(4) ?? null, max_relative_drawdown_percent];
    };
    expect(await drawdown('&start_equity=1000')).toEqual(['1000', '9.0909', 50]);
    expect(await drawdown('')).toEqual(['1000', null, null]);
    await worth('drawdown', [ago(40 * DAY_MS), 500], [ago(39 * DAY_MS), 1_000]);
    expect(await drawdown('')).toEqual(['1000', (100_000 / 10_500).toFixed(4), 100]);
    expect(await drawdown('&start_equity=1000')).toEqual(['1000', '9.0909', 50]);
  });
});

test('the order in which fills arrive, and how often, changes no figure', async () => {
  const results = fc.sample(fc.integer({ min: -40, max: 40 }), { numRuns: 40, seed: 11 });
  const fee = { cost: '0.7', currency: 'USDT' };
  const fills = results.flatMap((pnl, n) => [
    fill(ago(40 * DAY_MS) + n * DAY_MS, 'buy', 1_000 + n, { fee, amount: '3' }),
    fill(ago(40 * DAY_MS) + n * DAY_MS + 5 * HOUR_MS, 'sell', 1_000 + pnl, { fee, amount: '1' }),
    fill(ago(40 * DAY_MS) + n * DAY_MS + 6 * HOUR_MS, 'sell', 990 + pnl, { amount: '2' }),
  ]);
  const orders = [fills, fills.toReversed(), fills.toSorted((a, b) => (a.price < b.price ? -1 : 1))];
  const told: unknown[] = [];
  for (const [index, order] of orders.entries()) {
    const account = `order-${index}`;
    await addAccount(backend, account);
    for (let from = 0; from < order.length; from += 25)
      await push(backend, account, order.slice(from, from + 25));
    const again = await call(backend, 'POST', 'trades', {
      account,
      exchange: 'mybot',
      fills: order.slice(20, 60),
    });
    expect(again.json).toEqual({ stored: 0, duplicates: 40, rejected: [] });
    const { updated_at: _, ...figures } = await performance(backend, account, '&start_equity=100000');
    told.push(figures);
  }
  expect(told).toEqual([told[0], told[0], told[0]]);
  expect((told[0] as { raw: { total_trades: number } }).raw.total_trades).toBe(40);
});

describe('the windows', () => {
  test('hold what was realised in them, to the fill, where positions are still open too', async () => {
    await addAccount(backend, 'windows');
    const edges = [DAY_MS, 7 * DAY_MS, 30 * DAY_MS].flatMap((edge, n) => [
      fill(ago(edge) - 5_000, 'sell', 1_000 + 10 ** n),
      fill(ago(edge) + 30_000, 'sell', 1_000 + 2 * 10 ** n),
    ]);
    await push(backend, 'windows', [fill(ago(60 * DAY_MS), 'buy', 1_000, { amount: '100' }), ...edges]);
    const { raw, total_trades, pnl_24h, pnl_7d, pnl_30d } = await performance(backend, 'windows');
    expect({ total_trades, pnl_24h, pnl_7d, pnl_30d, all: raw.pnl_total }).toEqual({
      ...{ total_trades: 0, pnl_24h: '+2.00 USDT', pnl_7d: '+23.00 USDT', pnl_30d: '+233.00 USDT' },
      all: '333',
    });
  });

  test('are in percent of what there was at their start, and of what came since for as long as it was there', async () => {
    await addAccount(backend, 'percent');
    await push(backend, 'percent', [...trip(ago(3 * HOUR_MS), 126), ...trip(ago(3 * DAY_MS), 774)]);
    await worth(
      'percent',
      [ago(DAY_MS + 5 * MINUTE_MS), 10_000],
      [ago(7 * DAY_MS + 59 * MINUTE_MS), 8_000],
      [ago(30 * DAY_MS + 61 * MINUTE_MS), 1],
    );
    await deposit('percent', ago(3.5 * DAY_MS), 2_000);
    const { pnl_24h_percent, pnl_7d_percent, pnl_30d_percent } = await performance(backend, 'percent');
    expect({ pnl_24h_percent, pnl_7d_percent, pnl_30d_percent }).toEqual({
      ...{ pnl_24h_percent: 1.26, pnl_7d_percent: 10, pnl_30d_percent: null },
    });
  });

  test('are in percent of what there must have been, where no snapshot says it and all is known now', async () => {
    await addAccount(backend, 'implied');
    await push(backend, 'implied', trip(ago(3 * HOUR_MS), 100));
    const path = 'accounts/implied/exchanges/mybot/balance';
    expect((await call(backend, 'PUT', path, { USDT: '1100' })).status).toBeLessThan(300);
    const { pnl_24h_percent, pnl_30d_percent } = await performance(backend, 'implied');
    expect([pnl_24h_percent, pnl_30d_percent]).toEqual([10, 10]);
  });

  test('have no percentage by a snapshot in which something was missing', async () => {
    await addAccount(backend, 'partial');
    await push(backend, 'partial', trip(ago(3 * HOUR_MS), 100));
    await worth('partial', [ago(DAY_MS + MINUTE_MS), 10_000, true]);
    expect((await performance(backend, 'partial')).pnl_24h_percent).toBeNull();
  });
});

describe('raw', () => {
  test('says what each symbol and each exchange brought, and what it cost', async () => {
    await addAccount(backend, 'shares');
    const fee = { cost: '1.5', currency: 'USDT' };
    await push(backend, 'shares', [
      ...trip(ago(5 * HOUR_MS), 10, { fee }),
      ...trip(ago(4 * HOUR_MS), -20, { symbol: 'ETH/USDT' }),
    ]);
    await push(backend, 'shares', trip(ago(2 * HOUR_MS), 0), 'other');
    const { raw } = await performance(backend, 'shares');
    const share = (
      name: object,
      [trades, wins, losses, draws]: number[],
      pnl: string,
      fees: string,
      volume: string,
    ) => ({
      ...{ ...name, trades, wins, losses, draws, pnl, fees, funding: '0', volume },
    });
    expect({ by_symbol: raw.by_symbol, by_exchange: raw.by_exchange, fees: raw.fees }).toEqual({
      by_symbol: [
        share({ symbol: 'BTC/USDT' }, [2, 1, 0, 1], '7', '3', '4010'),
        share({ symbol: 'ETH/USDT' }, [1, 0, 1, 0], '-20', '0', '1980'),
      ],
      by_exchange: [
        share({ exchange: 'mybot' }, [2, 1, 1, 0], '-13', '3', '3990'),
        share({ exchange: 'other' }, [1, 0, 0, 1], '0', '0', '2000'),
      ],
      fees: '3',
    });
  });

  test('has ratios once there are two whole days with a return, between snapshots in which nothing was missing', async () => {
    await addAccount(backend, 'ratios');
    const today = Math.floor(Date.now() / DAY_MS);
    const noon = (days: number): number => (today - days) * DAY_MS + DAY_MS / 2;
    await worth('ratios', [noon(5), 1_000], [noon(4), 400, true], [noon(3), 1_000], [noon(2), 1_100]);
    const ratios = async () => {
      const { sharpe, sortino, calmar } = (await performance(backend, 'ratios')).raw;
      return [sharpe, sortino, calmar].map((ratio) => ratio?.toFixed(4) ?? null);
    };
    expect(await ratios()).toEqual([null, null, null]);
    await worth('ratios', [noon(1), 1_045]);
    await worth('ratios', [Date.now(), 1]);
    const [up, down] = [0.1, -0.05];
    const mean = (up + down) / 2;
    const deviation = Math.sqrt((up - mean) ** 2 + (down - mean) ** 2);
    expect(await ratios()).toEqual([
      ((mean / deviation) * Math.sqrt(365)).toFixed(4),
      ((mean / Math.sqrt(down ** 2 / 2)) * Math.sqrt(365)).toFixed(4),
      (((1.1 * 0.95) ** 182.5 - 1) / 0.05).toFixed(4),
    ]);
  });

  test('names what is in no sum', async () => {
    await addAccount(backend, 'unpriced');
    await push(backend, 'unpriced', trip(ago(HOUR_MS), 50, { fee: { cost: '1', currency: 'XYZ' } }));
    const { unpriced, total_trades, pnl_24h, pnl_24h_percent, raw } = await performance(backend, 'unpriced');
    expect({ unpriced, total_trades, pnl_24h, pnl_24h_percent, volume: raw.volume }).toEqual({
      ...{ unpriced: ['BTC/USDT'], total_trades: 0, pnl_24h: ZERO, pnl_24h_percent: null, volume: '0' },
    });
  });
});

describe('a request', () => {
  test.each([
    ['start_equity=0', 'start_equity=0: give an amount above 0, such as 1000 or 1234.50.'],
    ['start_equity=1e3', 'start_equity=1e3: give an amount above 0, such as 1000 or 1234.50.'],
    ['raw=maybe', 'raw=maybe: give one of true, false.'],
    ['raw=true&raw=true', 'raw: give it once.'],
  ])('with %s is told what would be right', async (query, message) => {
    const answer = await call(backend, 'GET', `performance?${query}`);
    expect(told(answer)).toEqual([400, failed('bad_request', message)]);
  });

  test('needs the operator’s key, or is of a chat that is linked', async () => {
    const of = async (path: string, key?: string) =>
      (await call(backend, 'GET', path, undefined, key)).status;
    const chat = 'telegram/internal/performance';
    expect([
      await of('performance', KEYS.service),
      await of('performance?account=nobody'),
      await of(chat, KEYS.service),
      await of(`${chat}?chat_id=abc`, KEYS.service),
      await of(`${chat}?chat_id=42`, KEYS.service),
    ]).toEqual([401, 404, 400, 400, 404]);
  });
});
