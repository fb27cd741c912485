import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { control, send } from './client.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30, 30);
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator({ clock: () => NOW });
  const wish = { key: 'k', secret: 's', permissions: ['read', 'trade'], balances: { USDT: '9999999' } };
  await control(simulator.url, 'POST', 'accounts', wish);
  await control(simulator.url, 'POST', 'prices', { 'BTC/USDT': '46000', frozen: true });
  await control(simulator.url, 'POST', 'books', {
    'BTC/USDT': { bids: [['45999', '1']], asks: [['46000', '1']] },
  });
});
afterAll(() => simulator.close());

const call = async (method: string, query: Record<string, string>) => {
  const sent = { symbol: 'BTCUSDT', ...query, timestamp: NOW };
  return (await send(simulator.url, { method, path: '/api/v3/order', key: 'k', secret: 's', query: sent }))
    .body;
};
const limit = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '45000' };
const market = { side: 'BUY', type: 'MARKET', quantity: '0.5' };
const missing = (name: string) => ({
  code: -1102,
  msg: `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
});
const filter = (name: string) => ({ code: -1013, msg: `Filter failure: ${name}` });

function without(name: keyof typeof limit): Record<string, string> {
  return Object.fromEntries(Object.entries(limit).filter(([known]) => known !== name));
}

describe('an order is refused', () => {
  test.each([
    ['without a side', without('side'), missing('side')],
    ['without a type', without('type'), missing('type')],
    ['without a time in force', without('timeInForce'), missing('timeInForce')],
    ['without a price', without('price'), missing('price')],
    ['without a quantity', without('quantity'), missing('quantity')],
    ['to an unknown side', { ...limit, side: 'LONG' }, { code: -1117, msg: 'Invalid side.' }],
    ['of an unknown type', { ...limit, type: 'STOP' }, { code: -1116, msg: 'Invalid orderType.' }],
    ['for an unknown time', { ...limit, timeInForce: 'GTD' }, { code: -1115, msg: 'Invalid timeInForce.' }],
    [
      'with an answer of an unknown kind',
      { ...limit, newOrderRespType: 'LONG' },
      { code: -1136, msg: 'Invalid newOrderRespType.' },
    ],
    [
      'with a price that is none',
      { ...limit, price: '4e4' },
      {
        code: -1100,
        msg: "Illegal characters found in parameter 'price'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.",
      },
    ],
    [
      'with too many places',
      { ...limit, quantity: '0.123456789' },
      { code: -1111, msg: "Parameter 'quantity' has too much precision." },
    ],
    [
      'with an empty parameter',
      { ...market, newClientOrderId: '' },
      { code: -1105, msg: "Parameter 'newClientOrderId' was empty." },
    ],
    [
      'at the market with a price',
      { ...market, price: '1' },
      { code: -1106, msg: "Parameter 'price' sent when not required." },
    ],
    [
      'at the market with neither quantity nor value',
      { side: 'BUY', type: 'MARKET' },
      { code: -1102, msg: "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!" },
    ],
    [
      'at the market with both',
      { ...market, quoteOrderQty: '100' },
      { code: -1128, msg: 'Combination of optional parameters invalid.' },
    ],
    ['off the tick', { ...limit, price: '45000.001' }, filter('PRICE_FILTER')],
    ['off the lot', { ...limit, quantity: '0.000001' }, filter('LOT_SIZE')],
    ['far from the price', { ...limit, price: '9000' }, filter('PERCENT_PRICE_BY_SIDE')],
    ['larger than the market takes', { ...market, quantity: '1001' }, filter('MARKET_LOT_SIZE')],
    ['of too small a value', { ...limit, quantity: '0.0001' }, filter('NOTIONAL')],
    ['of another market', { ...market, symbol: 'BTCEUR' }, { code: -1121, msg: 'Invalid symbol.' }],
    [
      'with a parameter that nobody reads',
      { ...limit, stopPrice: '1' },
      { code: -1104, msg: expect.stringMatching(/^Not all sent parameters were read/) },
    ],
  ])('%s', async (_how, query, expected) => {
    expect(await call('POST', query)).toEqual(expected);
  });

  test('twice under one name, which cancels neither', async () => {
    const named = { ...limit, newClientOrderId: 'once' };
    expect(await call('POST', named)).toMatchObject({ status: 'NEW' });
    expect(await call('POST', named)).toEqual({ code: -2010, msg: 'Duplicate order sent.' });
    expect(await call('GET', { origClientOrderId: 'once' })).toMatchObject({ status: 'NEW' });
    expect(await call('DELETE', { origClientOrderId: 'once' })).toMatchObject({ status: 'CANCELED' });
    expect(await call('DELETE', {})).toEqual({
      code: -1102,
      msg: "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!",
    });
  });
});

describe('an order that may not rest', () => {
  test.each([
    ['IOC', 'EXPIRED', '1.00000000'],
    ['FOK', 'EXPIRED', '0.00000000'],
  ])(
    '%s ends as %s with %s executed of more than the book offers',
    async (timeInForce, status, executedQty) => {
      const answer = await call('POST', { ...limit, timeInForce, price: '46000', quantity: '3' });
      expect(answer).toMatchObject({ status, executedQty, origQty: '3.00000000' });
      const account = { path: '/api/v3/account', key: 'k', secret: 's', query: { timestamp: NOW } };
      const { body } = await send(simulator.url, account);
      const { balances } = body as { balances: { locked: string }[] };
      expect(balances.map(({ locked }) => locked)).toEqual(['0.00000000', '0.00000000']);
    },
  );

  test('a market order by value spends no more than that', async () => {
    const answer = await call('POST', { side: 'BUY', type: 'MARKET', quoteOrderQty: '1000' });
    expect(answer).toMatchObject({
      ...{ status: 'FILLED', origQuoteOrderQty: '1000.00000000' },
      ...{ executedQty: '0.02173000', cummulativeQuoteQty: '999.58000000' },
    });
  });

  test.each([
    ['ACK', 5],
    ['RESULT', 16],
    ['FULL', 17],
  ])('is told of in as much detail as asked for: %s', async (newOrderRespType, fields) => {
    expect(Object.keys((await call('POST', { ...market, newOrderRespType })) as object)).toHaveLength(fields);
  });
});
