import { once } from 'node:events';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { freePort, isPortFree } from '../src/ports.js';
import { createScope, query } from './support.js';

jest.setTimeout(60_000);

const file = createScope();
const { cleanUp, makeHome, occupy, postgres } = createScope();
let home: string;
beforeAll(async () => {
  home = await file.makeHome();
});
afterEach(cleanUp);
afterAll(file.cleanUp);

describe('a first start', () => {
  test('serves an empty database whose owner is no superuser', async () => {
    const server = await postgres(home);
    const facts = await query(
      server.url,
      `SELECT current_database() AS database, current_user AS role, rolsuper, rolcreatedb,
              current_setting('password_encryption') AS passwords, current_setting('data_checksums') AS checksums,
              current_setting('listen_addresses') AS listens,
              pg_encoding_to_char(encoding) AS encoding
         FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
    );
    expect(facts).toEqual([
      {
        database: 'neuratrade',
        role: 'neuratrade',
        rolsuper: false,
        rolcreatedb: true,
        passwords: 'scram-sha-256',
        checksums: 'on',
        listens: '127.0.0.1',
        encoding: 'UTF8',
      },
    ]);
    expect(server.version).toMatch(/^18\.\d+$/);
  });

  test('remembers the password in a file for its owner alone, and nowhere else', async () => {
    const server = await postgres(home);
    const password = new URL(server.url).password;
    const memory = join(home, 'data', 'postgres.json');
    expect(JSON.parse(await readFile(memory, 'utf8'))).toEqual({
      directory: expect.any(String),
      password,
      initialized: true,
      port: server.port,
      last: { server: server.pid, starter: process.pid },
    });
    expect((await stat(memory)).mode & 0o777).toBe(0o600);
    expect(await readFile(join(home, 'run', 'postgres.log'), 'utf8')).not.toContain(password);
    expect(await readFile(`/proc/${server.pid}/cmdline`, 'utf8').catch(() => '')).not.toContain(password);
  });

  test('lets nobody in with another password or as the superuser', async () => {
    const server = await postgres(home);
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    wrong.username = 'postgres';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('no pg_hba.conf entry');
  });
});

describe('a restart', () => {
  test('finds the data on the same port', async () => {
    const first = await postgres(home);
    await query(first.url, `CREATE TABLE note AS SELECT 'kept' AS text`);
    await first.stop();
    expect(await isPortFree(first.port)).toBe(true);
    const second = await postgres(home);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
  });

  test('moves to another port when the remembered one is taken meanwhile', async () => {
    const first = await postgres(home);
    await first.stop();
    await occupy(first.port);
    const second = await postgres(home);
    expect(second.port).not.toBe(first.port);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a fixed port', () => {
  test('is used', async () => {
    const port = await freePort();
    const server = await postgres(home, { port });
    expect(server.port).toBe(port);
  });

  test('that is taken is an error which names it', async () => {
    const port = await freePort();
    await occupy(port);
    await expect(postgres(home, { port })).rejects.toThrow(
      `Port ${port} is in use. Set EMBEDDED_DB_PORT to another, or stop what listens on it.`,
    );
  });
});

test('two homes keep their data apart', async () => {
  const servers = await Promise.all([postgres(home), postgres(await makeHome())]);
  await query(servers[0].url, 'CREATE TABLE mine (id int)');
  const tables = `SELECT count(*)::int AS tables FROM pg_tables WHERE tablename = 'mine'`;
  expect(await Promise.all(servers.map(({ url }) => query(url, tables)))).toEqual([
    [{ tables: 1 }],
    [{ tables: 0 }],
  ]);
});

test('a home that was deleted and made anew gets an empty database', async () => {
  const home = await makeHome();
  const first = await postgres(home);
  await query(first.url, 'CREATE TABLE old (id int)');
  const memory = await readFile(join(home, 'data', 'postgres.json'));
  await first.stop();
  await rm(home, { recursive: true });
  const second = await postgres(home);
  expect(await query(second.url, `SELECT tablename FROM pg_tables WHERE tablename = 'old'`)).toEqual([]);
  await forget(memory);
});

test('stop ends a server that ignores its signal, and is safe to repeat', async () => {
  const server = await postgres(home);
  const exited = once(server.child, 'exit');
  process.kill(server.pid, 'SIGSTOP');
  await Promise.all([server.stop(200), server.stop(200)]);
  expect(await exited).toEqual([null, 'SIGKILL']);
  await server.stop();
});

test('a setting PostgreSQL does not know is told in its own words', async () => {
  await expect(postgres(home, { settings: { fsync: 'off', no_such: '1' } })).rejects.toThrow(
    /^PostgreSQL ended with code 1: .*unrecognized configuration parameter "no_such"/,
  );
});

/** Deletes the data that a deleted home remembered, if they lie outside of it. */
async function forget(memory: Buffer): Promise<void> {
  const { directory } = JSON.parse(memory.toString()) as { directory: string };
  if (directory.startsWith('/')) await rm(join(directory, '..'), { recursive: true, force: true });
}
