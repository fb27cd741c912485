import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '../src/index.js';
import { control } from './client.js';

let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator({ host: '0.0.0.0' });
});
afterAll(() => simulator.close());

function send(address: string, headers: Record<string, string>, path = '/_sim/requests'): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ host: address, port: simulator.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.once('error', reject);
    call.end();
  });
}

const own = Object.values(networkInterfaces())
  .flat()
  .find((entry) => entry?.family === 'IPv4' && !entry.internal)?.address;

describe('the control', () => {
  test.each([
    ['another Host', { host: 'exchange.example' }],
    ['a Host that only begins like a loopback name', { host: 'localhost.example' }],
    ['a forwarding header', { 'x-forwarded-for': '127.0.0.1' }],
    ['the standard forwarding header', { forwarded: 'for=127.0.0.1' }],
    ['a web page of another origin', { origin: 'https://example.com' }],
    ['a sandboxed web page', { origin: 'null' }],
  ])('refuses %s', async (_what, headers) => {
    expect(await send('127.0.0.1', headers)).toBe(403);
  });

  test.each([{ host: 'localhost:3010' }, { host: '127.0.0.1' }, { host: '[::1]:3010' }])(
    'takes %j from this machine',
    async (headers) => {
      expect(await send('127.0.0.1', headers)).toBe(200);
    },
  );

  test('refuses a peer that is not loopback, whose market requests it answers', async () => {
    const address = own ?? '127.0.0.1';
    const refused = own === undefined ? 200 : 403;
    expect(await send(address, { host: 'localhost' })).toBe(refused);
    expect(await send(address, {}, '/api/v3/ping')).toBe(200);
  });

  test.each([
    ['faults', '{"kind":"hang"}', 'This is no fault: path must be a text.'],
    [
      'faults',
      '{"path":"time","kind":"hang"}',
      'This is no fault: path must be * or one exact path of the exchange, such as /api/v3/time, without a query.',
    ],
    [
      'faults',
      '{"path":"*","kind":"slow"}',
      'This is no fault: kind must be one of latency, status, reset, hang, html, empty, clock_skew, old_page, duplicated_page, reordered_page, empty_page, thinned_page.',
    ],
    [
      'faults',
      '{"path":"*","kind":"status","value":200,"count":0}',
      'This is no fault: count must be at least 1; value must be an HTTP status from 400 to 599.',
    ],
    ['faults', '{"path":"*","kind":"hang","for":5}', 'This is no fault: Unrecognized key: "for".'],
    ['faults', '{"path":', 'The body is no valid JSON.'],
    [
      'prices',
      '{"BTC/EUR":"1"}',
      'There is no market BTC/EUR. The markets are BTC/USDT, ETH/USDT, BNB/USDT, XRP/USDT, SOL/USDT, ADA/USDT, DOGE/USDT.',
    ],
    [
      'prices',
      '{"ETH/USDT":"2500","BTC/USDT":"46000.123"}',
      'The price of BTC/USDT must be a decimal text from 0.01 to 1000000.00 in steps of 0.01.',
    ],
    ['prices', '{"frozen":true}', 'Name at least one market, such as {"BTC/USDT":"46000"}.'],
    ['prices', '{"BTC/USDT":"1","frozen":"yes"}', 'frozen must be true or false.'],
    ['prices', '[]', 'Send a JSON object such as {"BTC/USDT":"46000","frozen":true}.'],
  ])('answers 400 to a bad %s order: %s', async (path, body, message) => {
    expect(await control(simulator.url, 'POST', path, body)).toEqual({
      status: 400,
      body: { error: { code: 'bad_request', message } },
    });
  });

  test('sets nothing when one of several prices is wrong', async () => {
    const price = async () => (await fetch(`${simulator.url}/api/v3/ticker/price?symbol=ETHUSDT`)).json();
    await control(simulator.url, 'POST', 'prices', { 'ETH/USDT': '3000', frozen: true });
    await control(simulator.url, 'POST', 'prices', { 'ETH/USDT': '1', 'BTC/USDT': 'x' });
    expect(await price()).toEqual({ symbol: 'ETHUSDT', price: '3000.00' });
  });

  test('counts requests by path, neither its own nor probes', async () => {
    const fresh = await startSimulator();
    try {
      for (const path of ['/api/v3/ping', '/api/v3/ping?', '/api/v3/time', '/health', '/live', '/ready']) {
        await (await fetch(fresh.url + path)).arrayBuffer();
      }
      expect(await control(fresh.url, 'GET', 'requests')).toEqual({
        status: 200,
        body: { '/api/v3/ping': 2, '/api/v3/time': 1 },
      });
    } finally {
      await fresh.close();
    }
  });
});
