import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  equityCurveSchema,
  type Portfolio,
  portfolioSchema,
  reconciliationSchema,
} from '@neuratrade/api-contracts';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { call, failed, told } from './accounts-backend.js';
import { type Exchange, type Logged, startRealMarket, untilMarket } from './market-stack.js';
import { fill, push } from './trades-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

let exchange: Exchange;
let backend: Logged;

beforeAll(async () => {
  ({ exchange, backend } = await startRealMarket(cleanup));
  await exchange.control('POST', 'prices', { 'BTC/USDT': '46000', 'ETH/USDT': '3000', frozen: true });
  await untilMarket(backend, 'ticker?symbol=ETH/USDT', ({ status }) => expect(status).toBe(200));
}, 60_000);

const PAGE =
  '{"total_equity":"10,500.00 USDT","available_balance":"8,200.00 USDT","exposure":"2,300.00 USDT","positions":[{"symbol":"BTC/USDT","side":"long","size":"0.05","entry_price":"45,000.00","mark_price":"46,000.00","unrealized_pnl":"+50.00 USDT"}],"updated_at":"2026-03-03T10:30:00Z"}';

const TIME = /"updated_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/;

const get = (path: string, key?: string) => call(backend, 'GET', path, undefined, key);
const put = (account: string, name: string, balance: object) =>
  call(backend, 'PUT', `accounts/${account}/exchanges/${name}/balance`, balance);
const bought = (id: string, rest: object = {}) => fill(id, 'buy', 1, { price: '45000', ...rest });
const portfolio = async (path: string): Promise<Portfolio> => portfolioSchema.parse((await get(path)).json);

/** The curve of an account, once it has a point. */
const untilSnapshot = (account: string) =>
  eventually(
    async () => {
      const curve = equityCurveSchema.parse((await get(`portfolio/equity?account=${account}`)).json);
      expect(curve.points).not.toEqual([]);
      return curve;
    },
    { timeoutMs: 30_000, everyMs: 50 },
  );

test('before anything is known there is nothing, for any chat', async () => {
  const { status, text } = await get('telegram/internal/portfolio?chat_id=123456789', '');
  expect([status, text.replace(TIME, '"updated_at":""')]).toEqual([
    200,
    '{"total_equity":"0.00 USDT","available_balance":"0.00 USDT","exposure":"0.00 USDT","positions":[],"updated_at":""}',
  ]);
  expect(told(await get('portfolio/reconcile'))).toEqual([
    404,
    failed('not_found', expect.stringMatching(/^There are no two moments of main to compare: /)),
  ]);
});

describe('of what was pushed and told', () => {
  beforeAll(async () => {
    await push(backend, { account: 'main', exchange: 'mybot', fills: [bought('1')] });
    expect((await put('main', 'mybot', { USDT: '8200' })).status).toBe(200);
  });

  test('the answer is that of the page, byte for byte', async () => {
    const sample = PAGE.replace(TIME, '"updated_at":""');
    for (const path of ['portfolio', 'telegram/internal/portfolio?chat_id=123456789']) {
      const { status, text } = await get(path);
      expect([status, text.replace(TIME, '"updated_at":""')]).toEqual([200, sample]);
    }
  });

  test('raw figures are told beside', async () => {
    const figures = {
      total_equity: '10500',
      available_balance: '8200',
      exposure: '2300',
      unrealized_pnl: '50',
    };
    const time = expect.stringMatching(/Z$/);
    expect((await portfolio('portfolio?raw=true')).raw).toEqual({
      currency: 'USDT',
      ...figures,
      positions: [
        {
          ...{ exchange: 'mybot', symbol: 'BTC/USDT', side: 'long', size: '0.05', entry_price: '45000' },
          ...{ mark_price: '46000', unrealized_pnl: '50', as_of: time },
        },
      ],
      by_exchange: [{ exchange: 'mybot', ...figures, stale: false, as_of: time }],
      unpriced: [],
    });
  });
});

