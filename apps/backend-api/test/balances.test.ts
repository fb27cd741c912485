import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Answer, createCleanup, type Service } from '@neuratrade/test-kit';
import pg from 'pg';
import { createBalances } from '../src/ledger/balances/service.js';
import { Decimal } from '../src/ledger/decimal.js';
import { call, failed, startAlone, told } from './accounts-backend.js';
import { KEYS, type Servers, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let servers: Servers;
let backend: Service;
let database: string;
let pool: pg.Pool;

beforeAll(async () => {
  servers = await startServers(cleanup);
  database = await servers.postgres.createDatabase();
  backend = await startAlone(cleanup, servers, { DATABASE_URL: database });
  pool = new pg.Pool({ connectionString: database });
  cleanup.add(() => pool.end());
});

beforeEach(async () => {
  await pool.query('DELETE FROM balance_puts');
  await pool.query('DELETE FROM balances');
  await pool.query('DELETE FROM balance_reads');
  await pool.query('DELETE FROM transfers');
});

afterAll(cleanup.run);

const put = (body: unknown, exchange = 'mybot', account = 'main', key?: string): Promise<Answer> =>
  call(backend, 'PUT', `accounts/${account}/exchanges/${exchange}/balance`, body, key);

const SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const given = (balances: Record<string, string>, exchange = 'mybot') => [
  200,
  { account: 'main', exchange, balances, as_of: expect.stringMatching(SECOND) },
];

/** What is held, as the rest of the backend sees it. */
async function held(exchange = 'mybot'): Promise<Record<string, string>> {
  const { rows } = await pool.query('SELECT id FROM accounts WHERE name = $1', ['main']);
  const { balances } = await createBalances({ pool }).of(rows[0].id);
  const there = balances.filter((balance) => balance.exchange === exchange);
  return Object.fromEntries(there.map(({ asset, total }) => [asset, total.toFixed()]));
}

describe('a balance that is given', () => {
  test('is what is held from then on, and replaces all that was given before', async () => {
    expect(told(await put({ USDT: '8200', BTC: '0.05', DOGE: '0' }))).toEqual(
      given({ USDT: '8200', BTC: '0.05', DOGE: '0' }),
    );
    expect(await held()).toEqual({ BTC: '0.05', DOGE: '0', USDT: '8200' });
    expect(told(await put({ usdt: 10.5 }, 'MyBot'))).toEqual(given({ USDT: '10.5' }));
    expect(await held()).toEqual({ USDT: '10.5' });
    expect(told(await put({}))).toEqual(given({}));
    expect(await held()).toEqual({});
  });

  test('is taken as it is written, whatever a float would make of it', async () => {
    await put('{"USDT": 123456789012.12345678901, "SHIB": 1e3, "BTC": "0.10"}');
    expect(await held()).toEqual({ BTC: '0.1', SHIB: '1000', USDT: '123456789012.12345678901' });
  });

  test('may come from a service, and from nobody without a key', async () => {
    expect((await put({ USDT: '1' }, 'mybot', 'main', KEYS.service)).status).toBe(200);
    expect((await put({ USDT: '2' }, 'mybot', 'main', 'wrong')).status).toBe(401);
    expect((await put({ USDT: '2' }, 'mybot', 'main', '')).status).toBe(401);
    expect(await held()).toEqual({ USDT: '1' });
  });

  const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`A${i}`, '1']));

  test.each<[string, unknown, string]>([
    ['negative', { USDT: '-1' }, 'USDT is -1: a balance is not negative.'],
    ['a word', { USDT: 'much' }, 'USDT is much: give a decimal number such as "46000.10".'],
    ['nothing', { USDT: null }, 'USDT is null: give a decimal number such as "46000.10".'],
    ['a truth', { USDT: true }, 'USDT is true: give a decimal number such as "46000.10".'],
    ['no asset', { 'U S D T': '1' }, 'U S D T is no asset: give its name such as USDT.'],
    ['twice the same asset', { usdt: '1', USDT: '2' }, 'USDT is there twice: give it once.'],
    ['more assets than there are', many, 'The body names 1001 assets: at most 1,000 are taken.'],
    [
      'a list',
      [{ USDT: '1' }],
      'Send a JSON object of assets and amounts such as {"USDT":"8200","BTC":"0.05"}.',
    ],
    ['no JSON', '{"USDT":', 'The body is no valid JSON. Send {"USDT":"8200","BTC":"0.05"}.'],
    ['no body', undefined, 'The body is no valid JSON. Send {"USDT":"8200","BTC":"0.05"}.'],
  ])('is refused and changes nothing when it is %s', async (_, body, message) => {
    await put({ USDT: '7' });
    expect(told(await put(body))).toEqual([400, failed('bad_request', message)]);
    expect(await held()).toEqual({ USDT: '7' });
  });

  test('needs an account that there is, and a name of an exchange', async () => {
    expect(told(await put({ USDT: '1' }, 'mybot', 'nobody'))).toEqual([
      404,
      failed('not_found', expect.stringContaining('neuratrade accounts add nobody')),
    ]);
    expect(told(await put({ USDT: '1' }, 'mybot', '-no-'))).toEqual([
      400,
      failed(
        'bad_request',
        'account=-no-: give the name of an account. neuratrade accounts list shows them.',
      ),
    ]);
    expect(told(await put({ USDT: '1' }, '-x'))).toEqual([
      400,
      failed('bad_request', 'exchange=-x: give the name of an exchange, at most 64 of a-z, 0-9, ., _ and -.'),
    ]);
  });

  test('is refused for an exchange that is read with keys', async () => {
    await pool.query(
      `INSERT INTO exchanges (account, name, enabled, has_auth) VALUES ('main', 'binance', true, true), ('main', 'kraken', true, false)`,
    );
    expect(told(await put({ USDT: '1' }, 'binance'))).toEqual([
      409,
      failed(
        'conflict',
        'binance is read with the keys of main, which tells its balance. To give it yourself, take the keys away with neuratrade exchanges keys binance --remove.',
      ),
    ]);
    expect((await put({ USDT: '1' }, 'kraken')).status).toBe(200);
    expect([await held('binance'), await held('kraken')]).toEqual([{}, { USDT: '1' }]);
  });
});

