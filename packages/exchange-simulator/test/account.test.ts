import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { binance } from 'ccxt';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { connectWithKey, control } from './client.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30, 30, 250);
const MINUTE = 60_000;
let now = NOW;
let simulator: RunningSimulator;
let trader: binance;
let reader: binance;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'tests', clock: () => now });
  const open = (wish: object) => control(simulator.url, 'POST', 'accounts', wish);
  await open({
    ...{ key: 'trader', secret: 's1', account: 'main', permissions: ['trade', 'read'] },
    balances: { USDT: '10000', BNB: '1.5', SOL: 0 },
  });
  await open({ key: 'reader', secret: 's2', account: 'main' });
  trader = connectWithKey(simulator.url, { apiKey: 'trader', secret: 's1' }, () => now);
  reader = connectWithKey(simulator.url, { apiKey: 'reader', secret: 's2' }, () => now);
  await Promise.all([trader.loadMarkets(), reader.loadMarkets()]);
});
afterAll(() => simulator.close());

const book = (symbol: string, bids: string[][], asks: string[][]) =>
  control(simulator.url, 'POST', 'books', { [symbol]: { bids, asks } });
const price = (symbol: string, text: string) =>
  control(simulator.url, 'POST', 'prices', { [symbol]: text, frozen: true });
const balances = async () => {
  const { free, used } = await reader.fetchBalance();
  return Object.fromEntries(
    Object.entries(free as object).map(([asset, amount]) => [asset, [amount, (used as never)[asset]]]),
  );
};
const placed = async <O extends { id?: string | undefined }>(order: Promise<O>) => {
  const { id = '', ...rest } = await order;
  return { ...rest, id };
};
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: Error) => [error.constructor.name, error.message.replace(/^binance /, '')],
  );

