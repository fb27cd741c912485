import { get } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import express from 'express';
import helmet from 'helmet';
import request from 'supertest';
import { AppError } from '../errors/app-error.js';
import type { LogFields, Logger } from '../log/logger.js';
import { jsonAnswer } from './answer.js';
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

const app = (debug = false, quietReads = false) => {
  const { lines, logger } = recorder(debug);
  const rest = createRestApp({
    logger,
    bodyLimit: '1kb',
    quietReads,
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
        at: expect.stringMatching(/^rest-app\.test\.ts:\d+$/),
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

  test('a body that is not compressed as it says', async () => {
    const { listener } = app();
    const answer = await request(listener)
      .post('/echo')
      .set({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      .send('{}');
    const message = 'The body is not what its Content-Encoding says, or not all of it came.';
    expect([answer.status, answer.body]).toEqual([400, { error: { code: 'bad_request', message } }]);
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

test('where reads are quiet, only a read that succeeds is logged at debug level', async () => {
  const { listener, lines } = app(false, true);
  await request(listener).get('/secret').set('X-API-Key', 'right-key');
  await request(listener).get('/refuses');
  await request(listener).post('/echo').send({});
  expect(lines.map(([level, , fields]) => [level, fields?.path])).toEqual([
    ['debug', '/secret'],
    ['info', '/refuses'],
    ['info', '/echo'],
  ]);
});

test('every answer carries the security headers that helmet sets', async () => {
  const { listener } = app();
  const { headers } = await request(listener).get('/nowhere');
  const plain = express();
  plain.use(helmet());
  const { headers: wanted } = await request(plain).get('/nowhere');
  const ofHelmet = Object.entries(wanted).filter(([name]) => /^(x-|strict|cross|origin|referrer)/.test(name));
  expect(ofHelmet).toHaveLength(11);
  expect(Object.entries(headers)).toEqual(expect.arrayContaining(ofHelmet));
  expect(headers['content-security-policy']).toMatch(/^default-src 'self';/);
  expect(headers['x-powered-by']).toBeUndefined();
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