describe('between two balances', () => {
  const flows = async (): Promise<unknown[]> => {
    const { rows } = await pool.query(
      'SELECT kind, asset, trim_scale(amount) AS amount, trim_scale(value) AS value FROM transfers ORDER BY asset, executed_at',
    );
    return rows;
  };

  let id = 0;
  /** Pushes fills that are executed now. */
  async function trade(exchange: string, ...fills: readonly object[]): Promise<void> {
    const executed_at = new Date().toISOString();
    const body = { exchange, fills: fills.map((fill) => ({ id: String(++id), executed_at, ...fill })) };
    const { status, json } = await call(backend, 'POST', 'trades', body);
    expect([status, json]).toEqual([200, { stored: fills.length, duplicates: 0, rejected: [] }]);
  }

  test('what the first one tells came from nowhere', async () => {
    await put({ USDT: '1000' });
    expect(await flows()).toEqual([]);
  });

  test('what no fill explains came in or went out', async () => {
    await put({ USDT: '1000', BTC: '1', ETH: '2' });
    await put({ USDT: '1500.5', BTC: '0.25', ETH: '2' });
    expect(await flows()).toEqual([
      { kind: 'withdrawal', asset: 'BTC', amount: '0.75', value: null },
      { kind: 'deposit', asset: 'USDT', amount: '500.5', value: '500.5' },
    ]);
  });

  test('what spot fills and their fees change is no flow', async () => {
    await put({ USDT: '1000', BNB: '1', BTC: '0', ETH: '0' }, 'spot');
    await trade(
      'spot',
      { symbol: 'BTC/USDT', side: 'buy', price: '100', amount: '2', fee: { cost: '0.002', currency: 'BTC' } },
      {
        symbol: 'BTC/USDT',
        side: 'sell',
        price: '110',
        amount: '1',
        fee: { cost: '0.11', currency: 'USDT' },
      },
      { symbol: 'ETH/BTC', side: 'buy', price: '0.05', amount: '4', fee: { cost: '0.01', currency: 'BNB' } },
    );
    await put({ USDT: '909.89', BTC: '0.798', ETH: '4', BNB: '0.99' }, 'spot');
    expect(await flows()).toEqual([]);
    await put({ USDT: '1009.89', BTC: '0.798', ETH: '4', BNB: '0.99' }, 'spot');
    expect(await flows()).toEqual([{ kind: 'deposit', asset: 'USDT', amount: '100', value: '100' }]);
  });

  test('nothing is said of an asset that one of them does not name', async () => {
    await put({ USDT: '1000' }, 'cash');
    await trade('cash', { symbol: 'BTC/USDT', side: 'buy', price: '100', amount: '2' });
    await put({ USDT: '800' }, 'cash');
    await put({ USDT: '800', BTC: '2' }, 'cash');
    await put({ USDT: '810' }, 'cash');
    expect(await flows()).toEqual([{ kind: 'deposit', asset: 'USDT', amount: '10', value: '10' }]);
  });

  test('of swaps only what they realise, their fees and their funding change what is held', async () => {
    const swap = { symbol: 'BTC/USDT:USDT', contract_size: '0.1' };
    await trade('perp', {
      ...swap,
      side: 'buy',
      price: '100',
      amount: '30',
      fee: { cost: '3', currency: 'USDT' },
    });
    await put({ USDT: '1000' }, 'perp');
    await trade('perp', {
      ...{ ...swap, side: 'sell', price: '120', amount: '50', funding: '-0.5' },
      fee: { cost: '2', currency: 'USDT' },
    });
    await put({ USDT: '1057.5' }, 'perp');
    expect(await flows()).toEqual([]);
    await trade('perp', { ...swap, side: 'buy', price: '115', amount: '20' });
    await put({ USDT: '1000' }, 'perp');
    expect(await flows()).toEqual([{ kind: 'withdrawal', asset: 'USDT', amount: '67.5', value: '67.5' }]);
  });

  test('fills that come after the balance that they changed take back what was taken for flows', async () => {
    const executed_at = new Date().toISOString();
    await put({ USDT: '1000', BTC: '0' }, 'late');
    const during = new Date(Date.now() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await put({ USDT: '900', BTC: '1' }, 'late');
    await put({ USDT: '950', BTC: '1' }, 'late');
    expect(await flows()).toEqual([
      { kind: 'deposit', asset: 'BTC', amount: '1', value: null },
      { kind: 'withdrawal', asset: 'USDT', amount: '100', value: '100' },
      { kind: 'deposit', asset: 'USDT', amount: '50', value: '50' },
    ]);
    await trade(
      'late',
      { symbol: 'BTC/USDT', side: 'buy', price: '100', amount: '1', executed_at: during },
      { symbol: 'ETH/USDT', side: 'buy', price: '7', amount: '1', executed_at },
    );
    await put({ USDT: '950', BTC: '1' }, 'late');
    const { rows } = await pool.query(
      `SELECT asset, trim_scale(sum(CASE kind WHEN 'deposit' THEN amount ELSE -amount END)) AS net, count(*)::int
       FROM transfers GROUP BY asset, executed_at ORDER BY asset, executed_at`,
    );
    expect(rows).toEqual([
      { asset: 'BTC', net: '0', count: 2 },
      { asset: 'USDT', net: '0', count: 2 },
      { asset: 'USDT', net: '50', count: 1 },
    ]);
  });

  test('nothing is a flow of an exchange that was read with keys meanwhile', async () => {
    await put({ USDT: '1000' }, 'kept');
    const place = { account: { id: 1 }, exchange: 'kept' };
    await createBalances({ pool }).replace(place, [], { source: 'sync', asOf: Date.now() });
    await put({ USDT: '400' }, 'kept');
    expect(await flows()).toEqual([]);
    await put({ USDT: '401' }, 'kept');
    expect(await flows()).toEqual([{ kind: 'deposit', asset: 'USDT', amount: '1', value: '1' }]);
  });

  test('many at once come one after the other, and no money is counted twice', async () => {
    await put({ USDT: '0' });
    const amounts = Array.from({ length: 12 }, (_, i) => String((i + 1) * 10));
    const answers = await Promise.all(amounts.map((amount) => put({ USDT: amount })));
    expect(answers.map(({ status }) => status)).toEqual(amounts.map(() => 200));
    const { rows } = await pool.query(
      `SELECT sum(CASE kind WHEN 'deposit' THEN amount ELSE -amount END) AS net FROM transfers`,
    );
    expect(new Decimal(rows[0].net).toFixed()).toBe((await held()).USDT);
  });
});
