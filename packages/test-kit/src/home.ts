import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgresData } from '@neuratrade/local-servers';

export type TestHome = {
  path: string;
  /** Deletes it, and the database it remembers, wherever that lies. Stop its servers first. */
  remove(): Promise<void>;
};

/** A temporary NEURATRADE_HOME. */
export async function makeHome(): Promise<TestHome> {
  const path = await mkdtemp(join(tmpdir(), 'neuratrade-home-'));
  return {
    path,
    async remove() {
      await removePostgresData({ home: path });
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
