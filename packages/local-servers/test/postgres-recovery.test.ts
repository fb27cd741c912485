import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { processesIn } from '../src/processes.js';
import { createScope, dataDirectory, query } from './support.js';

jest.setTimeout(60_000);

const KEPT = [{ text: 'kept' }];

const file = createScope();
const { cleanUp, postgres, startElsewhere } = createScope();
let home: string;
let directory: string;
beforeAll(async () => {
  home = await file.makeHome();
  const server = await file.postgres(home);
  directory = await dataDirectory(home);
  await query(server.url, `CREATE TABLE note AS SELECT 'kept' AS text`);
  await server.stop();
});
afterEach(cleanUp);
afterAll(file.cleanUp);

async function kill(server: { pid: number; child: NodeJS.EventEmitter }): Promise<void> {
  const exited = once(server.child, 'exit');
  process.kill(server.pid, 'SIGKILL');
  await exited;
}

describe('after kill -9 of the postmaster alone', () => {
  test('a start ends the backend that still works and finds the data', async () => {
    const server = await postgres(home);
    const busy = new pg.Client({ connectionString: server.url });
    busy.on('error', () => undefined);
    await busy.connect();
    const lost = expect(busy.query('SELECT pg_sleep(60)')).rejects.toThrow();
    await kill(server);
    const again = await postgres(home);
    expect(await query(again.url, 'SELECT text FROM note')).toEqual(KEPT);
    await lost;
  });

  test('a start ends backends that were stopped', async () => {
    const server = await postgres(home);
    const children = (await processesIn(directory, ['postgres'])).filter((pid) => pid !== server.pid);
    for (const pid of children) process.kill(pid, 'SIGSTOP');
    await kill(server);
    const again = await postgres(home);
    expect(await query(again.url, 'SELECT text FROM note')).toEqual(KEPT);
  });

  test('a lock file whose PID is now another server of the same user does not keep it from starting', async () => {
    const other = await postgres(await file.makeHome());
    const server = await postgres(home);
    await server.stop();
    await writeFile(join(directory, 'postmaster.pid'), `${other.pid}\n${directory}\n`);
    const again = await postgres(home);
    expect(await query(again.url, 'SELECT text FROM note')).toEqual(KEPT);
    expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a server of another process', () => {
  test('that lives is in use and left alone', async () => {
    const { starter, server } = await startElsewhere('startPostgres', { home, settings: { fsync: 'off' } });
    await expect(postgres(home)).rejects.toThrow(
      `(PID ${server}, started by PID ${starter.pid}). Stop it first.`,
    );
    expect(await processesIn(directory, ['postgres'])).toContain(server);
    starter.kill('SIGKILL');
    await once(starter, 'exit');
  });

  test('that was killed is ended, and the data are found', async () => {
    const { starter, server } = await startElsewhere('startPostgres', { home, settings: { fsync: 'off' } });
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    const told: string[] = [];
    const again = await postgres(home, { log: (text) => told.push(text) });
    expect(told).toEqual([expect.stringContaining('Ending postgres left over from an earlier run (PID ')]);
    expect(told[0]).toContain(String(server));
    expect(await processesIn(directory, ['postgres'])).toContain(again.pid);
  });
});

test('data that have gone are told, not replaced by an empty database', async () => {
  const server = await postgres(home);
  await server.stop();
  await rename(directory, `${directory}.away`);
  await expect(postgres(home)).rejects.toThrow(
    `The database of ${home} is gone from ${directory}. Restore it, or delete ${home}/data/postgres.json`,
  );
  await rename(`${directory}.away`, directory);
  const again = await postgres(home);
  expect(await query(again.url, 'SELECT text FROM note')).toEqual(KEPT);
});
