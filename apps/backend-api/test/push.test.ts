import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, freePort, type Service } from '@neuratrade/test-kit';
import { type Env, KEYS, type Servers, startBackend } from './market-stack.js';
import { fill, minute, OPERATOR, push, startLedger } from './trades-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

let servers: Servers;
let backend: Service;
let env: Env;

beforeAll(async () => {
  ({ servers, backend, env } = await startLedger(cleanup));
}, 60_000);

const json = (exchange: string, ...fills: unknown[]) => ({ account: 'main', exchange, fills });
const taken = (stored: number, duplicates = 0, rejected: unknown[] = []) => ({
  status: 200,
  body: { stored, duplicates, rejected },
});
const refused = (status: number, code: string, message: unknown) => ({
  status,
  body: { error: { code, message } },
});
const symbols = async (exchange: string): Promise<unknown> => {
  const { json } = await backend.get(`/api/v1/trades?exchange=${exchange}`, OPERATOR);
  return (json as { trades: { symbol: string; pnl: string }[] }).trades.map(({ symbol, pnl }) => [
    symbol,
    pnl,
  ]);
};

describe('what a push brings', () => {
  test('a rejected line stops no other, and what comes again is known', async () => {
    const body = json(
      'mixed',
      fill('1', 'buy', 1, { fee: { cost: '2.30', currency: 'USDT' } }),
      fill('2', 'sell', 2, { price: '0' }),
      null,
      fill('3', 'sell', 3, { price: 46100, fee: [{ cost: 2.305, currency: 'USDT' }] }),
    );
    const rejected = [
      { index: 1, id: '2', reason: 'price is 0: it must be above 0' },
      {
        index: 2,
        id: null,
        reason:
          'is no object: give a fill as {"id":…,"symbol":…,"side":…,"price":…,"amount":…,"executed_at":…}',
      },
    ];
    expect(await push(backend, body)).toEqual(taken(2, 0, rejected));
    expect(await push(backend, body)).toEqual(taken(0, 2, rejected));
    expect(await symbols('mixed')).toEqual([['BTC/USDT', '0.395']]);
  });

  test('the same id with other content is a conflict, in one push as in the next', async () => {
    const first = fill('1', 'buy', 1);
    const same = fill('1', 'buy', 1, { price: '46000.00', fee: null });
    const other = fill('1', 'buy', 1, { amount: '0.06' });
    const conflict = (index: number) => ({ index, id: '1', reason: 'conflict' });
    expect(await push(backend, json('conflicts', first, same, other))).toEqual(taken(1, 1, [conflict(2)]));
    expect(await push(backend, json('conflicts', { id: '0' }, other, same))).toEqual(
      taken(0, 1, [{ index: 0, id: '0', reason: expect.stringContaining('symbol is missing') }, conflict(1)]),
    );
  });

  test('an id is unique within account, exchange and symbol alone', async () => {
    const fills = [fill('1', 'buy', 1), fill('1', 'buy', 1, { symbol: 'ETH/USDT' })];
    expect(await push(backend, json('here', ...fills))).toEqual(taken(2));
    expect(await push(backend, json('there', ...fills))).toEqual(taken(2));
  });

  test('NDJSON and CSV say in the query whose they are', async () => {
    const lines = [fill('1', 'buy', 1), fill('2', 'sell', 2, { price: 46_010.5 })].map((one) =>
      JSON.stringify(one),
    );
    const csv = `id,symbol,side,price,amount,executed_at\r\n2,BTC/USDT,sell,46010.50,5e-2,${minute(2)}\r\n,,,,,\r\n`;
    const query = '?account=main&exchange=Lines';
    expect(await push(backend, lines.join('\n'), { query, type: 'application/x-ndjson' })).toEqual(taken(2));
    expect(await push(backend, csv, { query, type: 'text/csv; charset=utf-8' })).toEqual(
      taken(0, 1, [
        { index: 1, id: null, reason: expect.stringMatching(/^id is missing; symbol is missing; /) },
      ]),
    );
    expect(await symbols('lines')).toEqual([['BTC/USDT', '0.525']]);
  });

  test('a body may be compressed', async () => {
    const body = new Uint8Array(gzipSync(JSON.stringify(json('zipped', fill('1', 'buy', 1)))));
    expect(await push(backend, body, { headers: { 'content-encoding': 'gzip' } })).toEqual(taken(1));
  });

  test('10,000 fills are taken at once', async () => {
    const fills = Array.from({ length: 10_000 }, (_, n) => fill(String(n), n % 2 === 0 ? 'buy' : 'sell', n));
    expect(await push(backend, json('many', ...fills))).toEqual(taken(10_000));
    expect(await push(backend, json('many', ...fills))).toEqual(taken(0, 10_000));
  });

  test('no fill at all is no mistake', async () => {
    expect(await push(backend, json('none'))).toEqual(taken(0));
  });
});

