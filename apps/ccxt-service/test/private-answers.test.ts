import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createAwakeClock, createLogger } from '@neuratrade/service-kit';
import { createCleanup } from '@neuratrade/test-kit';
import { openExchangeData } from '../src/exchanges/index.js';
import type { AccountKey, PrivateData } from '../src/private/private-data.js';
import { type ScriptedExchange, scriptedExchange } from './scripted-exchange.js';
import { failureOf, simulatedMarkets } from './told-market.js';

jest.setTimeout(30_000);

const KEY: AccountKey = { account: 'main', credentials: { apiKey: 'key-of-main', secret: 'secret-of-main' } };
const TIME = Date.parse('2026-03-03T10:30:00.123Z');
const UNEXPECTED = {
  code: 'exchange_failed',
  message: 'simulator could not be asked: unexpected answer. Try again.',
};

const cleanup = createCleanup();
const logger = createLogger({ format: 'iso', level: 'error', stdout: false, redact: (text) => text });
let markets: string;
let on: Told;

beforeAll(async () => {
  markets = await simulatedMarkets();
  on = await startTold();
});
afterAll(() => cleanup.run());

type Told = Awaited<ReturnType<typeof startTold>>;

/** A scripted exchange, and the data of the account `main` there. */
async function startTold() {
  const exchange = cleanup.use(await scriptedExchange());
  const clock = createAwakeClock();
  const options = { simulatorUrl: exchange.url, timeoutMs: 10_000, queue: 100, clock, logger };
  const data = openExchangeData({ name: 'simulator' }, options).accounts.dataOf(KEY, [KEY]);
  return { data, says: (body: unknown, listed?: string) => script(exchange, body, listed) };
}

/** What each of these answers is refused with, every one by an exchange of its own. */
async function refusalsOf(
  bodies: Readonly<Record<string, unknown>>,
  ask: (data: PrivateData) => Promise<unknown>,
): Promise<unknown> {
  const refusals = Object.entries(bodies).map(async ([what, body]) => {
    const { data, says } = await startTold();
    says(body);
    return [what, await failureOf(ask(data)).catch(String)];
  });
  return Object.fromEntries(await Promise.all(refusals));
}

const allUnexpected = (bodies: object) =>
  Object.fromEntries(Object.keys(bodies).map((what) => [what, UNEXPECTED]));

/** Has the exchange list these markets, tell its time, and answer everything else with this body. */
function script(exchange: ScriptedExchange, body: unknown, listed = markets): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  exchange.set((response) => {
    const url = response.req.url ?? '';
    const time = url.includes('/time') ? JSON.stringify({ serverTime: Date.now() }) : undefined;
    const told = url.includes('exchangeInfo') ? listed : (time ?? text);
    response.writeHead(200, { 'content-type': 'application/json' }).end(told);
  });
}

const trade = (more: object = {}) => ({
  symbol: 'BTCUSDT',
  id: 28_457,
  orderId: 1,
  price: '46000.10',
  qty: '0.0500',
  commission: '0.00000100',
  commissionAsset: 'BNB',
  time: TIME,
  isBuyer: true,
  isMaker: false,
  ...more,
});
const trades = (data = on.data) => data.trades('BTC/USDT', { since: TIME }, 10);
const idsAndTimes = async () => {
  const { trades: listed } = await trades();
  return listed.map(({ id, executed_at }) => [id, executed_at.slice(11)]);
};

describe('trades', () => {
  test('keep every digit, also of long ids and of numbers with an exponent', async () => {
    on.says(
      `[${JSON.stringify(trade({ price: 1e-8, qty: '1E+3', commission: '-0.10' })).replace('28457', '9007199254740993123')}]`,
    );
    expect((await trades()).trades).toEqual([
      {
        id: '9007199254740993123',
        symbol: 'BTC/USDT',
        side: 'buy',
        price: '0.00000001',
        amount: '1000',
        fees: [{ cost: '-0.10', currency: 'BNB' }],
        position_side: 'both',
        executed_at: '2026-03-03T10:30:00.123Z',
      },
    ]);
  });

  test('of long ago go on by their ids, since a list by time may end a day after its beginning', async () => {
    on.says([trade()]);
    const { trades: first, next } = await trades();
    expect([first.map(({ id }) => id), next]).toEqual([['28457'], 'after:28457']);
    on.says([trade(), trade({ id: 28_500, time: TIME + 3 * 86_400_000 })]);
    const { trades: rest, next: end } = await on.data.trades('BTC/USDT', { cursor: 'after:28457' }, 10);
    expect([rest.map(({ id }) => id), end]).toEqual([['28500'], null]);
  });

  test('without a fee have none', async () => {
    on.says([trade({ commission: undefined, commissionAsset: undefined })]);
    expect((await trades()).trades).toMatchObject([{ id: '28457', fees: [] }]);
  });

  test('are put in the order of their times, and of their ids by value', async () => {
    on.says([trade({ id: 1_000, time: TIME + 1 }), trade({ id: 10 }), trade({ id: 9 }), trade({ id: 9 })]);
    expect(await idsAndTimes()).toEqual([
      ['9', '10:30:00.123Z'],
      ['10', '10:30:00.123Z'],
      ['1000', '10:30:00.124Z'],
    ]);
  });

  test('that cannot be right are refused', async () => {
    const bodies = {
      'of another market': [trade(), trade({ id: 2, symbol: 'ETHUSDT' })],
      'of no market that is known': [trade({ symbol: 'XXXYYY' })],
      'from before the time asked for': [trade({ time: TIME - 1 })],
      'that differ under one id': [trade(), trade({ price: '46000.11' })],
      'with a price below zero': [trade({ price: '-1' })],
      'without a price': [trade({ price: null })],
      'with an amount below zero': [trade({ qty: '-0.05' })],
      'with no amount': [trade({ qty: '0.000' })],
      'without id': [trade({ id: undefined })],
      'without time': [trade({ time: undefined })],
      'with a time that is none': [trade({ time: 12 })],
      'with a fee in no currency': [trade({ commissionAsset: '' })],
      'that are no numbers': [trade({ qty: 'many' })],
      'that are a page': '<html></html>',
      'that are nothing': '',
      'that are an empty object': {},
      'that are an object': { msg: 'no trades' },
      'that are a list of nothing': [null],
    };
    expect(await refusalsOf(bodies, trades)).toEqual(allUnexpected(bodies));
  });
});

