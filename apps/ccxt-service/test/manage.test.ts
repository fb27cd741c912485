import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { RunningSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, eventually, readLog, type Service } from '@neuratrade/test-kit';
import {
  credentials,
  exchange,
  list,
  manage,
  openKey,
  readFile,
  refused,
  startWithKeys,
  told,
} from './managing.js';
import { newHome, runCcxt, setFault } from './service.js';

jest.setTimeout(60_000);

const READ_ONLY = { read: true, trade: false, withdraw: false };
const CLOCK = { EXCHANGE_PROBE_TIMEOUT_MS: '5000' };

const cleanup = createCleanup();
let simulator: RunningSimulator;
let home: string;
let ccxt: Service;

beforeAll(async () => {
  simulator = await startWithKeys(cleanup, 'reader', 'other-reader');
  await openKey(simulator.url, 'trader', ['read', 'trade']);
  await openKey(simulator.url, 'owner', ['read', 'trade', 'withdraw']);
  home = await newHome(cleanup);
  ccxt = await runCcxt(home, { SIMULATOR_URL: simulator.url, ...CLOCK });
  cleanup.add(() => ccxt.stop());
});
afterAll(() => cleanup.run());

const all = async () => told(await manage(ccxt, 'GET'));
const saved = (status: number, of: object, permissions: unknown = null, warnings: string[] = []) => [
  status,
  { exchange: of, permissions, warnings },
];

