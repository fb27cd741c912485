import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { ended, makeStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 60_000);

test('of starts at the same time one wins per home, and homes do not disturb each other', async () => {
  const [one, two] = [await makeStack(cleanup), await makeStack(cleanup)];
  const [first, second, other] = await Promise.all(
    [one, one, two].map((stack) => stack.run(['gateway', 'start'])),
  );
  expect([first, second, other].map((start) => [start?.code, start?.stderr])).toEqual(Array(3).fill([0, '']));
  const late = `already running (PID ${one.pid('gateway')})`;
  expect([first, second].filter((start) => start?.stdout.includes(late))).toHaveLength(1);
  expect(one.gatewayLog().match(/Backend API started/g)).toHaveLength(1);

  const before = await two.status();
  expect((await one.run(['gateway', 'stop'])).code).toBe(0);
  const after = await two.status();
  expect([after.states, after.report.services.map(({ pid }) => pid)]).toEqual([
    before.states,
    before.report.services.map(({ pid }) => pid),
  ]);
  expect((await one.run(['gateway', 'status'])).code).toBe(2);
}, 90_000);

test('Ctrl-C during a start stops what had been started', async () => {
  const stack = await makeStack(cleanup);
  const child = stack.spawnCli(['gateway', 'start']);
  const done = ended(child);
  const pid = await eventually(() => stack.pid('simulator'), { timeoutMs: 20_000 });
  child.kill('SIGINT');
  const { code, stderr } = await done;
  expect([code, stderr]).toEqual([1, 'Stopped before everything had been started.\n']);
  expect(identityOf(pid)).toBeUndefined();
  expect((await stack.run(['gateway', 'status'])).code).toBe(2);
}, 60_000);
