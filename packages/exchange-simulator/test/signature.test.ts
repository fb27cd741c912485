import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { connectWithKey, control, type SignedCall, send } from './client.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30, 30);
const PATH = '/api/v3/account';
const KEY = { key: 'mine', secret: 'my-secret' };
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator({ clock: () => NOW });
  await control(simulator.url, 'POST', 'accounts', { ...KEY, balances: { USDT: '12.5' } });
  await control(simulator.url, 'POST', 'accounts', { key: 'blind', secret: 'x', permissions: ['trade'] });
});
afterEach(() => control(simulator.url, 'DELETE', 'faults'));
afterAll(() => simulator.close());

const account = async (call: Partial<SignedCall>) => {
  const { status, body } = await send(simulator.url, { path: PATH, ...KEY, ...call });
  return status === 200 ? 200 : [status, body];
};
const at = (timestamp: number | string, more = {}) => ({ query: { timestamp, ...more } });

describe('a signed request', () => {
  test('is answered to whoever signed it in time', async () => {
    const calls = [at(NOW), at(NOW - 5_000), at(NOW + 999), at(NOW - 60_000, { recvWindow: 60_000 })];
    expect(await Promise.all(calls.map(account))).toEqual([200, 200, 200, 200]);
  });

  const mandatory = (name: string) => [
    400,
    { code: -1102, msg: `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.` },
  ];
  const early = { code: -1021, msg: "Timestamp for this request was 1000ms ahead of the server's time." };
  const late = { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' };
  const unknown = { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' };
  const format = { code: -2014, msg: 'API-key format invalid.' };
  const refusals: [string, Partial<SignedCall>, unknown][] = [
    ['too early', at(NOW + 1_000), [400, early]],
    ['too late', at(NOW - 5_001), [400, late]],
    ['later than its own window', at(NOW - 101, { recvWindow: 100 }), [400, late]],
    [
      'with a window too wide',
      at(NOW, { recvWindow: 60_001 }),
      [400, { code: -1131, msg: 'recvWindow must be less than 60000.' }],
    ],
    ['without a timestamp', {}, mandatory('timestamp')],
    [
      'with a timestamp that is none',
      at('now'),
      [
        400,
        {
          code: -1100,
          msg: "Illegal characters found in parameter 'timestamp'; legal range is '^[0-9]{1,20}$'.",
        },
      ],
    ],
    ['without a signature', { ...at(NOW), signature: '' }, mandatory('signature')],
    [
      'with a signature that is none',
      { ...at(NOW), signature: 'abc' },
      [
        400,
        {
          code: -1100,
          msg: "Illegal characters found in parameter 'signature'; legal range is '^[A-Fa-f0-9]{64}$'.",
        },
      ],
    ],
    [
      'signed with another secret',
      { ...at(NOW), secret: 'other' },
      [400, { code: -1022, msg: 'Signature for this request is not valid.' }],
    ],
    ['without a key', { query: { timestamp: NOW }, key: '' }, [401, format]],
    ['with a key of another form', { ...at(NOW), key: 'no key' }, [401, format]],
    ['with an unknown key', { ...at(NOW), key: 'nobody' }, [401, unknown]],
    ['with a key that may not do this', { ...at(NOW), key: 'blind', secret: 'x' }, [401, unknown]],
    [
      'with a parameter that nobody reads',
      at(NOW, { color: 'red' }),
      [
        400,
        {
          code: -1104,
          msg: "Not all sent parameters were read; read '2' parameter(s) but was sent '3'.",
        },
      ],
    ],
  ];
  test.each(refusals)('%s is refused', async (_what, call, expected) => {
    expect(await account(call)).toEqual(expected);
  });

  test('may have its parameters in the body, in the query string, or in both', async () => {
    await control(simulator.url, 'POST', 'accounts', { ...KEY, permissions: ['read', 'trade'] });
    const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' };
    const timing = { timestamp: NOW };
    const place = async (call: Partial<SignedCall>) =>
      (await send(simulator.url, { method: 'POST', path: '/api/v3/order', ...KEY, ...call })).body;
    const short = { code: -2010, msg: 'Account has insufficient balance for requested action.' };
    expect([
      await place({ body: { ...order, ...timing } }),
      await place({ query: { ...order, ...timing } }),
      await place({ query: order, body: timing }),
      await place({ query: order, body: { ...timing, quantity: '0' } }),
    ]).toEqual([short, short, short, short]);
  });

  test('is measured by the clock that the exchange tells, skewed or not', async () => {
    await control(simulator.url, 'POST', 'faults', { path: PATH, kind: 'clock_skew', value: 60_000 });
    expect([await account(at(NOW)), await account(at(NOW + 60_000))]).toEqual([[400, late], 200]);
  });

  test('meets the same faults as any other', async () => {
    const client = connectWithKey(simulator.url, { apiKey: 'mine', secret: 'my-secret' }, () => NOW);
    await client.loadMarkets();
    client.timeout = 300;
    const read = () =>
      client.privateGetAccount().then(
        () => 'answered',
        (error: Error) => error.constructor.name,
      );
    const seen: string[] = [];
    for (const fault of [
      ...[{ kind: 'status', value: 503 }, { kind: 'status', value: 429 }, { kind: 'reset' }],
      ...[{ kind: 'hang' }, { kind: 'latency', value: 5_000 }, { kind: 'html' }],
    ]) {
      await control(simulator.url, 'POST', 'faults', { path: PATH, ...fault, count: 1 });
      seen.push(await read(), await read());
    }
    expect(seen).toEqual([
      ...['OperationFailed', 'answered', 'DDoSProtection', 'answered', 'NetworkError', 'answered'],
      ...['RequestTimeout', 'answered', 'RequestTimeout', 'answered', 'answered', 'answered'],
    ]);
  });
});

describe('several accounts', () => {
  test('each see their own, and two keys of one account the same', async () => {
    const open = (wish: object) => control(simulator.url, 'POST', 'accounts', wish);
    await open({ key: 'a1', secret: 'a', account: 'first', balances: { USDT: '1' } });
    await open({ key: 'a2', secret: 'b', account: 'first' });
    await open({ key: 'b1', secret: 'c', account: 'second', balances: { USDT: '2' } });
    const held = async (apiKey: string, secret: string) =>
      (await connectWithKey(simulator.url, { apiKey, secret }, () => NOW).fetchBalance()).total;
    expect([await held('a1', 'a'), await held('a2', 'b'), await held('b1', 'c')]).toEqual([
      { USDT: '1' },
      { USDT: '1' },
      { USDT: '2' },
    ]);
  });

  test('a key may get a new secret, and may be taken away', async () => {
    await control(simulator.url, 'POST', 'accounts', { ...KEY, secret: 'rotated' });
    const old = { code: -1022, msg: 'Signature for this request is not valid.' };
    expect([await account(at(NOW)), await account({ ...at(NOW), secret: 'rotated' })]).toEqual([
      [400, old],
      200,
    ]);
    expect(await control(simulator.url, 'DELETE', 'accounts/mine')).toEqual({
      status: 200,
      body: { removed: 'mine' },
    });
    expect(await account({ ...at(NOW), secret: 'rotated' })).toEqual([
      401,
      { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' },
    ]);
  });
});
