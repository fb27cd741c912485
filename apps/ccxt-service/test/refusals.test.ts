import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RunningSimulator, startSimulator } from '@neuratrade/exchange-simulator';
import { createCleanup, readLog } from '@neuratrade/test-kit';
import { newHome, runCcxt } from './service.js';

jest.setTimeout(30_000);

const cleanup = createCleanup();
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator();
  cleanup.add(() => simulator.close());
});
afterAll(() => cleanup.run());

describe('ccxt-service refuses to start', () => {
  async function failure(env: Record<string, string>, home: string) {
    const service = await runCcxt(home, env, false);
    const { code } = await service.exit;
    return { code, stderr: service.stderr().replaceAll(home, 'HOME') };
  }

  test('with an exchange that does not exist, naming the nearest', async () => {
    const env = { EXCHANGES: 'binanse,krakn,simulator', SIMULATOR_URL: simulator.url };
    const home = await newHome(cleanup);
    expect(await failure(env, home)).toEqual({
      code: 1,
      stderr:
        'There is no exchange binanse: did you mean binance? Correct EXCHANGES or exchanges.json.\n' +
        'There is no exchange krakn: did you mean kraken? Correct EXCHANGES or exchanges.json.\n',
    });
    const log = await readLog(join(home, 'logs', 'ccxt.log'));
    expect(log.filter(({ level }) => level === 'ERROR')).toEqual([
      {
        time: expect.any(String),
        level: 'ERROR',
        msg: 'Start failed',
        error:
          'There is no exchange binanse: did you mean binance? Correct EXCHANGES or exchanges.json.; ' +
          'There is no exchange krakn: did you mean kraken? Correct EXCHANGES or exchanges.json.',
      },
    ]);
  });

  test('with a key file that everyone can read', async () => {
    const home = await newHome(cleanup);
    const file = join(home, 'exchanges.json');
    writeFileSync(file, '{"exchanges":[{"name":"binance"}]}');
    chmodSync(file, 0o644);
    expect(await failure({}, home)).toEqual({
      code: 1,
      stderr:
        'HOME/exchanges.json holds keys and every user of this machine can read it: run chmod 600 HOME/exchanges.json\n',
    });
  });

  test('with half of a key, and shows no part of it', async () => {
    const env = { EXCHANGES: 'okx', OKX_API_SECRET: 'canary-secret' };
    expect(await failure(env, await newHome(cleanup))).toEqual({
      code: 1,
      stderr:
        'OKX_API_KEY is not set: an exchange needs key and secret together, or neither for public data\n',
    });
  });

  test('in production without a key of its own', async () => {
    const { code, stderr } = await failure(
      { NODE_ENV: 'production', SERVICE_API_KEY: '' },
      await newHome(cleanup),
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining('SERVICE_API_KEY is not set')]);
  });

  test('on a port that is taken', async () => {
    const env = { SIMULATOR_URL: simulator.url, CCXT_PORT: String(simulator.port) };
    expect(await failure(env, await newHome(cleanup))).toEqual({
      code: 1,
      stderr: `Port ${simulator.port} is in use. Choose another, or stop what uses it.\n`,
    });
  });
});