test('a snapshot is taken soon, and what changes from then on is explained to the cent', async () => {
  await call(backend, 'POST', 'accounts', { name: 'earlier' });
  await put('earlier', 'mybot', { USDT: '1' });
  await untilSnapshot('earlier');
  await call(backend, 'POST', 'accounts', { name: 'explained' });
  const place = { account: 'explained', exchange: 'mybot' };
  await push(backend, { ...place, fills: [bought('1')] });
  await put('explained', 'mybot', { USDT: '8200', BTC: '0.05' });
  const curve = await untilSnapshot('explained');
  expect(curve).toEqual({
    currency: 'USDT',
    ...{ from: expect.any(String), to: expect.any(String), step_seconds: 300 },
    points: [
      {
        ...{ at: expect.any(String), equity: '10500', available_balance: '8200', exposure: '2300' },
        ...{ unrealized_pnl: '50', partial: false, low: '10500', flows: '0' },
      },
    ],
  });

  const fee = { cost: '0.92', currency: 'USDT' };
  const sold = { amount: '0.02', price: '46500', fee, executed_at: new Date().toISOString() };
  await push(backend, { ...place, fills: [fill('2', 'sell', 2, sold)] });
  await put('explained', 'mybot', { USDT: '9629.08', BTC: '0.03' });
  const { json } = await get('portfolio/reconcile?account=explained');
  expect(reconciliationSchema.parse(json)).toEqual({
    currency: 'USDT',
    ...{ from: curve.points[0]?.at, to: expect.any(String), executed_from: expect.any(String) },
    ...{ equity_from: '10500', equity_to: '11009.08', equity_change: '509.08' },
    ...{ realized_pnl: '29.08', unrealized_change: '-20', open_fees_change: '0', flows: '500' },
    ...{ residual: '0', unknown_cost: [], unpriced: [] },
  });
});

describe('accounts', () => {
  test('see nothing of each other, and one that there is not is told how to be added', async () => {
    expect((await call(backend, 'POST', 'accounts', { name: 'second' })).status).toBe(201);
    const eth = bought('1', { symbol: 'ETH/USDT', price: '2900', amount: '1' });
    await push(backend, { account: 'second', exchange: 'other', fills: [eth] });
    const { positions, total_equity } = await portfolio('portfolio?account=second');
    expect([total_equity, positions.map(({ symbol, unrealized_pnl }) => [symbol, unrealized_pnl])]).toEqual([
      ...['3,000.00 USDT', [['ETH/USDT', '+100.00 USDT']]],
    ]);
    expect(told(await get('portfolio?account=third'))).toEqual([
      404,
      failed('not_found', expect.stringContaining('neuratrade accounts add third')),
    ]);
  });

  test('answer only chats that are linked to them, once there are several', async () => {
    const answers = await Promise.all(
      ['?chat_id=5', '', '?chat_id=abc'].map((query) => get(`telegram/internal/portfolio${query}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 400, 400]);
  });
});

test('what nothing prices is named, shown without a price and in no sum', async () => {
  await call(backend, 'POST', 'accounts', { name: 'odd' });
  const odd = bought('1', { symbol: 'NOSUCH/USDT' });
  await push(backend, { account: 'odd', exchange: 'mybot', fills: [odd, bought('1')] });
  await put('odd', 'mybot', { USDT: '10', NOSUCH: '0.05' });
  const { updated_at: _, ...rest } = await portfolio('portfolio?account=odd');
  expect(rest).toEqual({
    ...{ total_equity: '2,310.00 USDT', available_balance: '10.00 USDT', exposure: '2,300.00 USDT' },
    positions: [
      {
        ...{ symbol: 'BTC/USDT', side: 'long', size: '0.05', entry_price: '45,000.00' },
        ...{ mark_price: '46,000.00', unrealized_pnl: '+50.00 USDT' },
      },
      {
        ...{ symbol: 'NOSUCH/USDT', side: 'long', size: '0.05', entry_price: '45,000.00' },
        ...{ mark_price: null, unrealized_pnl: null },
      },
    ],
    unpriced: ['NOSUCH'],
  });
});

test.each<[string, string]>([
  ['portfolio?raw=yes', 'raw=yes: give one of true, false.'],
  ['portfolio?account=Bad name', 'account=Bad name: give the name of an account'],
  [
    'portfolio/equity?step=1s',
    'A curve has at most 2000 points: give a step of 44s or more, or a later from.',
  ],
  ['portfolio/equity?from=tomorrow', 'from=tomorrow: give a day such as 2026-03-01 (UTC)'],
  ['portfolio/reconcile?from=2026-03-02&to=2026-03-01', 'from must be earlier than to.'],
  ['portfolio/reconcile?to=never', 'to=never: give a day such as 2026-03-01 (UTC)'],
])('%s is refused', async (path, message) => {
  expect(told(await get(path))).toEqual([400, failed('bad_request', expect.stringContaining(message))]);
});

test.each(['portfolio', 'portfolio/equity', 'portfolio/reconcile', 'portfolio/'])(
  '%s wants the key of the operator',
  async (path) => {
    const answers = await Promise.all(['', 'service-key-of-the-market-tests'].map((key) => get(path, key)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  },
);
