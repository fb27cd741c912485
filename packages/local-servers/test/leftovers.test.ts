import { afterEach, expect, jest, test } from '@jest/globals';
import { endPostgresLeftovers, endRedisLeftovers, freePort } from '../src/index.js';
import { until } from '../src/wait.js';
import { createScope, killStarter } from './support.js';

jest.setTimeout(30_000);

const { cleanUp, makeHome, postgres, redis, startElsewhere } = createScope();
afterEach(cleanUp);

const kinds = [
  { start: 'startPostgres', endLeftovers: endPostgresLeftovers },
  { start: 'startRedis', endLeftovers: endRedisLeftovers },
] as const;

test.each(kinds)('what a starter killed during $start leaves is ended', async ({ start, endLeftovers }) => {
  const home = await makeHome();
  expect(await endLeftovers({ home })).toEqual([]);
  const { starter, server } = await startElsewhere(start, { home, port: await freePort() }, 'on spawn');
  await killStarter(starter);
  const ended: number[] = [];
  const found = async () => {
    ended.push(...(await endLeftovers({ home })));
    return ended.includes(server);
  };
  expect(await until(found, { deadlineMs: 10_000 })).toBe(true);
  expect(await endLeftovers({ home })).toEqual([]);
});

test.each(kinds)(
  'what runs since a $start whose starter lives is left alone',
  async ({ start, endLeftovers }) => {
    const home = await makeHome();
    const { starter, server } = await startElsewhere(start, { home, port: await freePort() });
    await expect(endLeftovers({ home })).rejects.toThrow(`(PID ${server}, started by PID ${starter.pid})`);
    expect(process.kill(server, 0)).toBe(true);
  },
);

test('the process and its port are told before the server serves', async () => {
  const home = await makeHome();
  const told: object[] = [];
  const onSpawn = (spawned: object) => told.push(spawned);
  const servers = [await postgres(home, { onSpawn }), await redis(home, { port: await freePort(), onSpawn })];
  expect(told).toEqual(servers.map(({ pid, port }) => ({ pid, port })));
});

test.each(['postgres', 'redis'] as const)(
  '%s leaves its own port to whom it is claimed for',
  async (kind) => {
    const home = await makeHome();
    const start = { postgres, redis }[kind];
    const first = await start(home);
    await first.stop();
    const again = await start(home, { avoidPorts: [first.port] });
    expect(again.port).not.toBe(first.port);
  },
);
