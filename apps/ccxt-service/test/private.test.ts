import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  balancesSchema,
  executionsSchema,
  positionsSchema,
  tradedSymbolsSchema,
  transfersSchema,
} from '@neuratrade/api-contracts';
import { createCleanup, readLog, request } from '@neuratrade/test-kit';
import { openKey, refused, told } from './managing.js';
import { requestsOf } from './market-service.js';
import { BEGAN, entry, executions, type PrivateStand, pages, startPrivate } from './private-service.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let on: PrivateStand;

beforeAll(async () => {
  on = await startPrivate(cleanup, {
    exchanges: [
      entry('second', 'second'),
      entry('unknown', 'wrong'),
      entry('third', 'third'),
      { name: 'simulator', account: 'keyless' },
      { ...entry('reader', 'off'), enabled: false },
    ],
  });
  for (const key of ['second', 'third']) await openKey(on.simulator.url, key);
  await on.control('accounts', {
    key: 'reader',
    secret: 'secret-of-reader',
    balances: { BTC: '0.05', ETH: '0' },
  });
  await on.control('fills', { key: 'reader', adjust_balances: false, fills: executions(2_500, 1_500) });
});
afterAll(() => cleanup.run());

const place = { account: 'main', exchange: 'simulator', as_of: expect.any(String) };

describe('balances', () => {
  test('are told as the exchange wrote them, without what is zero', async () => {
    const answer = await on.ask('balances?exchange=simulator');
    expect(told(answer)).toEqual([
      200,
      {
        ...place,
        balances: [
          { asset: 'BTC', free: '0.05000000', used: '0.00000000', total: '0.05' },
          { asset: 'USDT', free: '8200.00000000', used: '0.00000000', total: '8200' },
        ],
      },
    ]);
    balancesSchema.parse(answer.json);
  });

  test('are those of the account that is named', async () => {
    const { json } = await on.ask('balances?exchange=simulator&account=second');
    expect(json).toEqual({
      ...{ ...place, account: 'second' },
      balances: [{ asset: 'USDT', free: '8200.00000000', used: '0.00000000', total: '8200' }],
    });
  });
});

describe('trades', () => {
  test('are told oldest first with the fees and the time of the exchange', async () => {
    const answer = await on.ask('trades?exchange=simulator&symbol=btcusdt&limit=2');
    const trade = {
      symbol: 'BTC/USDT',
      price: '46000.00000000',
      amount: '0.00100000',
      position_side: 'both',
    };
    const executed_at = new Date(BEGAN).toISOString();
    expect(told(answer)).toEqual([
      200,
      {
        ...place,
        symbol: 'BTC/USDT',
        trades: [
          {
            ...{ ...trade, id: '100000', side: 'buy', executed_at },
            fees: [{ cost: '0.00000100', currency: 'BTC' }],
          },
          {
            ...{ ...trade, id: '100001', side: 'sell', executed_at },
            fees: [{ cost: '0.04600000', currency: 'USDT' }],
          },
        ],
        next: 'after:100001',
        exchange_time: expect.any(String),
      },
    ]);
    const { exchange_time } = executionsSchema.parse(answer.json);
    expect(Math.abs(Date.parse(exchange_time ?? '') - Date.now())).toBeLessThan(5_000);
  });

  test('come page by page, each once and none left out, although 1,500 share a millisecond', async () => {
    const read = await pages(on, 'trades?exchange=simulator&symbol=BTC/USDT');
    const ids = read.flatMap(({ trades }) => (trades as { id: string }[]).map(({ id }) => id));
    expect(ids).toEqual(Array.from({ length: 2_500 }, (_, index) => String(100_000 + index)));
    expect(read.map(({ next }) => next)).toEqual(['after:100999', 'after:101998', null]);
  });

  test('begin with a time, which belongs to them', async () => {
    const since = new Date(BEGAN + 998).toISOString();
    const { json } = await on.ask(`trades?exchange=simulator&symbol=BTC/USDT&since=${since}`);
    const { trades, next } = executionsSchema.parse(json);
    expect([trades.map(({ id }) => id), next]).toEqual([['102497', '102498', '102499'], 'after:102499']);
  });

  test('that are not there yet are an empty list without more', async () => {
    const empty = { ...place, symbol: 'ETH/USDT', trades: [], next: null, exchange_time: expect.any(String) };
    for (const since of ['', `&since=${new Date(BEGAN).toISOString()}`]) {
      expect(told(await on.ask(`trades?exchange=simulator&symbol=ETH/USDT${since}`))).toEqual([200, empty]);
    }
  });

  test('behind the last one are asked for by its cursor, whenever they come', async () => {
    const cursor = '&cursor=after:102499';
    const path = `trades?exchange=simulator&symbol=BTC/USDT${cursor}`;
    expect((await on.ask(path)).json).toMatchObject({ trades: [], next: null });
    const later = { symbol: 'BTC/USDT', side: 'sell', price: '46100', amount: '0.002', id: 102_500 };
    const executed_at = new Date(BEGAN + 60_000).toISOString();
    await on.control('fills', { key: 'reader', adjust_balances: false, fills: [{ ...later, executed_at }] });
    const { trades } = executionsSchema.parse((await on.ask(path)).json);
    expect(trades.map(({ id, executed_at: at }) => [id, at])).toEqual([['102500', executed_at]]);
  });
});

