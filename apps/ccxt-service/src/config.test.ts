import { chmodSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError } from '@neuratrade/service-kit';
import { readConfig } from './config.js';

let home: string;
let file: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ccxt-config-'));
  file = join(home, 'exchanges.json');
});
beforeEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(home, { recursive: true }));

function write(content: unknown, mode = 0o600): void {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(file, mode);
}

const exchangesOf = (env: NodeJS.ProcessEnv) =>
  readConfig({ NEURATRADE_HOME: home, ...env }).configuration.exchanges;

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    exchangesOf(env);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map((problem) => problem.replaceAll(file, 'FILE'));
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('takes exchanges and their keys from the environment', () => {
    const env = {
      EXCHANGES: 'Binance, okx,,binance',
      BINANCE_API_KEY: 'key',
      BINANCE_API_SECRET: 'secret',
      OKX_API_KEY: 'k',
      OKX_API_SECRET: 's',
      OKX_API_PASSWORD: 'p',
    };
    expect(exchangesOf(env)).toEqual([
      { name: 'binance', account: 'main', enabled: true, credentials: { apiKey: 'key', secret: 'secret' } },
      {
        name: 'okx',
        account: 'main',
        enabled: true,
        credentials: { apiKey: 'k', secret: 's', password: 'p' },
      },
    ]);
  });

  test('takes exchanges from exchanges.json, which its group may read', () => {
    write(
      {
        exchanges: [
          { name: 'Kraken', apiKey: 'k', secret: 's' },
          { name: 'okx', enabled: false },
        ],
      },
      0o440,
    );
    expect(exchangesOf({})).toEqual([
      { name: 'kraken', account: 'main', enabled: true, credentials: { apiKey: 'k', secret: 's' } },
      { name: 'okx', account: 'main', enabled: false },
    ]);
  });

  test('takes exchanges.json with a byte order mark', () => {
    write('\uFEFF{"exchanges":[{"name":"kraken"}]}');
    expect(exchangesOf({})).toEqual([{ name: 'kraken', account: 'main', enabled: true }]);
  });

  test('says where another exchange is to be added', () => {
    const listedIn = (env: NodeJS.ProcessEnv) => readConfig({ NEURATRADE_HOME: home, ...env }).listedIn;
    const without = listedIn({});
    write({ exchanges: [{ name: 'okx' }] });
    expect([without, listedIn({}), listedIn({ EXCHANGES: 'okx' })]).toEqual([
      'EXCHANGES',
      'exchanges.json',
      'EXCHANGES',
    ]);
  });

  test('is the simulator when nothing else is configured and there is one', () => {
    expect([exchangesOf({ SIMULATOR_URL: 'http://127.0.0.1:3010/' }), exchangesOf({})]).toEqual([
      [{ name: 'simulator', account: 'main', enabled: true }],
      [],
    ]);
  });

  test('knows every key as a secret', () => {
    write({ exchanges: [{ name: 'kraken', apiKey: 'file-key', secret: 'file-secret' }] });
    const env = { OKX_API_KEY: 'k', OKX_API_SECRET: 's', OKX_API_PASSWORD: 'p', SERVICE_API_KEY: 'service' };
    const { secrets } = readConfig({ NEURATRADE_HOME: home, EXCHANGES: 'okx,kraken', ...env });
    expect(secrets).toEqual(['service', 'k', 's', 'p', 'file-key', 'file-secret']);
  });
});

describe('the configuration refuses', () => {
  test('keys without their secret, and the simulator without its address, all told at once', () => {
    expect(
      problemsOf({ EXCHANGES: 'simulator,okx,kraken', OKX_API_KEY: 'k', KRAKEN_API_PASSWORD: 'p' }),
    ).toEqual([
      'OKX_API_SECRET is not set: an exchange needs key and secret together, or neither for public data',
      'KRAKEN_API_KEY and KRAKEN_API_SECRET are not set: an exchange needs key and secret together, or neither for public data',
      'SIMULATOR_URL is not set: the exchange simulator needs it, for instance http://127.0.0.1:3010',
    ]);
  });

  test('a file that everyone can read', () => {
    write({ exchanges: [] }, 0o644);
    expect(problemsOf({})).toEqual([
      'FILE holds keys and every user of this machine can read it: run chmod 600 FILE',
    ]);
  });

  test.each([
    [
      '{"exchanges":[{"secret":"CANARY"',
      ['FILE is no valid JSON: correct it, or start anew with {"exchanges":[]}'],
    ],
    ['[]', ['FILE: the file must be an object']],
    ['{"exchanges":{}}', ['FILE: exchanges must be a list']],
    ['{"exchanges":[{"apiKey":"CANARY","secret":"CANARY"}]}', ['FILE: exchanges[0].name must be a text']],
    [
      '{"exchanges":[{"name":"okx","apikey":"CANARY","enabled":"CANARY"}]}',
      ['FILE: exchanges[0].enabled must be true or false', 'FILE: exchanges[0] has an unknown key apikey'],
    ],
    [
      '{"exchanges":["okx",{"name":"okx","apiKey":"CANARY"},{"name":5,"secretKey":"CANARY"}],"more":1}',
      ['FILE: the file has an unknown key more'],
    ],
    [
      '{"exchanges":["okx",{"name":"okx","apiKey":"CANARY"},{"name":5,"secretKey":"CANARY"}]}',
      [
        'FILE: exchanges[0] must be an object',
        'FILE: exchanges[1].secret is not set: an exchange needs key and secret together, or neither for public data',
        'FILE: exchanges[2].name must be a text',
        'FILE: exchanges[2] has an unknown key secretKey',
      ],
    ],
    [
      '{"exchanges":[{"name":"okx","apiKey":"CANARY"},{"name":"OKX"}]}',
      [
        'FILE: exchanges[0].secret is not set: an exchange needs key and secret together, or neither for public data',
        'FILE: okx is listed twice; keep one of the two',
      ],
    ],
  ])('%s', (content, problems) => {
    write(content);
    expect(problemsOf({})).toEqual(problems);
  });

  test('a directory in place of the file, and a file in place of the home', () => {
    mkdirSync(file);
    const directory = problemsOf({});
    rmdirSync(file);
    write('x');
    expect([directory, problemsOf({ NEURATRADE_HOME: file })]).toEqual([
      [
        'FILE is a directory, which Docker makes when the file to mount does not exist: remove it, and put the file there or drop the mount',
      ],
      ['FILE/exchanges.json cannot be read (ENOTDIR): let the user of this service read it'],
    ]);
  });

  test('a list of exchanges without a name', () => {
    const simulator = { SIMULATOR_URL: 'http://127.0.0.1:3010' };
    expect([
      problemsOf({ ...simulator, EXCHANGES: ' , ' }),
      problemsOf({ ...simulator, EXCHANGES: ' ' }),
    ]).toEqual([['EXCHANGES=,: names no exchange; list some, or leave it unset'], []]);
  });

  test('bad settings and a bad file together', () => {
    write('{');
    expect(problemsOf({ CCXT_PORT: 'x', LOG_LEVEL: 'loud' })).toEqual([
      expect.stringContaining('LOG_LEVEL=loud'),
      expect.stringContaining('CCXT_PORT=x'),
      'FILE is no valid JSON: correct it, or start anew with {"exchanges":[]}',
    ]);
  });

  test('a weak service key in production', () => {
    expect(problemsOf({ NODE_ENV: 'production', SERVICE_API_KEY: 'short' })).toEqual([
      expect.stringContaining('SERVICE_API_KEY is too short'),
    ]);
  });
});
