import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { claimDirectory } from '../claim.js';
import { launch, onPort } from '../launch.js';
import { remember } from '../memory.js';
import { firstFreePort, isPortFree } from '../ports.js';
import type { OnSpawn, ServerHandle } from '../server-handle.js';
import { DATABASE } from './cluster.js';
import { memoryFile, openCluster } from './home.js';
import { SYSTEM_DIRECTORY } from './install.js';

export type PostgresOptions = {
  /** NEURATRADE_HOME. Its `data/postgres.json` remembers where the data are, the port and the password. */
  home: string;
  /** Use this port or fail. Without it: the remembered port while it is free, else any free one. */
  port?: number;
  /** Ports not to choose. */
  avoidPorts?: readonly number[];
  onSpawn?: OnSpawn;
  /** Server settings, such as `{ fsync: 'off' }` for data that may be lost. */
  settings?: Readonly<Record<string, string>>;
  /** Where root keeps binaries and data. */
  systemDirectory?: string;
  log?: (text: string) => void;
};

export const POSTGRES_PROGRAMS = ['postgres'];

/**
 * Starts the home's PostgreSQL on 127.0.0.1, with the data it had, and waits until it serves.
 * The role in the URL owns its database and may create others; it is no superuser.
 */
export async function startPostgres(options: PostgresOptions): Promise<ServerHandle> {
  const home = resolve(options.home);
  const system = options.systemDirectory ?? SYSTEM_DIRECTORY;
  const log = options.log ?? (() => undefined);
  const durable = options.settings?.fsync !== 'off';
  const { memory, place } = await openCluster({ home, system, durable, log });
  const { directory } = place;
  await claimDirectory({ directory, programs: POSTGRES_PROGRAMS, gentle: 'SIGINT', last: memory.last, log });
  await rm(join(directory, 'postmaster.pid'), { force: true });

  if (options.port !== undefined && !(await isPortFree(options.port))) {
    throw new Error(
      `Port ${options.port} is in use. Set EMBEDDED_DB_PORT to another, or stop what listens on it.`,
    );
  }
  const port = options.port ?? (await firstFreePort([memory.port], options.avoidPorts));
  const choice = { fixed: options.port !== undefined, except: options.avoidPorts };
  const server = await onPort(port, choice, (candidate) => {
    const url = `postgres://${DATABASE}:${memory.password}@127.0.0.1:${candidate}/${DATABASE}`;
    return launch({
      title: 'PostgreSQL',
      command: join(place.native, 'bin', 'postgres'),
      args: ['-D', directory, ...flags({ ...settingsFor(candidate), ...options.settings })],
      account: place.account,
      logFile: join(home, 'run', 'postgres.log'),
      port: candidate,
      url,
      directory,
      programs: POSTGRES_PROGRAMS,
      gentle: 'SIGINT',
      onSpawn: options.onSpawn,
      version: () => serverVersion(url),
    });
  });
  const last = { server: server.pid, starter: process.pid };
  await remember(memoryFile(home), { ...memory, port: server.port, last });
  return server;
}

const settingsFor = (port: number) => ({
  port: String(port),
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_timezone: 'UTC',
  timezone: 'UTC',
});

function flags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function serverVersion(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
