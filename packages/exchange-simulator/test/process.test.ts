import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { portOf, spawnSimulator } from './process.js';

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'simulator-'));
});
afterAll(() => rm(home, { recursive: true }));

const run = (env: Record<string, string>) => spawnSimulator({ NEURATRADE_HOME: home, ...env });

describe('the simulator as a process', () => {
  test('says that it is a simulator, logs into its home and ends cleanly on SIGTERM', async () => {
    const child = run({ SIMULATOR_SEED: 'tests' });
    const exit = once(child, 'exit');
    const port = await portOf(child);
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).json();
    expect([await get('/health'), await get('/ready'), await get('/live')]).toEqual([
      {
        status: 'healthy',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        service: 'exchange-simulator',
        version: '1.0.0',
        exchange: 'simulator',
        seed: 'tests',
      },
      { ready: true },
      { status: 'alive', timestamp: expect.any(String) },
    ]);
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    const log = await readFile(join(home, 'logs', 'simulator.log'), 'utf8');
    const messages = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg);
    expect(messages).toEqual(['Starting exchange simulator', 'Server started', 'Stopping', 'Stopped']);
  });

  test('names every bad setting and exits with 1', async () => {
    const child = run({ SIMULATOR_PORT: 'high', LOG_LEVEL: 'loud' });
    const exit = once(child, 'exit');
    let errors = '';
    for await (const chunk of child.stderr as AsyncIterable<Buffer>) errors += chunk;
    expect(await exit).toEqual([1, null]);
    expect(errors).toBe(
      'SIMULATOR_PORT=high: must be a port from 0 to 65535\nLOG_LEVEL=loud: must be one of debug, info, warn, error\n',
    );
  });
});
