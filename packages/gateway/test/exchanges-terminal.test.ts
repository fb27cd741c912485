import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCleanup, findSecrets } from '@neuratrade/test-kit';
import type { TestStack } from './support/cli.js';
import { commandLines, onTerminal, READER, secretOf, stackWithKeys } from './support/exchanges.js';

const cleanup = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  stack = await stackWithKeys(cleanup);
  await stack.run(['accounts', 'add', 'typed']);
}, 60_000);
afterAll(cleanup.run, 60_000);

test('keys are asked for, one after the other, and do not show', async () => {
  const add = ['add', 'simulator', '--with-keys', '--account', 'typed'];
  const { screen, done, until, type } = await onTerminal(cleanup, stack, add, /API key of simulator .+: $/);
  type(`${READER}\r`);
  await until(/API secret of simulator .+: $/);
  const processes = commandLines();
  type(`${secretOf(READER)}\r`);
  expect(await done).toBe(0);
  expect(screen.text.split('\r\n')).toEqual([
    'API key of simulator (typing does not show): ',
    'API secret of simulator (typing does not show): ',
    'simulator (account typed) is added, with keys.',
    'The key may read; not trade or withdraw.',
    '',
  ]);
  expect(findSecrets({ processes, screen: screen.text }, [READER, secretOf(READER)])).toEqual([]);
  expect(processes).toContain('--with-keys');
});

test('keys that are pasted together are taken in order', async () => {
  const add = ['keys', 'simulator', '--account', 'typed'];
  const { screen, done, type } = await onTerminal(cleanup, stack, add, /API key of simulator .+: $/);
  type(`${READER}\r${secretOf(READER)}\r`);
  expect([await done, screen.text.split('\r\n').at(2)]).toEqual([
    0,
    'simulator (account typed) is using the new keys.',
  ]);
});

test('nothing typed stores nothing', async () => {
  const { screen, done, type } = await onTerminal(
    cleanup,
    stack,
    ['keys', 'simulator'],
    /API key of simulator .+: $/,
  );
  type('\r');
  expect([await done, screen.text.split('\r\n')[1]]).toEqual([
    1,
    'Nothing was typed, so nothing is changed.',
  ]);
});

test.each([
  ['n\r', 1, 'Nothing is changed.'],
  ['\r', 1, 'Nothing is changed.'],
  ['\u0003', 1, 'Nothing is changed.'],
  ['\u0004', 1, 'Nothing is changed.'],
  ['y\r', 0, 'simulator (account typed) removed.'],
])('a removal is asked about: %j', async (typed, code, last) => {
  const remove = ['remove', 'simulator', '--account', 'typed'];
  const { screen, done, type } = await onTerminal(
    cleanup,
    stack,
    remove,
    /Remove simulator of account typed, with its keys\? \[y\/N\] $/,
  );
  type(typed);
  expect([await done, screen.text.trimEnd().split('\r\n').at(-1)]).toEqual([code, last]);
});