describe('an account by the real ccxt client', () => {
  test('shows what is held and what each key may do', async () => {
    expect(await balances()).toEqual({ USDT: ['10000', '0'], BNB: ['1.5', '0'], SOL: ['0', '0'] });
    const rights = async (client: binance) => {
      const answer = await client.sapiGetAccountApiRestrictions();
      return [
        answer.enableReading,
        answer.enableSpotAndMarginTrading,
        answer.enableWithdrawals,
        answer.createTime,
      ];
    };
    expect([await rights(trader), await rights(reader)]).toEqual([
      [true, true, false, NOW],
      [true, false, false, NOW],
    ]);
  });

  test('buys at the market over several levels of the book, and pays the fee in what it gets', async () => {
    await book(
      'BTC/USDT',
      [['45999', '1']],
      [
        ['46000', '0.02'],
        ['46100', '0.5'],
      ],
    );
    const order = await trader.createOrder('BTC/USDT', 'market', 'buy', 0.05);
    expect(order).toMatchObject({ status: 'closed', filled: '0.05', cost: '2303', average: '46060' });
    const fills = await reader.fetchMyTrades('BTC/USDT');
    expect(
      fills.map(({ price, amount, cost, fee, side, takerOrMaker }) => [
        price,
        amount,
        cost,
        fee?.cost,
        fee?.currency,
        side,
        takerOrMaker,
      ]),
    ).toEqual([
      ['46000', '0.02', '920', '0.00002', 'BTC', 'buy', 'taker'],
      ['46100', '0.03', '1383', '0.00003', 'BTC', 'buy', 'taker'],
    ]);
    expect(await balances()).toMatchObject({ USDT: ['7697', '0'], BTC: ['0.04995', '0'] });
  });

  test('keeps a limit order that the book fills only in part until the price reaches it', async () => {
    const order = await trader.createOrder('BTC/USDT', 'limit', 'sell', 0.04, 45_900);
    expect(order).toMatchObject({ status: 'closed', filled: '0.04', average: '45999' });
    await book(
      'ETH/USDT',
      [['1999', '10']],
      [
        ['2000', '0.1'],
        ['2010', '5'],
      ],
    );
    const buy = await placed(trader.createOrder('ETH/USDT', 'limit', 'buy', 0.5, 2_005));
    expect(buy).toMatchObject({ status: 'open', filled: '0.1', remaining: '0.4', average: '2000' });
    expect(await balances()).toMatchObject({
      USDT: ['8533.12004', '802'],
      ETH: ['0.0999', '0'],
      BTC: ['0.00995', '0'],
    });
    expect((await reader.fetchOpenOrders('ETH/USDT')).map(({ id }) => id)).toEqual([buy.id]);
    await control(simulator.url, 'DELETE', 'books');
    await price('ETH/USDT', '2001');
    now += MINUTE;
    const reached = await reader.fetchOrder(buy.id, 'ETH/USDT');
    expect(reached).toMatchObject({ status: 'closed', filled: '0.5', cost: '1002' });
    expect(
      (await reader.fetchMyTrades('ETH/USDT')).map(({ price, takerOrMaker }) => [price, takerOrMaker]),
    ).toEqual([
      ['2000', 'taker'],
      ['2005', 'maker'],
    ]);
    expect(await reader.privateGetOpenOrders()).toEqual([]);
    expect(await balances()).toMatchObject({ USDT: ['8533.12004', '0'], ETH: ['0.4995', '0'] });
  });

  test('gives back what was set aside for an order that is cancelled', async () => {
    const before = await balances();
    await price('SOL/USDT', '150');
    const order = await placed(trader.createOrder('SOL/USDT', 'limit', 'buy', 2, 100));
    expect((await balances()).USDT).toEqual(['8333.12004', '200']);
    expect(await trader.cancelOrder(order.id, 'SOL/USDT')).toMatchObject({ status: 'canceled', filled: '0' });
    expect(await balances()).toEqual(before);
    expect(await failure(trader.cancelOrder(order.id, 'SOL/USDT'))).toEqual([
      'OrderNotFound',
      '{"code":-2011,"msg":"Unknown order sent."}',
    ]);
    expect((await reader.fetchOrders('SOL/USDT')).map(({ id, status }) => [id, status])).toEqual([
      [order.id, 'canceled'],
    ]);
  });

  test('pays its fees in BNB at the lower rate while it has some', async () => {
    const set = (bnb: string) =>
      control(simulator.url, 'POST', 'accounts', {
        ...{ key: 'trader', secret: 's1', permissions: ['read', 'trade'], bnb_fees: true },
        balances: { BNB: bnb },
      });
    await price('BNB/USDT', '500');
    await book('SOL/USDT', [['149.99', '100']], [['150', '100']]);
    await set('1');
    await trader.createOrder('SOL/USDT', 'market', 'buy', 2);
    await set('0.0001');
    await trader.createOrder('SOL/USDT', 'market', 'sell', 1);
    const fees = (await reader.fetchMyTrades('SOL/USDT')).map(({ fee }) => [fee?.cost, fee?.currency]);
    expect(fees).toEqual([
      ['0.00045', 'BNB'],
      ['0.14999', 'USDT'],
    ]);
    expect((await balances()).SOL).toEqual(['1', '0']);
  });

  test.each([
    [
      'more than is there',
      ['BTC/USDT', 'limit', 'buy', 100, 45_000],
      ['InsufficientFunds', 'Account has insufficient balance for requested action.'],
    ],
    [
      'a price far off',
      ['BTC/USDT', 'limit', 'buy', 0.01, 1_000],
      ['InvalidOrder', 'Filter failure: PERCENT_PRICE_BY_SIDE'],
    ],
    [
      'too small a value',
      ['BTC/USDT', 'market', 'buy', 0.00002],
      ['BadRequest', '{"code":-1013,"msg":"Filter failure: NOTIONAL"}'],
    ],
  ] as const)('refuses %s', async (_what, [symbol, type, side, amount, limit], refused) => {
    await book('BTC/USDT', [['45999', '200']], [['46000', '200']]);
    await price('BTC/USDT', '46000');
    expect(await failure(trader.createOrder(symbol, type, side, amount, limit))).toEqual(refused);
  });

  test('refuses orders by a key that may only read, and tells of no order that is not there', async () => {
    expect(await failure(reader.createOrder('BTC/USDT', 'market', 'buy', 0.01))).toEqual([
      'DDoSProtection',
      '{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}',
    ]);
    expect(await failure(reader.fetchOrder('999', 'BTC/USDT'))).toEqual([
      'OrderNotFound',
      '{"code":-2013,"msg":"Order does not exist."}',
    ]);
  });
});
