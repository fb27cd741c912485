import { createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually } from '@neuratrade/test-kit';
import { makeStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 60_000);

const patience = { timeoutMs: 30_000, everyMs: 100 };

test.each(['database', 'redis'])(
  'a %s whose port was taken while it was down waits for that port and comes back on it',
  async (name) => {
    const stack = await makeStack(cleanup, {
      EMBEDDED_DB_PORT: '',
      EMBEDDED_REDIS_PORT: '',
      LOG_LEVEL: 'error',
    });
    expect((await stack.run(['gateway', 'start'])).code).toBe(0);
    const row = async () => {
      const { report } = await stack.status();
      return report.services.find((service) => service.name === name);
    };
    const port = (await row())?.port ?? 0;
    process.kill(stack.pid(name), 'SIGKILL');
    const squatter = createServer((socket) => socket.destroy());
    cleanup.add(() => squatter.close());
    await eventually(
      () =>
        new Promise<void>((resolve, reject) => {
          squatter.once('error', reject);
          squatter.listen(port, '127.0.0.1', resolve);
        }),
      { timeoutMs: 5_000, everyMs: 5 },
    );

    await eventually(
      async () =>
        expect(await row()).toMatchObject({
          state: 'restarting',
          reason: expect.stringContaining(
            `did not come back: Port ${port} is in use (by PID ${process.pid} `,
          ),
          remedy: expect.stringMatching(
            /^Stop the process that took the port\. Or set EMBEDDED_\w+_PORT to another/,
          ),
        }),
      patience,
    );
    squatter.close();
    await eventually(async () => {
      expect(await row()).toMatchObject({ state: 'healthy', port });
      expect((await stack.status()).states.backend).toBe('healthy');
    }, patience);

    const log = stack.gatewayLog();
    expect(log).toMatch(/ended \(killed by SIGKILL\)[^\n]*; next start in 1 s/);
    expect(log).toMatch(/did not come back: Port \d+ is in use[^\n]*; next start in 2 s/);
  },
  90_000,
);

test('a port that a service claims is not kept for the database that had it', async () => {
  const stack = await makeStack(cleanup, { EMBEDDED_DB_PORT: '' });
  const start = (extra?: NodeJS.ProcessEnv) => stack.run(['gateway', 'start'], extra);
  expect((await start()).code).toBe(0);
  const portOf = async (name: string) =>
    (await stack.status()).report.services.find((service) => service.name === name)?.port;
  const before = await portOf('database');
  await stack.run(['gateway', 'stop']);
  expect(await start({ BACKEND_PORT: String(before) })).toMatchObject({ code: 0, stderr: '' });
  expect(await portOf('backend')).toBe(before);
  expect(await portOf('database')).not.toBe(before);
}, 60_000);
