import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Trade, type Trades, tradesSchema } from '@neuratrade/api-contracts';
import { createCleanup, type Service } from '@neuratrade/test-kit';
import pg from 'pg';
import { tradesQuery } from '../src/ledger/trades/query.js';
import { listTrades } from '../src/ledger/trades/repository.js';
import { KEYS } from './market-stack.js';
import { fill, minute, OPERATOR, push, startLedger } from './trades-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

let backend: Service;
let pool: pg.Pool;

beforeAll(async () => {
  const started = await startLedger(cleanup);
  backend = started.backend;
  pool = new pg.Pool({ connectionString: started.env.DATABASE_URL ?? '' });
  cleanup.add(() => pool.end());
  await add('bot-2');
  const swap = { symbol: 'ETH/USDT:USDT', contract_size: '0.1', amount: '3' };
  const pushed = await Promise.all([
    stored('main', 'alpha', [
      ...[fill('1', 'buy', 1), fill('2', 'sell', 46, { price: '46250.30' })],
      ...[fill('3', 'buy', 50, { amount: '0.3' }), fill('4', 'sell', 51, { amount: '0.1', price: '46001' })],
      fill('5', 'sell', 52, { amount: '0.2', price: '45000', fee: { cost: '1.5', currency: 'USDT' } }),
      ...[fill('6', 'buy', 60, { symbol: 'BNB/USDT' }), fill('7', 'sell', 60, { symbol: 'BNB/USDT' })],
    ]),
    stored('main', 'beta', [
      fill('1', 'sell', 10, { ...swap, price: '2000', funding: '-0.25' }),
      fill('2,"x"', 'buy', 52, { ...swap, price: '1990.5' }),
    ]),
    stored('bot-2', 'alpha', [fill('1', 'buy', 1), fill('2', 'sell', 2)]),
  ]);
  expect(pushed).toEqual([7, 2, 2]);
}, 60_000);

async function add(account: string): Promise<void> {
  const headers = { ...OPERATOR, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: account });
  expect((await fetch(`${backend.url}/api/v1/accounts`, { method: 'POST', headers, body })).status).toBe(201);
}

async function stored(account: string, exchange: string, fills: object[]): Promise<unknown> {
  const { body } = await push(backend, { account, exchange, fills });
  return (body as { stored: number }).stored;
}

const ask = (query = '', headers: Record<string, string> = {}) =>
  backend.get(`/api/v1/trades${query}`, { ...OPERATOR, ...headers });
const trades = async (query = ''): Promise<Trades> => {
  const { status, json } = await ask(query);
  expect([status, tradesSchema.parse(json)]).toEqual([200, json]);
  return json as Trades;
};
const closers = async (query: string): Promise<unknown> =>
  (await trades(query)).trades.map(({ id, exchange }) => `${exchange} ${id.replace(/^\d+-/, '')}`);

const common = { account: 'main', fees: '0', funding: '0', side: 'long' as const };
const alpha = { ...common, id: expect.stringMatching(/^\d+-\w+$/), exchange: 'alpha', symbol: 'BTC/USDT' };
const ALL = [
  {
    ...{ ...alpha, symbol: 'BNB/USDT', size: '0.05', entry_price: '46000', exit_price: '46000', pnl: '0' },
    ...{ opened_at: minute(60), closed_at: minute(60), duration_seconds: 0 },
  },
  {
    ...{
      ...common,
      id: expect.stringMatching(/^\d+-2,"x"$/),
      exchange: 'beta',
      symbol: 'ETH/USDT:USDT',
      side: 'short',
    },
    ...{ size: '3', entry_price: '2000', exit_price: '1990.5', funding: '-0.25', pnl: '2.6' },
    ...{ opened_at: minute(10), closed_at: minute(52), duration_seconds: 2_520 },
  },
  {
    ...{ ...alpha, size: '0.3', entry_price: '46000', exit_price: '45333.666666666666666667', fees: '1.5' },
    ...{ pnl: '-201.4', opened_at: minute(50), closed_at: minute(52), duration_seconds: 120 },
  },
  {
    ...{ ...alpha, size: '0.05', entry_price: '46000', exit_price: '46250.3', pnl: '12.515' },
    ...{ opened_at: minute(1), closed_at: minute(46), duration_seconds: 2_700 },
  },
];
const byClose = (all: readonly { closed_at: string; exchange: string }[]) =>
  [...all].sort((a, b) => (a.closed_at + a.exchange < b.closed_at + b.exchange ? 1 : -1));

