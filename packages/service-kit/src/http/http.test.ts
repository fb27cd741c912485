import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { AppError } from '../errors/app-error.js';
import type { LogFields, Logger } from '../log/logger.js';
import { jsonAnswer } from './answer.js';
import { fetchJson } from './fetch-json.js';
import { listen } from './listen.js';
import { createListener } from './listener.js';
import { liveAnswer } from './live.js';
import { requireKey } from './require-key.js';
import { createRestApp } from './rest-app.js';

const recorder = (debug = false) => {
  const lines: [string, string, LogFields | undefined][] = [];
  const at = (level: string) => (msg: string, fields?: LogFields) => void lines.push([level, msg, fields]);
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { lines, logger: { ...logger, enabled: () => debug } };
};

const app = (debug = false) => {
  const { lines, logger } = recorder(debug);
  const rest = createRestApp({
    logger,
    bodyLimit: '1kb',
    routes: (router) => {
      router.get('/fails', () => {
        throw new Error('postgres://u:p@h is down');
      });
      router.get('/refuses', async () => {
        throw new AppError('bad_request', 'Give a chat_id.');
      });
      router.post('/echo', (req, res) => void res.json(req.body));
      router.get(
        '/secret',
        requireKey(['right-key', undefined], 'Ask the operator.'),
        (_, res) => void res.json({ ok: true }),
      );
      router.get('/locked', requireKey([], 'Ask the operator.'), (_, res) => void res.json({ ok: true }));
    },
  });
  const probes = { '/live': liveAnswer(), '/ready': () => jsonAnswer(503, { ready: false }) };
  return { lines, listener: createListener({ probes, app: rest, logger }) };
};

describe('probe paths', () => {
  test('are answered ahead of the application, query or not', async () => {
    const { listener, lines } = app();
    const answer = await request(listener).get('/ready?x=1');
    expect([answer.status, answer.text]).toEqual([503, '{"ready":false}']);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': '15',
      'cache-control': 'no-store',
    });
    expect(answer.headers['x-request-id']).toBeUndefined();
    expect(lines).toEqual([]);
  });

  test('/live tells the time of now', async () => {
    const { listener } = app();
    const { body } = await request(listener).get('/live');
    expect(body).toEqual({
      status: 'alive',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(Math.abs(Date.now() - Date.parse(body.timestamp))).toBeLessThan(2_000);
  });

  test.each(['/ready/', 'http://host/ready', 'http://host/ready?x=1', '/ready/?x'])(
    'are found as %s',
    async (target) => {
      const { listener } = app();
      const server = await listen(listener, { port: 0, host: '127.0.0.1' });
      const status = await new Promise((resolve) => {
        get({ port: server.port, host: '127.0.0.1', path: target, agent: false }, (response) => {
          resolve(response.resume().statusCode);
        });
      });
      expect(status).toBe(503);
      await server.close();
    },
  );

  test('take HEAD, and refuse other methods', async () => {
    const { listener } = app();
    expect((await request(listener).head('/ready')).status).toBe(503);
    const post = await request(listener).post('/ready');
    expect([post.status, post.headers.allow, post.body]).toEqual([
      405,
      'GET, HEAD',
      { error: { code: 'method_not_allowed', message: 'Ask with GET or HEAD.' } },
    ]);
  });

  test('are logged at debug level only', async () => {
    const { listener, lines } = app(true);
    await request(listener).get('/live');
    expect(lines).toEqual([['debug', 'Request completed', { method: 'GET', path: '/live', status: 200 }]]);
  });
});