describe('transfers', () => {
  test('that are done are told oldest first, with their fee, from a time on to the present', async () => {
    const days = [100, 200, 1].map((ago) => new Date(Date.now() - ago * 86_400_000).toISOString());
    for (const [index, at] of days.entries()) {
      const wish = {
        key: 'second',
        type: 'deposit',
        asset: 'USDT',
        amount: `10${index}`,
        id: `d${index}`,
        at,
      };
      await on.control('transfers', wish);
    }
    const gone = { type: 'withdrawal', asset: 'USDT', amount: '50', fee: '1.5', id: 'w', at: days[2] };
    await on.control('transfers', { key: 'second', ...gone });
    const from = `&since=${new Date(Date.now() - 300 * 86_400_000).toISOString()}`;
    const path = 'transfers?exchange=simulator&account=second';
    const read = await pages(on, `${path}&kind=deposit`, from);
    for (const page of read) transfersSchema.parse(page);
    expect(read.flatMap(({ transfers }) => transfers)).toEqual(
      [1, 0, 2].map((index) => ({
        ...{ id: `d${index}`, asset: 'USDT', amount: `10${index}.00000000`, fee: null },
        executed_at: days[index],
      })),
    );
    const out = await on.ask(
      `${path}&kind=withdrawal&since=${new Date(Date.now() - 5 * 86_400_000).toISOString()}`,
    );
    expect(told(out)).toEqual([
      200,
      {
        ...{ ...place, account: 'second', kind: 'withdrawal', supported: true, next: null },
        transfers: [
          {
            ...{
              id: 'w',
              asset: 'USDT',
              amount: '50.00000000',
              fee: { cost: '1.50000000', currency: 'USDT' },
            },
            executed_at: `${days[2]?.slice(0, 19)}.000Z`,
          },
        ],
      },
    ]);
  });
});

test('withdrawals, for which binance lets itself be asked seldom, are refused before it has to', async () => {
  const path = 'transfers?exchange=simulator&account=third&kind=withdrawal';
  const recent = `&since=${new Date(Date.now() - 86_400_000).toISOString()}`;
  const statuses: number[] = [];
  for (let i = 0; i < 8; i++) statuses.push((await on.ask(`${path}${recent}`)).status);
  expect(statuses).toEqual(Array.from({ length: 8 }, () => 200));
  const { status, headers, json } = await on.ask(`${path}${recent}`);
  expect([status, json]).toEqual([
    503,
    {
      error: {
        code: 'exchange_busy',
        message: expect.stringMatching(
          /^simulator tells withdrawals few times a minute\. Try again in \d+ s\.$/,
        ),
      },
    },
  ]);
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
  expect((await on.ask('balances?exchange=simulator&account=third')).status).toBe(200);
  const failed = (await readLog(join(on.home, 'logs', 'ccxt.log'))).filter(({ level }) => level === 'ERROR');
  expect(failed).toEqual([]);
});