describe('what is refused', () => {
  const one = json('mybot', fill('1', 'buy', 1));

  test('no key, a wrong key; the operator may push too', async () => {
    const ask = (key: string) =>
      push(backend, json('keys', fill('1', 'buy', 1)), { headers: { 'x-api-key': key } });
    expect([await ask(''), await ask('wrong'), await ask(KEYS.admin)]).toEqual([
      refused(401, 'unauthorized', expect.stringMatching(/^A key is missing: /)),
      refused(401, 'unauthorized', expect.stringMatching(/^The key is not valid: /)),
      taken(1),
    ]);
  });

  test('an account that nobody knows', async () => {
    expect(await push(backend, { ...one, account: 'nobody' })).toEqual(
      refused(404, 'not_found', expect.stringContaining('neuratrade accounts add nobody')),
    );
  });

  test.each([
    ['no exchange', '', /^exchange is missing: give the name of the exchange, /],
    ['a name that is none', '?exchange=a/b', /^exchange is a\/b: give the name of the exchange, /],
    ['an account that can be none', '?exchange=x&account=A', /^account is A: it must be at most 32 of /],
    ['an exchange given twice', '?exchange=x&exchange=y', /^exchange: give it once\.$/],
  ])('%s', async (_, query, message) => {
    expect(await push(backend, '{"fills":[]}', { query })).toEqual(
      refused(400, 'bad_request', expect.stringMatching(message)),
    );
  });

  test('a body and a query that contradict each other', async () => {
    expect(await push(backend, one, { query: '?exchange=other' })).toEqual(
      refused(400, 'bad_request', 'exchange: the body says mybot, the query other. Say it once.'),
    );
  });

  test('a body that cannot be read', async () => {
    const bodies: [string, string][] = [
      ['', 'application/json'],
      ['{"fills":', 'application/json'],
      ['id;symbol', 'text/csv'],
      ['<fills/>', 'application/xml'],
    ];
    const answers = await Promise.all(
      bodies.map(([body, type]) => push(backend, body, { type, query: '?exchange=x' })),
    );
    expect(answers).toEqual([
      refused(400, 'bad_request', expect.stringContaining('no valid JSON')),
      refused(400, 'bad_request', expect.stringContaining('no valid JSON')),
      refused(400, 'bad_request', expect.stringContaining('its first line has no id')),
      refused(400, 'bad_request', expect.stringContaining('say which in Content-Type')),
    ]);
  });

  test('more than 10,000 fills or 10 MiB, compressed or not', async () => {
    const tooLarge = refused(
      413,
      'payload_too_large',
      expect.stringContaining('at most 10,000 fills and 10 MiB'),
    );
    const wide = new Uint8Array(Buffer.alloc(10 * 1024 * 1024 + 1, ' '));
    const zipped = new Uint8Array(gzipSync(Buffer.alloc(200 * 1024 * 1024, ' ')));
    expect([
      await push(backend, { exchange: 'x', fills: Array(10_001).fill({}) }),
      await push(backend, wide),
      await push(backend, zipped, { headers: { 'content-encoding': 'gzip' } }),
    ]).toEqual([tooLarge, tooLarge, tooLarge]);
  });
});

describe('what is answered as stored', () => {
  test('is there after kill -9, and what was not answered can be pushed again', async () => {
    const port = { BACKEND_PORT: String(await freePort()) };
    const victim = await startBackend(cleanup, servers, { ...env, ...port }, '/ready');
    const batch = (n: number) =>
      json(
        'killed',
        ...Array.from({ length: 50 }, (_, i) => fill(`${n}-${i}`, i % 2 === 0 ? 'buy' : 'sell', n)),
      );
    let answered = 0;
    const pushing = (async () => {
      for (;;) {
        const told = await push(victim, batch(answered)).catch(() => undefined);
        if (told === undefined) return;
        expect(told).toEqual(taken(50));
        if (++answered === 5) void victim.stop('SIGKILL');
      }
    })();
    await pushing;
    expect(answered).toBeGreaterThanOrEqual(5);
    for (let n = 0; n < answered; n++) expect(await push(backend, batch(n))).toEqual(taken(0, 50));
    const { body } = await push(backend, batch(answered));
    expect([taken(50).body, taken(0, 50).body]).toContainEqual(body);
  });

  test('is nothing while the database is away, which the answer says', async () => {
    const lost = await startBackend(
      cleanup,
      servers,
      { ...env, DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none` },
      '/live',
    );
    expect(await push(lost, json('away', fill('1', 'buy', 1)))).toEqual(
      refused(503, 'unavailable', expect.stringContaining('connection refused')),
    );
  });
});

test('pushes to more accounts at once than there are connections are all taken', async () => {
  const names = Array.from({ length: 24 }, (_, index) => `crowd-${index}`);
  for (const name of names) {
    const headers = { ...OPERATOR, 'content-type': 'application/json' };
    const answer = await fetch(`${backend.url}/api/v1/accounts`, {
      ...{ method: 'POST', headers, body: JSON.stringify({ name }) },
    });
    expect(answer.status).toBe(201);
  }
  const fills = Array.from({ length: 3_000 }, (_, index) =>
    fill(String(index + 1), index % 2 === 0 ? 'buy' : 'sell', index),
  );
  const answers = await Promise.all(
    names.map((account) => push(backend, { account, exchange: 'crowd', fills })),
  );
  expect(answers).toEqual(names.map(() => taken(3_000)));
}, 120_000);
