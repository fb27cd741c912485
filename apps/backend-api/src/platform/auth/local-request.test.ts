import { describe, expect, test } from '@jest/globals';
import { type InternalAuth, needsNoKey } from './local-request.js';

const asked = (mode: InternalAuth, headers: Record<string, string>, peer = '127.0.0.1'): boolean =>
  needsNoKey(mode, { peer, headers: { host: 'localhost:8080', ...headers } });

describe('a loopback name in Host is enough for the user of this machine', () => {
  test.each([
    'localhost',
    'LOCALHOST:8080',
    'api.localhost:8080',
    'a.b_c.localhost',
    '127.0.0.1',
    '127.255.3.99:65535',
    '[::1]',
    '[::1]:8080',
  ])('%s', (host) => {
    expect([asked('loopback', { host }), asked('host', { host }), asked('always', { host })]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('any other Host is not', () => {
  test.each([
    '',
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    'evillocalhost',
    '127.0.0.1.evil.example',
    '127.0.0.256',
    '127.1',
    '128.0.0.1',
    '0.0.0.0:8080',
    '[::2]',
    '::1',
    '[::1]x',
    'localhost:',
    'localhost:123456',
    'user@localhost',
    '.localhost',
    'localhost evil.example',
  ])('%p', (host) => {
    expect([asked('loopback', { host }), asked('host', { host })]).toEqual([false, false]);
  });

  test('nor is none', () => {
    expect(needsNoKey('host', { peer: '127.0.0.1', headers: {} })).toBe(false);
  });
});

describe('the other end of the connection', () => {
  test.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', '::FFFF:127.0.0.1'])(
    '%s is this machine',
    (peer) => {
      expect([asked('loopback', {}, peer), asked('host', {}, peer)]).toEqual([true, true]);
    },
  );

  test.each(['172.17.0.1', '10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '::', '::11', '1127.0.0.1', ''])(
    '%p is not, which matters to loopback alone',
    (peer) => {
      expect([asked('loopback', {}, peer), asked('host', {}, peer)]).toEqual([false, true]);
    },
  );

  test('an unknown one is not', () => {
    expect(needsNoKey('loopback', { peer: undefined, headers: { host: 'localhost' } })).toBe(false);
  });
});

test.each([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded',
  'x-real-ip',
  'via',
  'cf-connecting-ip',
  'true-client-ip',
  'x-original-forwarded-for',
  'x-envoy-external-address',
  'x-client-ip',
])('what came through a proxy needs a key: %s', (header) => {
  for (const value of ['127.0.0.1', '']) {
    expect([asked('loopback', { [header]: value }), asked('host', { [header]: value })]).toEqual([
      false,
      false,
    ]);
  }
});

test.each<[string, Record<string, string>, boolean]>([
  ['the address bar', { 'sec-fetch-site': 'none' }, true],
  ['a page of ours', { 'sec-fetch-site': 'same-origin' }, true],
  ['a form of ours', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' }, true],
  ['a page elsewhere', { 'sec-fetch-site': 'cross-site' }, false],
  ['a page on another port', { 'sec-fetch-site': 'same-site' }, false],
  ['a script elsewhere', { origin: 'https://evil.example' }, false],
  ['a script on another port', { origin: 'http://localhost:3000' }, false],
  ['a sandboxed page', { origin: 'null' }, false],
])('of what a browser sends without a key: %s', (_, headers, passes) => {
  expect([asked('loopback', headers), asked('host', headers)]).toEqual([passes, passes]);
});