test('positions are not offered where there are no derivatives', async () => {
  const { json } = await on.ask('positions?exchange=simulator');
  expect(positionsSchema.parse(json)).toEqual({ ...place, supported: false, positions: [] });
});

test('the symbols of an exchange with few markets are all of them', async () => {
  const { json } = await on.ask('symbols?exchange=simulator');
  const symbols = ['ADA', 'BNB', 'BTC', 'DOGE', 'ETH', 'SOL', 'XRP'].map((base) => `${base}/USDT`);
  expect(tradedSymbolsSchema.parse(json)).toEqual({ ...place, symbols, complete: true });
});

test('all accounts share one list of markets and one look at the clock', async () => {
  const before = await requestsOf(on.simulator.url);
  for (const account of ['main', 'second']) await on.ask(`balances?exchange=simulator&account=${account}`);
  expect(await requestsOf(on.simulator.url)).toEqual({
    ...before,
    '/api/v3/account': (before['/api/v3/account'] ?? 0) + 2,
  });
  expect(before['/api/v3/exchangeInfo']).toBe(1);
});

describe('what cannot be asked says what to do', () => {
  const add = 'add it with neuratrade exchanges add';
  test.each([
    ['balances?exchange=okx', 404, 'not_found', `okx is not configured: ${add} okx.`],
    [
      'balances?exchange=simulator&account=fourth',
      404,
      'not_found',
      `simulator (account fourth) is not configured: ${add} simulator --account fourth.`,
    ],
    [
      'balances?exchange=simulator&account=keyless',
      409,
      'conflict',
      'simulator (account keyless) has no key: give it one with neuratrade exchanges keys simulator --account keyless.',
    ],
    [
      'balances?exchange=simulator&account=off',
      409,
      'conflict',
      'simulator (account off) is disabled: enable it with neuratrade exchanges enable simulator --account off.',
    ],
    [
      'balances?exchange=simulator&account=wrong',
      422,
      'key_refused',
      'simulator (account wrong) does not accept the key: the key or its secret is wrong, or it does not allow the address of this machine. Check it at the exchange, or give another one with neuratrade exchanges keys simulator --account wrong.',
    ],
    ['balances', 400, 'bad_request', 'exchange: name one, as in exchange=binance.'],
    [
      'balances?exchange=simulator&account=No',
      400,
      'bad_request',
      'account=No: give the name of an account.',
    ],
    ['trades?exchange=simulator', 400, 'bad_request', 'symbol: name a market, as in symbol=BTC/USDT.'],
    [
      'trades?exchange=simulator&symbol=BTC/USDT&limit=1001',
      400,
      'bad_request',
      'limit=1001: give a whole number from 1 to 1000.',
    ],
    [
      'trades?exchange=simulator&symbol=BTC/USDT&cursor=later',
      400,
      'bad_request',
      'cursor=later: give the `next` of the answer before.',
    ],
    [
      'trades?exchange=simulator&symbol=BTC/USDT&cursor=from:1:1',
      400,
      'bad_request',
      'cursor=from:1:1: give the `next` of the answer before.',
    ],
    [
      'trades?exchange=simulator&symbol=BTC/USDT&cursor=after:1&since=2026-03-03T10:30:00Z',
      400,
      'bad_request',
      'Give since or cursor, not both: the cursor says where to go on.',
    ],
    [
      'trades?exchange=simulator&symbol=BTC/UDST',
      404,
      'not_found',
      'simulator has no market BTC/UDST. Did you mean BTC/USDT?',
    ],
    [
      'transfers?exchange=simulator',
      400,
      'bad_request',
      'kind: say which, as in kind=deposit or kind=withdrawal.',
    ],
  ])('%s', async (path, status, code, message) => {
    expect(told(await on.ask(path))).toEqual(refused(status, code, message));
  });

  test('without the service key', async () => {
    const { status } = await request(`${on.ccxt.url}/api/v1/private/balances?exchange=simulator`);
    expect(status).toBe(401);
  });
});