describe('errors', () => {
  test('of ours are masked, logged and carry the request id', async () => {
    const { listener, lines } = app();
    const { status, body } = await request(listener).get('/fails').set('X-Request-Id', 'abc-1');
    expect([status, body]).toEqual([
      500,
      {
        error: {
          code: 'internal',
          message: 'Something failed here. Look for the request id in the log.',
          request_id: 'abc-1',
        },
      },
    ]);
    expect(lines[0]).toEqual([
      'error',
      'Request failed',
      {
        method: 'GET',
        path: '/fails',
        request_id: 'abc-1',
        error: 'postgres://u:p@h is down',
        at: expect.stringMatching(/^http\.test\.ts:\d+$/),
      },
    ]);
  });

  test('of the caller say what to do', async () => {
    const { listener } = app();
    const { status, body } = await request(listener).get('/refuses');
    expect([status, body]).toEqual([400, { error: { code: 'bad_request', message: 'Give a chat_id.' } }]);
  });

  test.each([
    ['no JSON', '{"a":', 400, 'bad_request'],
    ['too large', JSON.stringify({ a: 'x'.repeat(2_000) }), 413, 'payload_too_large'],
  ])('a body that is %s', async (_, text, status, code) => {
    const { listener } = app();
    const answer = await request(listener).post('/echo').set('Content-Type', 'application/json').send(text);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  test.each(['/nowhere', '/%E0%A4%A'])('%s is no server error', async (path) => {
    const { listener } = app();
    const { status } = await request(listener).get(path);
    expect([400, 404]).toContain(status);
  });
});

test('a request is logged with its path, without its query', async () => {
  const { listener, lines } = app();
  await request(listener).get('/nowhere?token=abc').set('X-Request-Id', 'not\tplain!');
  expect(lines).toEqual([
    [
      'info',
      'Request completed',
      {
        method: 'GET',
        path: '/nowhere',
        status: 404,
        duration: expect.stringMatching(/^\d+\.\dms$/),
        request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ],
  ]);
});

describe('requireKey', () => {
  test.each<[string, Record<string, string>, number]>([
    ['X-API-Key', { 'X-API-Key': 'right-key' }, 200],
    ['a bearer token', { Authorization: 'Bearer right-key' }, 200],
    ['a wrong key', { 'X-API-Key': 'wrong-key' }, 401],
    ['an empty key', { 'X-API-Key': '' }, 401],
    ['basic auth', { Authorization: 'Basic right-key' }, 401],
    ['no key', {}, 401],
  ])('%s', async (_, headers, status) => {
    const { listener } = app();
    expect((await request(listener).get('/secret').set(headers)).status).toBe(status);
  });

  test('without any key of its own lets nobody in', async () => {
    const { listener } = app();
    const { status, body } = await request(listener).get('/locked').set('X-API-Key', 'undefined');
    expect([status, body]).toEqual([
      401,
      {
        error: {
          code: 'unauthorized',
          message:
            'The key is not valid: send it as "X-API-Key: KEY" or "Authorization: Bearer KEY". Ask the operator.',
        },
      },
    ]);
  });
});

describe('listen', () => {
  test('finishes what it accepted before it closes, and takes requests while it drains', async () => {
    let asked = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await listen(
      async (_, response) => {
        if (asked++ === 0) await held;
        response.end('done');
      },
      { port: 0, host: '127.0.0.1', drainMs: 2_000 },
    );
    const ask = () =>
      new Promise<string>((resolve, reject) => {
        get({ port: server.port, host: '127.0.0.1', agent: false }, (response) => {
          response
            .resume()
            .once('end', () => resolve(`${response.statusCode} ${response.headers.connection}`));
        }).once('error', (error: NodeJS.ErrnoException) => reject(error.code));
      });
    const accepted = ask();
    while (asked === 0) await sleep(5);
    const closed = server.close();
    await expect(ask()).resolves.toMatch(/^200/);
    let ended = false;
    void closed.then(() => {
      ended = true;
    });
    await sleep(2_200);
    expect(ended).toBe(false);
    release();
    await expect(accepted).resolves.toMatch(/^200/);
    await closed;
    await expect(ask()).rejects.toBe('ECONNREFUSED');
  });

  test('is not kept from closing by a connection that never asks', async () => {
    const server = await listen((_, response) => response.end(), { port: 0, host: '127.0.0.1' });
    const silent = connect(server.port, '127.0.0.1');
    const half = connect(server.port, '127.0.0.1', () => half.write('GET / HTTP/1.1\r\nHost:'));
    for (const socket of [silent, half]) socket.on('error', () => undefined);
    await Promise.all([once(silent, 'connect'), once(half, 'connect')]);
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('rejects when the port is taken', async () => {
    const server = await listen((_, response) => response.end(), { port: 0, host: '127.0.0.1' });
    await expect(listen(() => undefined, { port: server.port, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await server.close();
  });
});

describe('fetchJson', () => {
  const serve = (status: number, body: string, headers = {}) =>
    listen((_, response) => void response.writeHead(status, headers).end(body), {
      port: 0,
      host: '127.0.0.1',
    });

  test.each<[string, number, string, unknown]>([
    ['JSON', 200, '{"a":1}', { a: 1 }],
    ['HTML', 200, '<html>', undefined],
    ['nothing', 503, '', undefined],
    ['more than is allowed', 200, `"${'x'.repeat(5_000)}"`, undefined],
  ])('%s', async (_, status, text, body) => {
    const server = await serve(status, text);
    const answer = await fetchJson(`http://127.0.0.1:${server.port}`, {
      signal: AbortSignal.timeout(2_000),
      maxBytes: 1_000,
    });
    expect(answer).toEqual({ status, body });
    await server.close();
  });

  test('gives up when its signal fires, with the reason of the signal', async () => {
    const server = await listen(() => undefined, { port: 0, host: '127.0.0.1' });
    const reason = new Error('enough');
    const signal = new AbortController();
    setTimeout(() => signal.abort(reason), 50);
    await expect(fetchJson(`http://127.0.0.1:${server.port}`, { signal: signal.signal })).rejects.toBe(
      reason,
    );
    await server.close();
  });

  test('asks again when the connection that was kept has ended meanwhile', async () => {
    const sockets = new Set<Socket>();
    let asked = 0;
    const server = createServer(({ socket }, response) => {
      asked++;
      if (asked === 2) socket.resetAndDestroy();
      else response.end('{}');
    });
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = () => fetchJson(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(2_000) });
    const answers = [await ask(), await ask().catch(String)];
    server.close();
    server.closeAllConnections();
    expect([answers, asked, sockets.size]).toEqual([
      [
        { status: 200, body: {} },
        { status: 200, body: {} },
      ],
      3,
      2,
    ]);
  });

  test('follows no redirect', async () => {
    const server = await serve(302, '', { location: 'http://127.0.0.1:1/' });
    expect(
      await fetchJson(`http://127.0.0.1:${server.port}`, { signal: AbortSignal.timeout(2_000) }),
    ).toEqual({
      status: 302,
      body: undefined,
    });
    await server.close();
  });
});
