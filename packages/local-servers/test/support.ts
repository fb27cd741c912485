import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { endRedisLeftovers, type PostgresOptions, removePostgresData, startPostgres } from '../src/index.js';
import { type RedisOptions, startRedis } from '../src/redis/start.js';

/** Servers, homes and occupied ports that end together. */
export function createScope() {
  const undo: (() => Promise<unknown>)[] = [];
  return {
    async cleanUp(): Promise<void> {
      for (const step of undo.splice(0).reverse()) await step();
    },
    async makeHome(): Promise<string> {
      const home = await mkdtemp(join(tmpdir(), 'neuratrade-home-'));
      undo.push(async () => {
        await endRedisLeftovers({ home });
        await removePostgresData({ home });
        await rm(home, { recursive: true, force: true });
      });
      return home;
    },
    async postgres(home: string, options: Omit<PostgresOptions, 'home'> = {}) {
      const server = await startPostgres({ home, settings: { fsync: 'off' }, ...options });
      undo.push(() => server.stop(0));
      return server;
    },
    async redis(home: string, options: Omit<RedisOptions, 'home'> = {}) {
      const server = await startRedis({ home, ...options });
      undo.push(() => server.stop());
      return server;
    },
    /** Listens on the port. */
    async occupy(port: number): Promise<void> {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      undo.push(async () => server.close());
    },
    /**
     * Another process that starts a server of the home from the built package, and the server's PID: told when it
     * serves, or as soon as it exists.
     */
    async startElsewhere(
      start: 'startPostgres' | 'startRedis',
      options: object,
      when: 'serving' | 'on spawn' = 'serving',
    ) {
      const index = JSON.stringify(new URL('../dist/index.js', import.meta.url).href);
      const script = `import { ${start} } from ${index};
        const options = ${JSON.stringify(options)};
        const tell = ({ pid }) => console.log(pid);
        if (${when === 'on spawn'}) await ${start}({ ...options, onSpawn: tell });
        else tell(await ${start}(options));
        setInterval(() => {}, 1000);`;
      const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      undo.push(() => killStarter(starter));
      for await (const line of createInterface(starter.stdout)) return { starter, server: Number(line) };
      throw new Error('the starter ended without a server');
    },
  };
}

/** Ends a starter as a crash would, and waits until it is gone. */
export async function killStarter(starter: ChildProcess): Promise<void> {
  if (starter.exitCode !== null || starter.signalCode !== null) return;
  starter.kill('SIGKILL');
  await once(starter, 'exit');
}

export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Sends one inline command to a Redis and returns its whole answer. */
export async function ask(port: number, command: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.setEncoding('utf8');
  socket.write(`${command}\r\nQUIT\r\n`);
  let answer = '';
  for await (const text of socket) answer += text;
  return answer.replace(/\+OK\r\n$/, '').trim();
}

/** Where the data of a home's database are. */
export async function dataDirectory(home: string): Promise<string> {
  const { directory } = JSON.parse(await readFile(join(home, 'data', 'postgres.json'), 'utf8'));
  return isAbsolute(directory) ? directory : resolve(home, directory);
}
