import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createCleanup, findSecrets } from '@neuratrade/test-kit';
import type { TestStack } from './support/cli.js';
import {
  control,
  exchangesOf,
  keyLines,
  OTHER,
  READER,
  secretOf,
  stackWithKeys,
  TRADER,
} from './support/exchanges.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
const said: Record<string, string> = {};
let stack: TestStack;
let exchanges: ReturnType<typeof exchangesOf>;

beforeAll(async () => {
  stack = await stackWithKeys(cleanup);
  exchanges = exchangesOf(stack, said);
}, 90_000);
afterAll(cleanup.run, 60_000);

describe('on a running stack', () => {
  test('lists what stands in', async () => {
    expect(await exchanges(['list'])).toEqual({
      code: 0,
      stdout: 'EXCHANGE   ENABLED  KEYS             ADDED\nsimulator  yes      no, public data  TIME\n',
      stderr: '',
    });
  });

  test('adds with keys from standard input, as lines and as JSON, and shows accounts where there are several', async () => {
    const main = await exchanges(['add', 'simulator', '--stdin'], keyLines(READER));
    const json = JSON.stringify({ key: OTHER, secret: secretOf(OTHER) });
    const add = ['add', 'simulator', '--stdin', '--account', 'bot-2', '--json'];
    expect(await exchanges(add, json)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no account bot-2. Add it with neuratrade accounts add bot-2.\n',
    });
    await stack.run(['accounts', 'add', 'bot-2']);
    const second = await exchanges(add, json);
    expect([main, { ...second, stdout: JSON.parse(second.stdout) }]).toEqual([
      {
        code: 0,
        stdout: 'simulator is added, with keys.\nThe key may read; not trade or withdraw.\n',
        stderr: '',
      },
      {
        code: 0,
        stdout: {
          exchange: { name: 'simulator', enabled: true, has_auth: true, added_at: 'TIME', account: 'bot-2' },
          permissions: { read: true, trade: false, withdraw: false },
          warnings: [],
        },
        stderr: '',
      },
    ]);
    expect((await exchanges(['list'])).stdout.split('\n').sort()).toEqual(
      [
        '',
        'EXCHANGE   ACCOUNT  ENABLED  KEYS  ADDED',
        'simulator  bot-2    yes      yes   TIME',
        'simulator  main     yes      yes   TIME',
      ].sort(),
    );
    expect((await exchanges(['list', '--account', 'bot-2'])).stdout.split('\n').length).toBe(3);
  });

  test('a key that can trade is refused with what to do, and accepted when that is said', async () => {
    const add = ['add', 'simulator', '--stdin', '--account', 'bot-3'];
    await stack.run(['accounts', 'add', 'bot-3']);
    const refused = await exchanges(add, keyLines(TRADER));
    const allowed = await exchanges([...add, '--allow-trading-key'], keyLines(TRADER));
    expect([refused, allowed]).toEqual([
      {
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^The key can trade\. .+\nOn the command line: --allow-trading-key\.\n$/,
        ),
      },
      {
        code: 0,
        stdout: expect.stringMatching(
          /^simulator \(account bot-3\) is added, with keys\.\nThe key may read and trade; not withdraw\.\n! The key can trade, /,
        ),
        stderr: '',
      },
    ]);
  });

  test('a key that the exchange does not know, a name that nobody knows, and one that is there are refused', async () => {
    const answers = [
      await exchanges(['keys', 'simulator', '--stdin'], keyLines('canary-cli-nobody-77')),
      await exchanges(['add', 'binanse']),
      await exchanges(['add', 'simulator']),
      await exchanges(['disable', 'simulator', '--account', 'bot-9']),
    ];
    expect(answers).toEqual(
      [
        /^simulator does not accept the key: .+\n$/,
        /^There is no exchange binanse: did you mean binance\?\n$/,
        /^simulator is configured already: change it with PATCH\. .+\nOn the command line: neuratrade exchanges enable, disable or keys\.\n$/,
        /^simulator.* is not configured\. Did you mean .+\n$/,
      ].map((stderr) => ({ code: 1, stdout: '', stderr: expect.stringMatching(stderr) })),
    );
  });

  test('disables, enables, rotates and takes away keys, and tests', async () => {
    const bot = ['simulator', '--account', 'bot-2'];
    const answers = [
      await exchanges(['disable', ...bot]),
      await exchanges(['keys', ...bot, '--stdin'], keyLines(READER)),
      await exchanges(['enable', ...bot]),
      await exchanges(['test', ...bot]),
      await exchanges(['keys', ...bot, '--remove']),
      await exchanges(['test', ...bot]),
    ];
    expect(
      answers.map(({ code, stdout, stderr }) => [code, stdout.replace(/\d+(\.\d+)? m?s/g, 'MS'), stderr]),
    ).toEqual([
      [0, 'simulator (account bot-2) is disabled.\n', ''],
      [
        0,
        'simulator (account bot-2) is using the new keys. It is disabled.\nThe key may read; not trade or withdraw.\n',
        '',
      ],
      [0, 'simulator (account bot-2) is enabled.\n', ''],
      [
        0,
        expect.stringMatching(
          /^simulator \(account bot-2\)\n {2}✓ answers in MS, its clock (as ours|MS (ahead|behind))\n {2}✓ accepts the key, which may read; not trade or withdraw\n$/,
        ),
        '',
      ],
      [0, 'simulator (account bot-2) is without keys now, for public data.\n', ''],
      [
        0,
        expect.stringMatching(
          /^simulator \(account bot-2\)\n {2}✓ answers in .+\n {2}- has no key: public data only\n$/,
        ),
        '',
      ],
    ]);
  });

  test('a test of an exchange that does not answer exits with 1 and says why', async () => {
    await control(stack, 'POST', 'faults', { path: '*', kind: 'reset' });
    const { code, stdout, stderr } = await exchanges(['test', 'simulator']);
    await control(stack, 'DELETE', 'faults');
    expect([code, stdout, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^simulator\n {2}✗ cannot be reached: connection reset\n {2}! it could not be found out whether it accepts the key: connection reset\n$/,
      ),
      '',
    ]);
  });

  test('removes without asking where there is no terminal', async () => {
    expect(await exchanges(['remove', 'simulator', '--account', 'bot-2'])).toEqual({
      code: 0,
      stdout: 'simulator (account bot-2) removed.\n',
      stderr: '',
    });
  });
});

