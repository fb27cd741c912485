import { request as open } from 'node:http';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, freePort, makeHome, type Service, spawnService } from '@neuratrade/test-kit';
import { scriptedCcxt } from './market-ccxt.js';
import { KEYS, type Servers, startBackend, startServers } from './market-stack.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
afterAll(cleanup.run);

const ENTRY = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const PATH = '/api/v1/market/ticker?symbol=BTC/USDT';
/** An address of this machine that is none of its loopback. */
const OUTSIDE = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

let backends: Record<'loopback' | 'host' | 'always', Service>;
let servers: Servers;

beforeAll(async () => {
  servers = await startServers(cleanup);
  const ccxt = await scriptedCcxt(cleanup, { binance: {} });
  const start = (INTERNAL_AUTH?: string) =>
    startBackend(
      cleanup,
      servers,
      {
        ...{ CCXT_URL: ccxt.url, WATCHLIST: 'none', BIND_HOST: '::', LOG_LEVEL: 'info' },
        ...(INTERNAL_AUTH === undefined ? {} : { INTERNAL_AUTH }),
      },
      '/ready',
    );
  const [loopback, host, always] = await Promise.all([start(), start('host'), start('always')]);
  backends = { loopback, host, always };
});

/** The status of a request whose headers are exactly these. */
function statusOf(
  { port }: Service,
  headers: Record<string, string> = {},
  address = '127.0.0.1',
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = open({
      host: address,
      port,
      path: PATH,
      headers: { host: `localhost:${port}`, ...headers },
      agent: false,
    });
    asked.on('response', (response) => resolve(response.resume().statusCode));
    asked.on('error', reject);
    asked.end();
  });
}

const inEachMode = async (headers: Record<string, string>, address?: string): Promise<unknown> => {
  const [loopback, host, always] = await Promise.all(
    [backends.loopback, backends.host, backends.always].map((backend) => statusOf(backend, headers, address)),
  );
  return { loopback, host, always };
};

const ALL = { loopback: 200, host: 200, always: 200 };
const LOCAL = { loopback: 200, host: 200, always: 401 };
const NONE = { loopback: 401, host: 401, always: 401 };

describe('without a key', () => {
  test.each<[string, Record<string, string>]>([
    ['localhost', {}],
    ['127.0.0.1', { host: '127.0.0.1' }],
    ['the IPv6 loopback', { host: '[::1]:8080' }],
    ['a name below localhost', { host: 'neuratrade.localhost' }],
    ['the address bar of a browser', { 'sec-fetch-site': 'none' }],
  ])('a request from this machine to %s passes where that is allowed', async (_, headers) => {
    expect(await inEachMode(headers)).toEqual(LOCAL);
  });

  test('the IPv6 loopback is this machine, too', async () => {
    expect(await inEachMode({}, '::1')).toEqual(LOCAL);
  });

  test('a connection from elsewhere passes where only the Host counts', async () => {
    expect(OUTSIDE).toBeDefined();
    expect(await inEachMode({}, OUTSIDE)).toEqual({ loopback: 401, host: 200, always: 401 });
  });

  test.each<[string, Record<string, string>]>([
    ['DNS rebinding', { host: 'evil.example' }],
    ['DNS rebinding with a deceptive name', { host: 'localhost.evil.example:8080' }],
    ['a forwarding proxy', { 'x-forwarded-for': '127.0.0.1' }],
    ['a proxy of the standard', { forwarded: 'for=127.0.0.1' }],
    ['a gateway', { via: '1.1 gateway' }],
    ["nginx's customary header", { 'x-real-ip': '127.0.0.1' }],
    ['Cloudflare', { 'cf-connecting-ip': '127.0.0.1' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a script of another origin', { origin: 'https://evil.example' }],
    ['a sandboxed script', { origin: 'null' }],
  ])('%s is refused in every mode', async (_, headers) => {
    expect(await inEachMode(headers)).toEqual(NONE);
  });
});

describe('with a key', () => {
  const strange = { host: 'evil.example', 'x-forwarded-for': '203.0.113.9', origin: 'https://evil.example' };

  test.each<[string, Record<string, string>]>([
    ['the service key', { 'x-api-key': KEYS.service }],
    ['the admin key', { 'x-api-key': KEYS.admin }],
    ['a bearer token', { authorization: `Bearer ${KEYS.admin}` }],
  ])('%s passes wherever it comes from', async (_, key) => {
    expect(await inEachMode(key)).toEqual(ALL);
    expect(await inEachMode({ ...key, ...strange }, OUTSIDE)).toEqual(ALL);
  });

  test.each<[string, Record<string, string>]>([
    ['a wrong one', { 'x-api-key': `${KEYS.service.slice(0, -1)}X` }],
    ['one of another length', { 'x-api-key': `${KEYS.service}X` }],
    ['the beginning of one', { 'x-api-key': KEYS.service.slice(0, 8) }],
    ['an empty one', { 'x-api-key': '' }],
    ['a wrong bearer token', { authorization: 'Bearer nothing' }],
    ['another kind of authorization', { authorization: `Basic ${KEYS.admin}` }],
    ['both keys in one', { 'x-api-key': `${KEYS.service}, ${KEYS.admin}` }],
  ])('%s is refused, on this machine too', async (_, headers) => {
    expect(await inEachMode(headers)).toEqual(NONE);
  });
});

test('a refusal says what to do, and covers what is not there', async () => {
  const answer = await backends.always.get('/api/v1/market/nothing');
  expect([answer.status, answer.json]).toEqual([
    401,
    {
      error: {
        code: 'unauthorized',
        message:
          'A key is missing: send it as "X-API-Key: KEY" or "Authorization: Bearer KEY". The service and the admin key do; natively `neuratrade config get admin_api_key` prints the latter.',
      },
    },
  ]);
});

test("the operator's endpoints ask for the admin key on this machine too", async () => {
  const path = '/api/v1/health/details';
  const [nothing, service, admin] = await Promise.all([
    backends.loopback.get(path),
    backends.loopback.get(path, { 'x-api-key': KEYS.service }),
    backends.loopback.get(path, { 'x-api-key': KEYS.admin }),
  ]);
  expect([nothing.status, service.status, admin.status]).toEqual([401, 401, 200]);
});

describe('in production', () => {
  const OWN = { ADMIN_API_KEY: 'a'.repeat(40), SERVICE_API_KEY: 's'.repeat(40), NODE_ENV: 'production' };

  test('a key is asked for without a word about it', async () => {
    const backend = await startBackend(cleanup, servers, { ...OWN, CCXT_URL: 'http://127.0.0.1:1' });
    expect([await statusOf(backend), await statusOf(backend, { 'x-api-key': OWN.SERVICE_API_KEY })]).toEqual([
      401, 503,
    ]);
  });

  test.each(['loopback', 'host'])(
    'INTERNAL_AUTH=%s is refused at the start, with the reason',
    async (mode) => {
      const home = cleanup.use(await makeHome()).path;
      const started = spawnService({
        ...{ entry: ENTRY, home, portVariable: 'BACKEND_PORT' },
        env: {
          ...OWN,
          ...{ DATABASE_URL: 'postgres://127.0.0.1:1/x', REDIS_URL: 'redis://127.0.0.1:1' },
          ...{ INTERNAL_AUTH: mode, BACKEND_PORT: String(await freePort()) },
        },
      });
      await expect(started).rejects.toThrow(
        `service ended at start (code 1):\nINTERNAL_AUTH=${mode}: NODE_ENV=production asks everyone for a key; leave it unset, or set always\n`,
      );
    },
  );
});
