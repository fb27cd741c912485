import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { claimDirectory, type LastStart } from '../claim.js';
import { launch, onPort } from '../launch.js';
import { recall, remember } from '../memory.js';
import { firstFreePort, isPortFree } from '../ports.js';
import type { OnSpawn, ServerHandle } from '../server-handle.js';
import { findRedisServer, REDIS_PROGRAMS } from './find.js';
import { redisInfo } from './protocol.js';

export type RedisOptions = {
  /** NEURATRADE_HOME. The data are in its `data/redis`, the port in its `data/redis.json`. */
  home: string;
  /** Preferred port, default 6379. The port the home used last goes before it, so that clients find it again. */
  port?: number;
  /** Use `port` or fail. */
  strictPort?: boolean;
  /** Ports not to choose. */
  avoidPorts?: readonly number[];
  onSpawn?: OnSpawn;
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
  const { directory, file } = filesOf(home);
  const memory = await recall<RedisMemory>(file);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await claimDirectory({ directory, programs: REDIS_PROGRAMS, gentle: 'SIGTERM', last: memory?.last, log });

  if (options.strictPort && !(await isPortFree(preferred))) {
    throw new Error(
      `Port ${preferred} is in use. Set EMBEDDED_REDIS_PORT to another, or stop what listens on it.`,
    );
  }
  const port = options.strictPort
    ? preferred
    : await firstFreePort([memory?.port, preferred], options.avoidPorts);
  const choice = { fixed: options.strictPort === true, except: options.avoidPorts };
  const server = await onPort(port, choice, (candidate) =>
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
      onSpawn: options.onSpawn,
      version: async (pid) => {
        const info = await redisInfo(candidate);
        return info?.pid === pid ? info.version : undefined;
      },
    }),
  );
  await remember(file, { port: server.port, last: { server: server.pid, starter: process.pid } });
  return server;
}

/** Ends what a killed starter left running on the home's data. Resolves to the PIDs; throws when it is in use. */
export async function endRedisLeftovers(options: { home: string }): Promise<number[]> {
  const { directory, file } = filesOf(resolve(options.home));
  const last = (await recall<RedisMemory>(file))?.last;
  return claimDirectory({
    directory,
    programs: REDIS_PROGRAMS,
    gentle: 'SIGTERM',
    last,
    log: () => undefined,
  });
}

function filesOf(home: string) {
  return { directory: join(home, 'data', 'redis'), file: join(home, 'data', 'redis.json') };
}

function settingsFor(port: number, directory: string): string[] {
  return [
    ...['--port', String(port), '--bind', '127.0.0.1', '--protected-mode', 'yes'],
    ...['--dir', directory, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
    ...['--maxmemory', '256mb', '--maxmemory-policy', 'volatile-lru'],
    ...['--daemonize', 'no', '--logfile', ''],
  ];
}
