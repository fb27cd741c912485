import { describe, expect, test } from '@jest/globals';
import { createMarket } from '../market/market.js';
import { createExchange } from './exchange.js';
import { createParts } from './parts.js';

const NOW = Date.UTC(2026, 2, 3, 10, 30);

const newExchange = () => createExchange(createParts(createMarket('tests')));

function ask(exchange: ReturnType<typeof newExchange>, target: string, extra = {}) {
  const [path = '', query = ''] = target.split('?');
  const request = { method: 'GET', path, query, body: '', apiKey: undefined, caller: '127.0.0.1' };
  return exchange({ ...request, now: NOW, serverTime: NOW, ...extra });
}

describe('the exchange refuses', () => {
  const refusals: [string, number, number, string][] = [
    ['depth?symbol=NOPE', 400, -1121, 'Invalid symbol.'],
    [
      'depth?symbol=btcusdt',
      400,
      -1100,
      "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.",
    ],
    ['depth', 400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."],
    ['depth?symbol=', 400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."],
    [
      'depth?symbol=BTCUSDT&limit=ten',
      400,
      -1100,
      "Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'.",
    ],
    ['depth?symbol=BTCUSDT&limit=0', 400, -1130, "Data sent for parameter 'limit' is not valid."],
    ['depth?symbol=BTCUSDT&limit=', 400, -1105, "Parameter 'limit' was empty."],
    ['depth?symbol=BTCUSDT&symbol=ETHUSDT', 400, -1101, 'Duplicate values for a parameter detected.'],
    [
      'depth?symbol=BTCUSDT&depth=5',
      400,
      -1104,
      "Not all sent parameters were read; read '1' parameter(s) but was sent '2'.",
    ],
    ['klines?symbol=BTCUSDT&interval=1y', 400, -1120, 'Invalid interval.'],
    [
      'klines?symbol=BTCUSDT&interval=1m&startTime=99999999999999999',
      400,
      -1108,
      "Parameter 'startTime' overflowed.",
    ],
    [
      'ticker/24hr?symbol=BTCUSDT&symbols=["ETHUSDT"]',
      400,
      -1128,
      'Combination of optional parameters invalid.',
    ],
    ['ticker/24hr?symbols=["NOPE"]', 400, -1121, 'Invalid symbol.'],
    [
      'ticker/price?symbols=BTCUSDT',
      400,
      -1100,
      `Illegal characters found in parameter 'symbols'; legal range is '^\\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}\\]$'.`,
    ],
    ['ticker/24hr?type=TINY', 400, -1130, "Data sent for parameter 'type' is not valid."],
    ['trades', 404, -1020, 'This operation is not supported.'],
  ];
  test.each(refusals)('%s', (target, status, code, msg) => {
    const { status: got, body } = ask(newExchange(), `/api/v3/${target}`);
    expect({ status: got, body }).toEqual({ status, body: { code, msg } });
  });

  test('any method but GET', () => {
    expect(ask(newExchange(), '/api/v3/ping', { method: 'POST' })).toMatchObject({ status: 404 });
  });
});

describe('the exchange answers', () => {
  test('time and exchange information with its own clock', () => {
    const skewed = { serverTime: NOW + 5_000 };
    expect(ask(newExchange(), '/api/v3/time', skewed).body).toEqual({ serverTime: NOW + 5_000 });
    expect(ask(newExchange(), '/api/v3/exchangeInfo', skewed).body).toMatchObject({
      serverTime: NOW + 5_000,
    });
  });

  test('one ticker as an object, several as a list, and a short one on request', () => {
    const exchange = newExchange();
    const one = ask(exchange, '/api/v3/ticker/24hr?symbol=BTCUSDT').body as Record<string, unknown>;
    const all = ask(exchange, '/api/v3/ticker/24hr').body as unknown[];
    const two = ask(exchange, '/api/v3/ticker/24hr?symbols=["ETHUSDT","BTCUSDT"]').body as unknown[];
    const mini = ask(exchange, '/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI').body as object;
    expect([all.length, two[1], all[0]]).toEqual([7, one, one]);
    expect(mini).toEqual(Object.fromEntries(Object.keys(mini).map((key) => [key, one[key]])));
    expect(Object.keys(mini)).not.toContain('bidPrice');
  });

  test('prices and quantities as texts with the precision of tick and lot', () => {
    const exchange = newExchange();
    const [doge] = ask(exchange, '/api/v3/ticker/price?symbols=["DOGEUSDT"]').body as [{ price: string }];
    const best = ask(exchange, '/api/v3/ticker/bookTicker?symbol=BTCUSDT').body as Record<string, string>;
    expect(doge.price).toMatch(/^0\.\d{5}$/);
    expect([best.bidPrice, best.bidQty]).toEqual([
      expect.stringMatching(/^\d+\.\d{2}$/),
      expect.stringMatching(/^\d+\.\d{5}$/),
    ]);
  });

  test('with the weight that the caller used in this minute, general and system endpoints apart', () => {
    const exchange = newExchange();
    const used = (target: string, extra = {}) => ask(exchange, target, extra).headers;
    const api = (weight: number) => ({
      'X-MBX-USED-WEIGHT': String(weight),
      'X-MBX-USED-WEIGHT-1M': String(weight),
    });
    expect([
      used('/api/v3/ping'),
      used('/api/v3/exchangeInfo'),
      used('/api/v3/depth?symbol=BTCUSDT&limit=5000'),
      used('/api/v3/ticker/24hr'),
      used('/api/v3/klines?symbol=BTCUSDT&interval=1m'),
      used('/api/v3/ticker/price?symbol=BTCUSDT'),
      used('/api/v3/depth?symbol=NOPE'),
      used('/sapi/v1/system/status'),
      used('/api/v3/ping', { caller: '127.0.0.2' }),
      used('/api/v3/ping', { now: NOW + 60_000 }),
    ]).toEqual([
      api(1),
      api(21),
      api(271),
      api(351),
      api(353),
      api(355),
      api(356),
      { 'X-SAPI-USED-IP-WEIGHT-1M': '1' },
      api(1),
      api(1),
    ]);
  });
});
