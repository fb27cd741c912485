import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Controlled, fill, startControlled } from './controlled.js';

let on: Controlled;

beforeAll(async () => {
  on = await startControlled();
});
afterAll(() => on.close());

describe('the control of accounts', () => {
  test('answers with what the account holds, never with the secret', async () => {
    expect(
      await on.post('accounts', {
        ...{ key: 'new', secret: 'hidden', permissions: ['withdraw', 'read'], balances: { USDT: 8200.5 } },
      }),
    ).toEqual({
      status: 201,
      body: {
        account: 'new',
        key: 'new',
        permissions: ['read', 'withdraw'],
        balances: { USDT: { free: '8200.50000000', locked: '0.00000000' } },
      },
    });
  });

  test.each([
    [
      'accounts',
      { key: 'a b', secret: 's' },
      'account: key must be 1 to 128 letters, digits, dots, dashes or underscores',
    ],
    ['accounts', { key: 'k' }, 'account: secret must be a text'],
    [
      'accounts',
      { key: 'k', secret: 's', permissions: ['fly'] },
      'account: permissions.0 must be read, trade or withdraw',
    ],
    [
      'accounts',
      { key: 'k', secret: 's', balances: { USDT: '-1' } },
      'account: balances.USDT must be a decimal text such as "8200.5", not negative, with at most 8 places',
    ],
    ['limits', {}, 'limit: send an object such as {"weight_per_minute":100}'],
    ['limits', { weight_per_minute: 0 }, 'limit: weight_per_minute must be at least 1'],
    ['fills', { account: 'main', fills: [] }, 'list of fills: fills must not be empty'],
    [
      'fills',
      { account: 'main', fills: [{ ...fill, side: 'long', executed_at: 'now' }] },
      'list of fills: fills.0.side must be buy or sell; fills.0.executed_at must be an instant such as 2026-03-01T12:00:00Z',
    ],
    [
      'transfers',
      { account: 'main', type: 'gift' },
      'transfer: type must be deposit or withdrawal; asset must be a text; amount must be a decimal text',
    ],
    ['books', { 'BTC/USDT': { bids: [] } }, 'order book: BTC/USDT.asks must be a list of [price, quantity]'],
  ])('answers 400 to a bad %s order: %j', async (path, body, problem) => {
    expect(await on.post(path, body)).toEqual({
      status: 400,
      body: { error: { code: 'bad_request', message: `This is no ${problem}.` } },
    });
  });

  test.each([
    [
      'fills',
      { fills: [fill] },
      400,
      'Say whose account it is, as "account" or by one of its keys as "key".',
    ],
    [
      'fills',
      { account: 'nobody', fills: [fill] },
      404,
      'There is no account nobody. Open it with POST /_sim/accounts.',
    ],
    ['fills', { key: 'lost', fills: [fill] }, 404, 'There is no key lost. Open it with POST /_sim/accounts.'],
    [
      'fills',
      { account: 'main', fills: [{ ...fill, amount: '0.000001' }] },
      400,
      "The fill of 0.000001 BTC/USDT at 46000 does not fit the market's tick and lot.",
    ],
    [
      'fills',
      { account: 'main', fills: [{ ...fill, executed_at: '2026-03-03T10:30:31Z' }] },
      400,
      'The fill at 2026-03-03T10:30:31.000Z is in the future.',
    ],
    [
      'fills',
      { account: 'main', fills: [fill, { ...fill, amount: '10' }] },
      400,
      'The account has too little USDT for these fills. Give it more with POST /_sim/accounts, or send "adjust_balances":false.',
    ],
    [
      'books',
      { 'BTC/USDT': { bids: [['46000', '1']], asks: [['46000', '1']] } },
      400,
      'The best bid of BTC/USDT must be below its best ask, or they would trade.',
    ],
    [
      'books',
      { 'BTC/USDT': { bids: [['46000.001', '1']], asks: [] } },
      400,
      'The level [46000.001, 1] among the bids of BTC/USDT is none: prices are multiples of 0.01 and quantities of 0.00001, both above zero.',
    ],
    [
      'books',
      { 'BTC/EUR': { bids: [], asks: [] } },
      400,
      'There is no market BTC/EUR. The markets are BTC/USDT, ETH/USDT, BNB/USDT, XRP/USDT, SOL/USDT, ADA/USDT, DOGE/USDT.',
    ],
    [
      'transfers',
      { account: 'main', type: 'withdrawal', asset: 'EUR', amount: '1' },
      400,
      'The account has too little EUR for this withdrawal.',
    ],
  ])('refuses %s %j and changes nothing', async (path, body, status, message) => {
    const before = await on.totals();
    const refused = await on.post(path, body);
    expect(refused).toMatchObject({ status, body: { error: { message } } });
    expect(await on.totals()).toEqual(before);
    expect(await on.client().fetchMyTrades('BTC/USDT')).toEqual([]);
  });

  test('refuses a key that is not there', async () => {
    expect(await on.remove('accounts/lost')).toMatchObject({
      status: 404,
      body: { error: { message: 'There is no key lost.' } },
    });
  });
});
