import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SyncStatus } from '@neuratrade/api-contracts';
import { createCleanup } from '@neuratrade/test-kit';
import { makeStack, type Ran, type TestStack } from './support/cli.js';

jest.setTimeout(120_000);

const cleanup = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  const { code, stderr } = await stack.run(['gateway', 'start', '--demo']);
  if (code !== 0) throw new Error(stderr);
}, 120_000);
afterAll(cleanup.run, 60_000);

const cells = ({ stdout }: Ran): string[][] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));

test('sync status --wait ends when the history of every symbol is there', async () => {
  const ran = await stack.run(['sync', 'status', '--wait']);
  expect(ran.code).toBe(0);
  const [head, ...rows] = cells(ran);
  const traded = rows.filter(([, , what = '']) => what.includes('/'));
  const told = traded.map(([account, exchange, symbol, state]) => [account, exchange, symbol, state]);
  expect(head).toEqual(['ACCOUNT', 'EXCHANGE', 'WHAT', 'STATE', 'FILLS', 'READ UP TO']);
  const { jobs } = JSON.parse((await stack.run(['sync', 'status', '--json'])).stdout) as SyncStatus;
  const withFills = jobs.filter(({ fills }) => fills > 0);
  expect(withFills.length).toBeGreaterThan(3);
  expect(told).toEqual(
    withFills.map(({ account, exchange, symbol }) => [account, exchange, symbol, 'up to date']),
  );
  expect(ran.stderr.trimEnd().split('\n').sort()).toEqual(
    traded.map(([, , symbol]) => expect.stringMatching(`^${symbol}: [\\d,]+ fills?$`)),
  );
});

test('sync now has everything read, and --json tells it to programs', async () => {
  expect(await stack.run(['sync', 'now'])).toEqual({
    code: 0,
    stdout: 'Everything is read now. How far that is: neuratrade sync status.\n',
    stderr: '',
  });
  const { stdout } = await stack.run(['sync', 'status', '--exchange', 'simulator', '--json']);
  const { jobs } = JSON.parse(stdout) as SyncStatus;
  expect(new Set(jobs.map(({ exchange }) => exchange))).toEqual(new Set(['simulator']));
});

test('says what is wrong with an account or an exchange that is not read', async () => {
  expect([
    await stack.run(['sync', 'status', '--account', 'nobody']),
    await stack.run(['sync', 'now', '--exchange', 'okx']),
  ]).toEqual([
    {
      code: 1,
      stdout: '',
      stderr: 'There is no account nobody. Add it with neuratrade accounts add nobody.\n',
    },
    {
      code: 1,
      stdout: '',
      stderr:
        'okx is not read: only exchanges that are enabled and have a key are. neuratrade exchanges keys okx gives it one.\n',
    },
  ]);
});
