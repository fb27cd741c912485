import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { claimDirectory, type LastStart } from '../claim.js';
import { launch, onPort } from '../launch.js';
import { recall, remember } from '../memory.js';
import { firstFreePort, isPortFree } from '../ports.js';
import type { ServerHandle } from '../server-handle.js';
import { findRedisServer, REDIS_PROGRAMS } from './find.js';
import { redisInfo } from './protocol.js';

export type RedisOptions = {
  /** NEURATRADE_HOME. The data are in its `data/redis`, the port in its `data/redis.json`. */
  home: string;
  /** Preferred port, default 6379. The port the home used last goes before it, so that clients find it again. */
  port?: number;
  /** Use `port` or fail. */
  strictPort?: boolean;
  log?: (text: string) => void;
};

type RedisMemory = { port: number; last: LastStart };

const DEFAULT_PORT = 6379;

/** Starts the home's Redis on 127.0.0.1, with the data it had, and waits until it serves. */
export async function startRedis(options: RedisOptions): Promise<ServerHandle> {
  const home = resolve(options.home);
  const preferred = options.port ?? DEFAULT_PORT;
  const log = options.log ?? (() => undefined);
  const command = findRedisServer();
  const directory = join(home, 'data', 'redis');
  const file = join(home, 'data', 'redis.json');
  const memory = await recall<RedisMemory>(file);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await claimDirectory({ directory, programs: REDIS_PROGRAMS, gentle: 'SIGTERM', last: memory?.last, log });

  if (options.strictPort && !(await isPortFree(preferred))) {
    throw new Error(
      `Port ${preferred} is in use. Set EMBEDDED_REDIS_PORT to another, or stop what listens on it.`,
    );
  }
  const port = options.strictPort ? preferred : await firstFreePort([memory?.port, preferred]);
  const server = await onPort(port, options.strictPort === true, (candidate) =>
    launch({
      title: 'Redis',
      command,
      args: settingsFor(candidate, directory),
      logFile: join(home, 'run', 'redis.log'),
      port: candidate,
      url: `redis://127.0.0.1:${candidate}`,
      directory,
      programs: REDIS_PROGRAMS,
      gentle: 'SIGTERM',
      version: async (pid) => {
        const info = await redisInfo(candidate);
        return info?.pid === pid ? info.version : undefined;
      },
    }),
  );
  await remember(file, { port: server.port, last: { server: server.pid, starter: process.pid } });
  return server;
}

function settingsFor(port: number, directory: string): string[] {
  return [
    ...['--port', String(port), '--bind', '127.0.0.1', '--protected-mode', 'yes'],
    ...['--dir', directory, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
    ...['--maxmemory', '256mb', '--maxmemory-policy', 'volatile-lru'],
    ...['--daemonize', 'no', '--logfile', ''],
  ];
}
