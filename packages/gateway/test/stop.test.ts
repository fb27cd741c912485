import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { identityOf } from '../src/process/identity.js';
import { makeStack, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 60_000);

const NAMES = ['database', 'redis', 'simulator', 'ccxt', 'backend', 'telegram', 'gateway'];
const ALL = 'telegram, backend, ccxt, simulator, redis, database, gateway';

async function startedStack(settings: NodeJS.ProcessEnv) {
  const stack = await makeStack(cleanup, settings);
  expect(await stack.run(['gateway', 'start'])).toMatchObject({ code: 0, stderr: '' });
  return { stack, pids: NAMES.map(stack.pid) };
}

async function stopLines({ run }: TestStack): Promise<string[]> {
  const { code, stdout, stderr } = await run(['gateway', 'stop']);
  expect([code, stderr]).toEqual([0, '']);
  return stdout.trimEnd().split('\n');
}

test('where nothing was ever started there is nothing to stop, and nothing is made', async () => {
  const stack = await makeStack(cleanup);
  const home = join(stack.paths.home, 'never');
  const stopped = await stack.run(['gateway', 'stop'], { NEURATRADE_HOME: home });
  expect(stopped).toEqual({ code: 0, stdout: 'NeuraTrade is not running.\n', stderr: '' });
  expect(existsSync(home)).toBe(false);
});

test('a stop that takes long says what it waits for, and names what was ended by force', async () => {
  const { stack, pids } = await startedStack({ SHUTDOWN_DEADLINE_MS: '2500', TELEGRAM_ENABLED: 'false' });
  const ccxt = stack.pid('ccxt');
  process.kill(ccxt, 'SIGSTOP');
  const lines = (await stopLines(stack)).filter((line) => !/^Waiting for (?!CCXT)/.test(line));
  expect(lines.map((line) => line.replace(/ [\d.]+ s\.$/, ' N s.'))).toEqual([
    `Waiting for CCXT Service (PID ${ccxt}) to end (1 s).`,
    `NeuraTrade stopped (${ALL}) in N s.`,
    `CCXT Service (PID ${ccxt}) took longer than SHUTDOWN_DEADLINE_MS=2500 and was ended by force.`,
  ]);
  expect(pids.map(identityOf)).toEqual(NAMES.map(() => undefined));
}, 60_000);

test('a suspended supervisor is told and ended at once, and its services after it in order', async () => {
  const { stack, pids } = await startedStack({ TELEGRAM_ENABLED: 'false' });
  const gateway = stack.pid('gateway');
  process.kill(stack.pid('backend'), 'SIGSTOP');
  process.kill(gateway, 'SIGSTOP');
  const [told, ...lines] = await stopLines(stack);
  expect(told).toBe(
    `The gateway (PID ${gateway}) is suspended and stops nothing: it is killed, and its services ended.`,
  );
  expect(lines.map((line) => line.replace(/\(PID \d+/, '(PID N').replace(/in [\d.]+ s/, 'in N s'))).toEqual([
    `NeuraTrade stopped (${ALL}) in N s.`,
    'The gateway (PID N) did not end by itself and was killed.',
    'Ended afterwards: Telegram Service (PID N)',
    'Ended afterwards: Backend API (PID N)',
    'Ended afterwards: CCXT Service (PID N)',
    'Ended afterwards: Exchange Simulator (PID N)',
    'Ended afterwards: Redis (PID N)',
    'Ended afterwards: PostgreSQL (PID N)',
  ]);
  expect(pids.map(identityOf)).toEqual(NAMES.map(() => undefined));
}, 60_000);

test('a bad setting does not keep anything from being stopped', async () => {
  const { stack, pids } = await startedStack({ TELEGRAM_ENABLED: 'false' });
  const { code, stdout } = await stack.run(['gateway', 'stop'], { SHUTDOWN_DEADLINE_MS: 'soon' });
  expect([code, stdout]).toEqual([0, expect.stringContaining(`NeuraTrade stopped (${ALL})`)]);
  expect(pids.map(identityOf)).toEqual(NAMES.map(() => undefined));
}, 60_000);
