import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { freePort } from '../src/ports.js';
import { findRedisServer } from '../src/redis/find.js';
import { ask, createScope } from './support.js';

jest.setTimeout(30_000);

const { cleanUp, makeHome, occupy, redis, startElsewhere } = createScope();
afterEach(cleanUp);

const BULK_KEPT = '$4\r\nkept';

async function homeWithNote() {
  const home = await makeHome();
  const port = await freePort();
  const server = await redis(home, { port });
  await ask(port, 'SET note kept');
  return { home, port, server };
}

test('a first start serves on 127.0.0.1 and never evicts what has no TTL', async () => {
  const home = await makeHome();
  const port = await freePort();
  const server = await redis(home, { port });
  expect({ ...server, child: undefined, stop: undefined }).toEqual({
    pid: server.child.pid,
    port,
    url: `redis://127.0.0.1:${port}`,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    child: undefined,
    stop: undefined,
  });
  expect(await ask(port, 'CONFIG GET maxmemory-policy')).toContain('volatile-lru');
  expect(await ask(port, 'CONFIG GET bind')).toBe('*2\r\n$4\r\nbind\r\n$9\r\n127.0.0.1');
  expect(JSON.parse(await readFile(join(home, 'data', 'redis.json'), 'utf8'))).toEqual({
    port,
    last: { server: server.pid, starter: process.pid },
  });
});

test('a restart finds the data on the same port', async () => {
  const { home, port, server } = await homeWithNote();
  await server.stop();
  const again = await redis(home, { port: await freePort() });
  expect(again.port).toBe(port);
  expect(await ask(port, 'GET note')).toBe(BULK_KEPT);
});

test('a kill -9 loses nothing', async () => {
  const { home, port, server } = await homeWithNote();
  const exited = once(server.child, 'exit');
  process.kill(server.pid, 'SIGKILL');
  await exited;
  await redis(home);
  expect(await ask(port, 'GET note')).toBe(BULK_KEPT);
});

describe('a port that is taken', () => {
  test('is left to its owner when it was only preferred', async () => {
    const port = await freePort();
    await occupy(port);
    const server = await redis(await makeHome(), { port });
    expect(server.port).not.toBe(port);
    expect(await ask(server.port, 'PING')).toBe('+PONG');
  });

  test('is an error which names it when it was demanded', async () => {
    const port = await freePort();
    await occupy(port);
    await expect(redis(await makeHome(), { port, strictPort: true })).rejects.toThrow(
      `Port ${port} is in use. Set EMBEDDED_REDIS_PORT to another, or stop what listens on it.`,
    );
  });
});

test('two homes keep their data apart, and a home made anew is empty', async () => {
  const { home, port, server } = await homeWithNote();
  const other = await redis(await makeHome(), { port });
  expect(other.port).not.toBe(port);
  expect(await ask(other.port, 'GET note')).toBe('$-1');
  await server.stop();
  await rm(home, { recursive: true });
  await redis(home, { port });
  expect(await ask(port, 'GET note')).toBe('$-1');
});

test('a server in use is left alone; one whose starter was killed is ended', async () => {
  const home = await makeHome();
  const port = await freePort();
  const { starter, server } = await startElsewhere('startRedis', { home, port });
  await expect(redis(home)).rejects.toThrow(`(PID ${server}, started by PID ${starter.pid}). Stop it first.`);
  await ask(port, 'SET note kept');
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  const again = await redis(home);
  expect(again.port).toBe(port);
  expect(await ask(port, 'GET note')).toBe(BULK_KEPT);
});

test('a machine without Redis is told how to install it', () => {
  expect(() => findRedisServer('', [])).toThrow(
    /^redis-server is not installed\. Install it with: .*(apt-get install|brew install).*\. Or set REDIS_URL\.$/,
  );
});