test('the simulator that exchanges.json names is supplied again, and everything is as before', async () => {
  const before = await exchanges(['list', '--json']);
  const { code, stderr } = await stack.run(['gateway', 'restart']);
  const after = await exchanges(['list', '--json']);
  expect([code, stderr, after]).toEqual([0, '', before]);
  expect(stack.gatewayLog()).toContain('exchanges.json names it');
}, 60_000);

test('with another key it exits with 1 and says whose key counts', async () => {
  const url = stack.url('BACKEND_PORT');
  const own = await stack.run(['exchanges', 'list'], { ADMIN_API_KEY: 'another' });
  const other = await stack.run(['exchanges', 'list', '--url', url], { ADMIN_API_KEY: 'another' });
  const none = await stack.run(['exchanges', 'list', '--url', url]);
  expect([own, other, none].map(({ code, stderr }) => [code, stderr])).toEqual([
    [
      1,
      `The backend at ${url} refuses the admin key. It was started with another one than is set now: use that, or run neuratrade gateway restart.\n`,
    ],
    [1, `The backend at ${url} refuses the admin key. Set ADMIN_API_KEY to the one that it runs with.\n`],
    [1, `${url} wants its admin key: set ADMIN_API_KEY.\n`],
  ]);
});

test('of no key or secret is anything in an answer, an output, a log or the list of processes', async () => {
  const logs = Object.fromEntries(
    ['backend', 'ccxt', 'gateway', 'simulator'].map((name) => {
      const file = stack.paths.logFile(name);
      return [name, readFileSync(file, 'utf8')];
    }),
  );
  const keys = [READER, OTHER, TRADER, 'canary-cli-nobody-77'];
  expect(findSecrets({ ...said, ...logs }, [...keys, ...keys.map(secretOf)])).toEqual([]);
});