describe('balances', () => {
  const of = (...rows: object[]) => ({ uid: 1, balances: rows });
  const row = (asset: string, free: unknown, locked: unknown) => ({ asset, free, locked });

  test('are told in free, used and total, as far as there is something', async () => {
    on.says(of(row('BTC', '0.10000000', '0.02'), row('ETH', '0.0', '0.0'), row('XRP', '1e-8', '0')));
    expect((await on.data.balances()).balances).toEqual([
      { asset: 'BTC', free: '0.10000000', used: '0.02', total: '0.12' },
      { asset: 'XRP', free: '0.00000001', used: '0', total: '0.00000001' },
    ]);
  });

  test('of an account that never had anything are an empty list', async () => {
    const { data, says } = await startTold();
    says(of());
    expect((await data.balances()).balances).toEqual([]);
  });

  test('of an account that was emptied are an empty list where its assets are still told', async () => {
    on.says(of(row('BTC', '1', '0')));
    await on.data.balances();
    on.says(of(row('BTC', '0.00', '0.00')));
    expect((await on.data.balances()).balances).toEqual([]);
  });

  test('that cannot be right are refused', async () => {
    const bodies = {
      'below zero': of(row('BTC', '-1', '2')),
      'that are no numbers': of(row('BTC', 'some', '0')),
      'without amounts': of(row('BTC', undefined, undefined)),
      'that are a page': '<html></html>',
      'that are nothing': '',
      'that are an empty object': {},
      'that are an object without any list': { msg: 'no balance' },
    };
    expect(await refusalsOf(bodies, (data) => data.balances())).toEqual(allUnexpected(bodies));
  });
});

describe('transfers', () => {
  const deposit = (more: object = {}) => ({
    ...{
      id: 'a',
      amount: '1.50',
      coin: 'BTC',
      network: 'BTC',
      status: 1,
      txId: 't',
      insertTime: Date.now() - 5,
    },
    ...more,
  });
  const deposits = (data = on.data) => data.transfers('deposit', { since: Date.now() - 86_400_000 });

  test('are told when they are done, and each once', async () => {
    const pending = deposit({ id: 'b', status: 0 });
    on.says([deposit(), pending, deposit(), deposit({ id: 'c', insertTime: Date.now() - 60_000 })]);
    const { transfers, next, supported } = await deposits();
    expect([transfers.map(({ id, amount }) => [id, amount]), next, supported]).toEqual([
      [
        ['c', '1.50'],
        ['a', '1.50'],
      ],
      null,
      true,
    ]);
  });

  test('that cannot be right are refused', async () => {
    const bodies = {
      'without id': [deposit({ id: undefined, txId: undefined })],
      'without time': [deposit({ insertTime: undefined })],
      'without amount': [deposit({ amount: undefined })],
      'below zero': [deposit({ amount: '-1' })],
      'that differ under one id': [deposit(), deposit({ amount: '2' })],
      'that are a page': '<html></html>',
      'that are an object without any list': { msg: 'none' },
    };
    expect(await refusalsOf(bodies, deposits)).toEqual(allUnexpected(bodies));
  });
});

test('the symbols of an exchange with many markets are those that the balances point to', async () => {
  const { data, says } = await startTold();
  const info = JSON.parse(markets) as { symbols: object[] };
  const others = Array.from({ length: 200 }, (_, index) => ({
    ...info.symbols[0],
    ...{ symbol: `C${index}USDT`, baseAsset: `C${index}` },
  }));
  const held = ['BTC', 'USDT', 'C7', 'GONE'].map((asset) => ({ asset, free: '1', locked: '0' }));
  says({ balances: held }, JSON.stringify({ ...info, symbols: [...info.symbols, ...others] }));
  expect(await data.symbols()).toEqual({
    exchange: 'simulator',
    as_of: expect.any(String),
    symbols: ['BTC/USDT', 'C7/USDT'],
    complete: false,
  });
});
