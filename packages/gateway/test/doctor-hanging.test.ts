import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { contTree, createCleanup, eventually, stopTree } from '@neuratrade/test-kit';
import type { TestStack } from './support/cli.js';
import { examine, linesAbout, masked, startedStack, untilHealthy } from './support/doctor.js';

const whole = createCleanup();
const cleanup = createCleanup();
let stack: TestStack;

beforeAll(async () => {
  stack = await startedStack(whole);
}, 60_000);
afterEach(cleanup.run, 30_000);
afterAll(whole.run, 60_000);

const recovered = () => untilHealthy(stack);

async function freeze(...names: string[]): Promise<void> {
  const pids = names.map((name) => stack.pid(name));
  cleanup.add(recovered);
  for (const pid of pids) {
    cleanup.add(() => contTree(pid));
    await stopTree(pid);
  }
}

function takePort(port: number): Promise<void> {
  const squatter = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    squatter.once('error', reject);
    squatter.listen(port, '127.0.0.1', () => {
      cleanup.add(() => squatter.close());
      resolve();
    });
  });
}

test('a database that hangs', async () => {
  await freeze('database');
  const { code, lines } = await examine(stack);
  expect({
    code,
    wrong: lines.filter((line) => /^[!✗-] /.test(line)),
    about: linesAbout(lines, 'database'),
  }).toEqual({
    code: 1,
    wrong: ['✗ database             connection timeout (embedded, 127.0.0.1:EMBEDDED_DB_PORT)'],
    about: [
      '✗ database             connection timeout (embedded, 127.0.0.1:EMBEDDED_DB_PORT)',
      '                       → Its process is suspended. Wake it: kill -CONT N',
    ],
  });
}, 60_000);

test('a Redis that hangs', async () => {
  await freeze('redis');
  const { code, lines } = await examine(stack);
  expect({
    code,
    wrong: lines.filter((line) => /^[!✗-] /.test(line)),
    about: linesAbout(lines, 'redis'),
  }).toEqual({
    code: 1,
    wrong: [expect.stringMatching(/^✗ redis {16}/)],
    about: [
      '✗ redis                no answer within 1.5 s (private, 127.0.0.1:EMBEDDED_REDIS_PORT)',
      '                       → Its process is suspended. Wake it: kill -CONT N',
    ],
  });
}, 60_000);

test('a ccxt-service that hangs: the exchanges behind it are not judged', async () => {
  await freeze('ccxt');
  const { code, lines } = await examine(stack);
  expect({ code, wrong: lines.filter((line) => /^([!✗-] | {20,}→)/.test(line)) }).toEqual({
    code: 1,
    wrong: [
      '✗ ccxt                 no answer within 1 s',
      '                       → Its process is suspended. Wake it: kill -CONT N',
      '- exchanges            needs ccxt-service, which does not answer',
    ],
  });
}, 60_000);

test('everything hangs: the answer comes within five seconds all the same', async () => {
  await freeze('gateway', 'database', 'redis', 'simulator', 'ccxt', 'backend', 'telegram');
  const { code, lines, seconds } = await examine(stack);
  const wake = '                       → Its process is suspended. Wake it: kill -CONT N';
  const idle = 'PID N does nothing: it was stopped by SIGSTOP, Ctrl-Z or a debugger';
  expect(seconds).toBeLessThan(5);
  expect({ code, wrong: lines.slice(lines.findIndex((line) => line.startsWith('✗'))) }).toEqual({
    code: 1,
    wrong: [
      ...[`✗ gateway              ${idle}`, wake],
      ...[`✗ simulator            ${idle}`, wake],
      ...['✗ database             connection timeout (embedded, 127.0.0.1:EMBEDDED_DB_PORT)', wake],
      ...['✗ redis                no answer within 1.5 s (private, 127.0.0.1:EMBEDDED_REDIS_PORT)', wake],
      ...['✗ ccxt                 no answer within 1 s', wake],
      '- exchanges            needs ccxt-service, which does not answer',
      ...['✗ backend              no answer within 1 s', wake],
      ...['✗ telegram             no answer within 1 s', wake],
      '',
      expect.stringMatching(/^7 failed, 1 skipped, \d+ fine\.$/),
      '',
    ],
  });
}, 90_000);

test('a service whose port was taken while it was down', async () => {
  const port = Number(stack.env.CCXT_PORT);
  process.kill(stack.pid('ccxt'), 'SIGKILL');
  cleanup.add(recovered);
  await eventually(() => takePort(port), { timeoutMs: 5_000, everyMs: 5 });
  const { code, stdout } = await stack.run(['doctor']);
  const lines = masked(stdout, stack).split('\n');
  expect({ code, ports: linesAbout(lines, 'ports'), ccxt: linesAbout(lines, 'ccxt')[0] }).toEqual({
    code: 1,
    ports: [
      expect.stringMatching(/^✗ ports {16}port CCXT_PORT of ccxt is taken by PID N \S+/),
      expect.stringMatching(
        /^ {23}→ Stop it \(kill N\), or take another port: CCXT_PORT=\d+ neuratrade gateway start\.$/,
      ),
    ],
    ccxt: expect.stringMatching(/^✗ ccxt {17}/),
  });
}, 60_000);
