import { execFileSync } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, eventually, makeHome, type Service } from '@neuratrade/test-kit';
import { type ScriptedExchange, scriptedExchange, tellTime } from './scripted-exchange.js';
import { onlyExchange, runCcxt } from './service.js';

jest.setTimeout(30_000);

const HEADERS = { 'content-type': 'application/json' };
const MOST_CONNECTIONS = 2;
const MOST_GROWTH_MB = 60;

const cleanup = createCleanup();
let exchange: ScriptedExchange;
let ccxt: Service;

beforeAll(async () => {
  const home = await makeHome();
  cleanup.add(home.remove);
  exchange = await scriptedExchange();
  cleanup.add(() => exchange.close());
  ccxt = await runCcxt(home.path, { SIMULATOR_URL: exchange.url, EXCHANGE_PROBE_TIMEOUT_MS: '300' });
  cleanup.add(() => ccxt.stop());
});
afterAll(() => cleanup.run());

function memoryMb(): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(ccxt.pid)], { encoding: 'utf8' })) / 1_024;
}

function stall(response: ServerResponse): void {
  response.writeHead(200, HEADERS).write('{"serverTime":');
}

function trickle(response: ServerResponse): void {
  response.writeHead(200, HEADERS);
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

function flood(response: ServerResponse): void {
  response.writeHead(200, HEADERS);
  const blanks = Buffer.alloc(1024 * 1024, ' ');
  const fill = () => {
    while (!response.destroyed && response.write(blanks));
  };
  response.on('drain', fill);
  fill();
}

const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));

function explode(response: ServerResponse): void {
  response.writeHead(200, { ...HEADERS, 'content-encoding': 'gzip' }).end(BOMB);
}

describe('an exchange that begins an answer', () => {
  test.each([
    ['and stalls', stall, { class: 'timeout', reason: 'connection timeout' }],
    ['and goes on drop by drop', trickle, { class: 'timeout', reason: 'connection timeout' }],
    ['and never ends to send', flood, { class: 'bad_response', reason: 'answer too large' }],
    [
      'that is small only until it is unpacked',
      explode,
      { class: 'bad_response', reason: 'answer too large' },
    ],
  ])('%s is given up, with its connection and its memory', async (_what, behaviour, error) => {
    const before = { asked: exchange.asked().length, memory: memoryMb() };
    exchange.set(behaviour);
    let most = 0;
    await eventually(
      async () => {
        most = Math.max(most, exchange.connections());
        expect(exchange.asked().length - before.asked).toBeGreaterThanOrEqual(8);
      },
      { timeoutMs: 10_000 },
    );
    expect((await onlyExchange(ccxt)).error).toEqual(error);
    expect(most).toBeLessThanOrEqual(MOST_CONNECTIONS);
    expect(memoryMb() - before.memory).toBeLessThan(MOST_GROWTH_MB);
    exchange.set(tellTime);
    await eventually(async () => expect((await onlyExchange(ccxt)).status).toBe('up'));
    expect(exchange.connections()).toBeLessThanOrEqual(MOST_CONNECTIONS);
  });
});

test.each(['gzip', 'br', 'deflate'])('an answer may come packed, and %s is asked for', async (encoding) => {
  await eventually(() => expect(exchange.headers()['accept-encoding']).toContain(encoding));
});

test('a packed answer is read, and one that cannot be unpacked is no answer', async () => {
  const packed = (body: Buffer) => (response: ServerResponse) => {
    response.writeHead(200, { ...HEADERS, 'content-encoding': 'gzip' }).end(body);
  };
  const asked = exchange.asked().length;
  exchange.set((response) => packed(gzipSync(JSON.stringify({ serverTime: Date.now() })))(response));
  await eventually(() => expect(exchange.asked().length).toBeGreaterThan(asked + 2));
  expect(await onlyExchange(ccxt)).toMatchObject({ status: 'up', consecutive_failures: 0 });
  exchange.set(packed(Buffer.from('{"serverTime":1}')));
  await eventually(async () =>
    expect((await onlyExchange(ccxt)).error).toEqual({ class: 'bad_response', reason: 'unexpected answer' }),
  );
});