describe('exchanges over HTTP', () => {
  test('are the simulator at first, which stands in and cannot be changed', async () => {
    const why =
      'The simulator stands in because no exchange is configured, and goes by itself when one is added. Nothing was changed.';
    expect(await all()).toEqual([200, list('simulator', [exchange('simulator')])]);
    expect(told(await manage(ccxt, 'DELETE', '/simulator'))).toEqual(refused(409, 'conflict', why));
    expect(told(await manage(ccxt, 'PATCH', '/simulator', { enabled: false }))).toEqual(
      refused(409, 'conflict', why),
    );
  });

  test('are shown to nobody without the service key', async () => {
    const statuses = await Promise.all(
      [ccxt.get('/api/v1/exchanges'), ccxt.get('/api/v1/exchanges', { 'x-api-key': 'wrong' })].map(
        async (answer) => (await answer).status,
      ),
    );
    expect(statuses).toEqual([401, 401]);
  });

  test('are added for public data without asking anybody, and are then used', async () => {
    expect(told(await manage(ccxt, 'POST', '', { name: ' Kraken ' }))).toEqual(
      saved(201, exchange('kraken')),
    );
    expect(await all()).toEqual([200, list('file', [exchange('kraken')])]);
    expect(readFile(home)).toEqual({
      mode: '600',
      content: { exchanges: [{ name: 'kraken', enabled: true }] },
    });
    const health = (await ccxt.get('/health')).json;
    expect(health).toEqual(expect.objectContaining({ exchanges_count: 1 }));
  });

  test('are added with a key that the exchange accepts, which is stored and shown nowhere', async () => {
    const answer = await manage(ccxt, 'POST', '', { name: 'simulator', ...credentials('reader') });
    expect(told(answer)).toEqual(saved(201, exchange('simulator', { has_auth: true }), READ_ONLY));
    expect(await all()).toEqual([
      200,
      list('file', [exchange('kraken'), exchange('simulator', { has_auth: true })]),
    ]);
    const { mode, content } = readFile(home);
    expect([mode, (content as { exchanges: unknown[] }).exchanges[1]]).toEqual([
      '600',
      { name: 'simulator', enabled: true, apiKey: 'reader', secret: 'secret-of-reader' },
    ]);
  });

  test('are refused when they are there already', async () => {
    const refusal = refused(
      409,
      'conflict',
      'simulator is configured already: change it with PATCH. Nothing was changed.',
    );
    expect(told(await manage(ccxt, 'POST', '', { name: 'simulator' }))).toEqual(refusal);
    expect(told(await manage(ccxt, 'POST', '', { name: 'SIMULATOR', ...credentials('reader') }))).toEqual(
      refusal,
    );
  });

  test('are refused with a key that can do more than read, unless that is allowed', async () => {
    const add = async (key: string, more: object = {}) =>
      told(
        await manage(ccxt, 'POST', '', {
          name: 'simulator',
          account: 'second',
          ...credentials(key),
          ...more,
        }),
      );
    const refusal = (deeds: string) =>
      refused(
        422,
        'key_refused',
        `The key can ${deeds}. Make a key at simulator that can only read, or send "allow_trading_key": true to use this one all the same. Nothing was changed.`,
      );
    expect([
      await add('trader'),
      await add('owner'),
      await add('trader', { allow_trading_key: true }),
    ]).toEqual([
      refusal('trade'),
      refusal('trade and withdraw'),
      saved(
        201,
        exchange('simulator', { account: 'second', has_auth: true }),
        { ...READ_ONLY, trade: true },
        ['The key can trade, which is never needed here: a key that can only read is safer.'],
      ),
    ]);
  });

  test('are refused with a key that the exchange refuses', async () => {
    const refusal = refused(
      422,
      'key_refused',
      'simulator does not accept the key: the key or its secret is wrong, or it does not allow the address of this machine. Nothing was changed.',
    );
    const add = async (key: object) =>
      told(await manage(ccxt, 'POST', '', { name: 'simulator', account: 'third', ...key }));
    const before = readFile(home);
    expect(await add(credentials('nobody'))).toEqual(refusal);
    expect(await add({ key: 'reader', secret: 'not-its-secret' })).toEqual(refusal);
    expect(readFile(home)).toEqual(before);
  });

  test.each([
    [{ name: 'binanse' }, 400, 'bad_request', 'There is no exchange binanse: did you mean binance?'],
    [
      { name: 'okx', ...credentials('x') },
      400,
      'bad_request',
      'password: missing. okx gives one (a passphrase) with each key.',
    ],
    [
      { name: 'binance', key: 'CANARY' },
      400,
      'bad_request',
      'secret: missing. Key and secret come together.',
    ],
    [
      { name: 'hyperliquid', ...credentials('x') },
      501,
      'not_supported',
      'hyperliquid signs in with privateKey and walletAddress, which is not supported yet. Leave the key out to use its public data.',
    ],
    [
      { name: 'okx', apiKey: 'CANARY', secert: 'CANARY' },
      400,
      'bad_request',
      'apiKey, secert is unknown; the fields are name, account, key, secret, password, allow_trading_key.',
    ],
    [
      { name: 5, account: 'A b', key: '' },
      400,
      'bad_request',
      expect.stringMatching(/^name must be a text; account must be .*; key must not be empty\.$/),
    ],
    ['[]', 400, 'bad_request', 'Send a JSON object such as {"name":"binance"}, as application/json.'],
    ['{"name":"CANARY', 400, 'bad_request', 'The body is no valid JSON.'],
  ])('are refused as %j', async (body, status, code, message) => {
    const answer = await manage(ccxt, 'POST', '', body);
    expect(told(answer)).toEqual(refused(status, code, message));
    expect(answer.text).not.toContain('CANARY');
  });

  test('are disabled and enabled, and then not used and used', async () => {
    const active = async () => {
      const { json } = await manage(ccxt, 'GET', '/connectivity');
      return (json as { exchanges: { name: string }[] }).exchanges.map(({ name }) => name);
    };
    const before = await active();
    const disabled = await manage(ccxt, 'PATCH', '/kraken', { enabled: false });
    const without = await active();
    const enabled = await manage(ccxt, 'PATCH', '/Kraken', { enabled: true });
    expect([before, told(disabled), without, told(enabled), await active()]).toEqual([
      ['kraken', 'simulator'],
      saved(200, exchange('kraken', { enabled: false })),
      ['simulator'],
      saved(200, exchange('kraken')),
      ['kraken', 'simulator'],
    ]);
  });

  test('stay in use under their name while one of their accounts has them enabled', async () => {
    const counts: unknown[] = [];
    const count = async () => {
      const { json } = await manage(ccxt, 'GET', '/connectivity');
      counts.push((json as { exchanges: unknown[] }).exchanges.length);
    };
    await manage(ccxt, 'PATCH', '/simulator', { enabled: false });
    await count();
    await manage(ccxt, 'PATCH', '/simulator?account=second', { enabled: false });
    await count();
    await manage(ccxt, 'PATCH', '/simulator', { enabled: true });
    await count();
    expect(counts).toEqual([2, 1, 2]);
  });

  test('get another key, or none, and the revision changes with each', async () => {
    const revision = async () => ((await manage(ccxt, 'GET')).json as { revision: string }).revision;
    const revisions = [await revision()];
    const path = '/simulator?account=second';
    const rotated = await manage(ccxt, 'PATCH', path, credentials('other-reader'));
    revisions.push(await revision());
    const wrong = await manage(ccxt, 'PATCH', path, { ...credentials('nobody'), enabled: true });
    expect(await revision()).toBe(revisions[1]);
    const none = await manage(ccxt, 'PATCH', path, { key: null });
    revisions.push(await revision());
    const second = exchange('simulator', { account: 'second', enabled: false, has_auth: true });
    expect([told(rotated), wrong.status, told(none), new Set(revisions).size]).toEqual([
      saved(200, second, READ_ONLY),
      422,
      saved(200, { ...second, has_auth: false }),
      3,
    ]);
  });

  test.each([
    [
      'PATCH',
      '/krakn',
      { enabled: true },
      404,
      'not_found',
      /^krakn is not configured\. Did you mean kraken\? /,
    ],
    [
      'PATCH',
      '/okx',
      { enabled: true },
      404,
      'not_found',
      /^okx is not configured\. Configured: kraken, sim/,
    ],
    ['DELETE', '/kraken?account=x', undefined, 404, 'not_found', /^kraken \(account x\) is not configured/],
    ['POST', '/okx/test', undefined, 404, 'not_found', /^okx is not configured/],
    ['PATCH', '/kraken', {}, 400, 'bad_request', /^Nothing to change: give enabled, or key and secret/],
    [
      'PATCH',
      '/kraken',
      { key: null, secret: 'x' },
      400,
      'bad_request',
      /^key: null takes the whole key away/,
    ],
    ['PATCH', '/kraken?account=A', { enabled: true }, 400, 'bad_request', /^account=A: give the name of/],
  ] as const)('are not changed by %s %s %j', async (method, path, body, status, code, message) => {
    expect(told(await manage(ccxt, method, path, body))).toEqual(
      refused(status, code, expect.stringMatching(message)),
    );
  });

  test('are tested on request: whether they answer, and accept their key', async () => {
    const reachable = {
      name: 'simulator',
      account: 'main',
      reachable: true,
      latency_ms: expect.any(Number),
      clock_offset_ms: expect.any(Number),
      error: null,
    };
    expect(told(await manage(ccxt, 'POST', '/simulator/test'))).toEqual([
      200,
      { ...reachable, key: { accepted: true, permissions: READ_ONLY, error: null } },
    ]);
    expect(told(await manage(ccxt, 'POST', '/simulator/test?account=second'))).toEqual([
      200,
      { ...reachable, account: 'second', key: null },
    ]);
    await openKey(simulator.url, 'reader', []);
    const { json } = await manage(ccxt, 'POST', '/simulator/test');
    await openKey(simulator.url, 'reader');
    expect(json).toEqual({
      ...reachable,
      key: {
        accepted: false,
        permissions: null,
        error: 'the key or its secret is wrong, or it does not allow the address of this machine',
      },
    });
  });

  test('have no key called refused that could not be checked', async () => {
    await setFault(simulator.url, { path: '/sapi/v1/account/apiRestrictions', kind: 'html' });
    const { json } = await manage(ccxt, 'POST', '/simulator/test');
    await setFault(simulator.url, 'none');
    expect(json).toEqual(
      expect.objectContaining({
        reachable: true,
        key: { accepted: null, permissions: null, error: 'unexpected answer' },
      }),
    );
  });

  test('are removed, and after the last one the simulator stands in again', async () => {
    const removals = [];
    for (const path of ['/simulator?account=second', '/kraken', '/simulator']) {
      removals.push(told(await manage(ccxt, 'DELETE', path)));
    }
    expect(removals).toEqual([
      saved(200, exchange('simulator', { account: 'second', enabled: false })),
      saved(200, exchange('kraken')),
      saved(200, exchange('simulator', { has_auth: true })),
    ]);
    expect(await all()).toEqual([200, list('simulator', [exchange('simulator')])]);
    expect(readFile(home)).toEqual({ mode: '600', content: { exchanges: [] } });
    await eventually(async () => {
      expect((await ccxt.get('/health')).json).toEqual(expect.objectContaining({ status: 'healthy' }));
    });
  });

  test('are told in the log as they change', async () => {
    const log = await readLog(join(home, 'logs', 'ccxt.log'));
    const changes = log.filter(({ msg }) => msg === 'Exchanges changed');
    const line = (added: string[], removed: string[], changed: string[], managed_by = 'file') => ({
      time: expect.any(String),
      level: 'INFO',
      msg: 'Exchanges changed',
      ...{ added, removed, changed, managed_by },
    });
    expect(changes.slice(0, 3)).toEqual([
      line(['kraken'], ['simulator'], []),
      line(['simulator'], [], []),
      line(['simulator (account second)'], [], []),
    ]);
    expect(changes.slice(-3)).toEqual([
      line([], ['simulator (account second)'], []),
      line([], ['kraken'], []),
      line([], [], ['simulator'], 'simulator'),
    ]);
  });
});