describe('closed trades', () => {
  test('come whole, newest first', async () => {
    const { currency, trades: all, next_cursor } = await trades();
    expect([currency, next_cursor, byClose(all)]).toEqual(['USDT', null, ALL]);
    expect(all.map(({ closed_at }) => closed_at)).toEqual(ALL.map(({ closed_at }) => closed_at));
  });

  test('of one account show nothing of another', async () => {
    const { trades: all } = await trades('?account=bot-2');
    expect(all).toEqual([
      {
        ...{ ...alpha, account: 'bot-2', size: '0.05', entry_price: '46000', exit_price: '46000', pnl: '0' },
        ...{ opened_at: minute(1), closed_at: minute(2), duration_seconds: 60 },
      },
    ]);
  });

  test('are found by exchange, symbol, side, result and time', async () => {
    expect(
      await Promise.all(
        [
          ...[
            'exchange=beta',
            'exchange=alpha',
            'symbol=btc-usdt',
            'symbol=ETH/USDT:USDT&exchange=alpha',
            'side=short',
          ],
          ...['result=win', 'result=loss', 'result=draw', `from=${minute(52)}&side=long`, `to=${minute(52)}`],
          ...[
            `exchange=alpha&from=${minute(46)}&to=${minute(60)}&result=loss`,
            'from=2026-01-06',
            'to=2026-01-05',
          ],
        ].map((query) => closers(`?${query}`)),
      ),
    ).toEqual([
      ...[['beta 2,"x"'], ['alpha 7', 'alpha 5', 'alpha 2'], ['alpha 5', 'alpha 2'], [], ['beta 2,"x"']],
      ...[
        expect.arrayContaining(['beta 2,"x"', 'alpha 2']),
        ['alpha 5'],
        ['alpha 7'],
        ['alpha 7', 'alpha 5'],
        ['alpha 2'],
      ],
      ...[['alpha 5'], [], []],
    ]);
  });

  test.each(['', '&exchange=alpha', '&from=2026-01-05'])('come page by page, each once%s', async (filter) => {
    const pages: Trade[] = [];
    let cursor: string | null = null;
    do {
      const next: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page: Trades = await trades(`?limit=1${filter}${next}`);
      expect(page.trades.length).toBe(1);
      pages.push(...page.trades);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(pages).toEqual((await trades(`?limit=1000${filter}`)).trades);
  });

  test('come as CSV for who wants that, with the place where it goes on in a header', async () => {
    const { headers, text } = await ask(`?limit=1&from=${minute(50)}&exchange=beta`, { accept: 'text/csv' });
    const [id] = (await trades('?exchange=beta')).trades.map((trade) => trade.id);
    expect([headers['content-type'], headers.link, text]).toEqual([
      'text/csv; charset=utf-8',
      undefined,
      `id,account,exchange,symbol,side,size,entry_price,exit_price,opened_at,closed_at,duration_seconds,fees,funding,pnl\r
"${id?.replaceAll('"', '""')}",main,beta,ETH/USDT:USDT,short,3,2000,1990.5,${minute(10)},${minute(52)},2520,0,-0.25,2.6\r
`,
    ]);
    const first = await ask('?limit=3&account=main', { accept: 'text/csv' });
    const link = /^<(\/api\/v1\/trades\?limit=3&account=main&cursor=[\w-]+)>; rel="next"$/.exec(
      first.headers.link as string,
    );
    const second = await backend.get(link?.[1] ?? '', { ...OPERATOR, accept: 'text/csv' });
    const lines = [...first.text.split('\r\n').slice(1, -1), ...second.text.split('\r\n').slice(1, -1)];
    expect([lines.length, second.headers.link]).toEqual([4, undefined]);
  });

  test('are JSON for who takes anything', async () => {
    const types = await Promise.all(
      ['*/*', 'text/html,*/*', 'application/json, text/csv', 'text/csv;q=0.5, application/json'].map(
        async (accept) => (await ask('', { accept })).headers['content-type'],
      ),
    );
    expect(types).toEqual(types.map(() => 'application/json; charset=utf-8'));
  });
});

describe('what is refused', () => {
  test('whoever has not the admin key', async () => {
    const answers = await Promise.all(
      [{}, { 'x-api-key': KEYS.service }].map((headers) => backend.get('/api/v1/trades', headers)),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  test.each([
    ['account=nobody', 404, /^There is no account nobody\. Add it with neuratrade accounts add nobody\.$/],
    ['account=A', 400, /^account=A: give the name of an account: /],
    ['symbol=BTCUSDT', 400, /^symbol=BTCUSDT: give base and quote as BTC\/USDT\.$/],
    ['exchange=', 400, /^exchange=: give the name of an exchange, /],
    ['side=buy', 400, /^side=buy: give one of long, short\.$/],
    ['result=wins', 400, /^result=wins: give one of win, loss, draw\. Did you mean win\?$/],
    ['from=2026-01-05T00:00:00', 400, /^from=2026-01-05T00:00:00: give a day such as 2026-03-01 \(UTC\), /],
    ['to=now', 400, /^to=now: give a day /],
    ['limit=1001', 400, /^limit=1001: give a whole number from 1 to 1000\.$/],
    ['cursor=abc', 400, /^cursor=abc: give what the answer before gave as "next_cursor", as it is\.$/],
    ['cursor=OTk5OTk5OTk5OTk5OTk5OS8xLzE', 400, /^cursor=/],
    ['limit=1&limit=2', 400, /^limit: give it once\.$/],
  ])('%s', async (query, status, message) => {
    const answer = await ask(`?${query}`);
    const code = status === 404 ? 'not_found' : 'bad_request';
    expect([answer.status, answer.json]).toEqual([
      status,
      { error: { code, message: expect.stringMatching(message) } },
    ]);
  });
});

describe('a long history', () => {
  const FAR = `cursor=${Buffer.from(`${Date.UTC(2025, 5, 1)}/1/1`).toString('base64url')}`;

  beforeAll(async () => {
    await pool.query(`INSERT INTO trades (book_id, closed_by, line, account_id, side, size, entry_price, exit_price, opened_at, closed_at, pnl, fees, funding)
      SELECT book.id, 'old' || n, 'n', book.account_id, 'l', 1, 1, 1, at, at, n % 7 - 3, 0, 0
      FROM books AS book JOIN accounts ON accounts.id = account_id AND name = 'main',
        generate_series(1, 20000) AS n, LATERAL (SELECT '2025-01-01'::timestamptz + n * interval '15 minutes' AS at) AS time
      WHERE book.symbol <> 'BNB/USDT' OR n % 1000 = 0`);
    await pool.query('ANALYZE trades; ANALYZE books');
  });

  test.each([
    [''],
    ['exchange=alpha'],
    ['symbol=BNB/USDT'],
    [FAR],
    [`exchange=beta&${FAR}`],
    [`symbol=BTC/USDT&to=2025-03-01`],
  ])('is read from where the page begins, and no further than it goes: ?%s', async (query) => {
    const plans: string[] = [];
    const explaining = {
      query: async (text: string, values: unknown[]) => {
        const explained = await pool.query(`EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) ${text}`, values);
        plans.push(...explained.rows.map((row) => String(row['QUERY PLAN'])));
        return { rows: [] };
      },
    };
    const { rows } = await pool.query("SELECT id FROM accounts WHERE name = 'main'");
    const wanted = tradesQuery(Object.fromEntries(new URLSearchParams(query)));
    await listTrades(explaining as unknown as pg.Pool, rows[0].id, wanted, 101);
    const scans = plans.filter((line) => / on trades/.test(line));
    expect(scans).toEqual(scans.map(() => expect.stringContaining('Index Scan Backward')));
    const read = scans.map((line) => Number(/actual rows=([\d.]+) loops=(\d+)/.exec(line)?.[1]));
    expect(Math.max(...read)).toBeLessThanOrEqual(101);
    expect(plans.filter((line) => /Rows Removed by Filter: \d{4}/.test(line))).toEqual([]);
  });
});
