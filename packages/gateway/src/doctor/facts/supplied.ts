import { join } from 'node:path';
import { z } from 'zod';
import type { HomePaths } from '../../paths.js';
import { readPrivateFile } from './private-file.js';

const databaseMemory = z.object({ directory: z.string(), password: z.string() });

/** The database that the gateway runs for this home: where its data are, and the URL for the port on which it runs. */
export type SuppliedDatabase = { directory: string; password: string; urlOn(port: number): string };

/** What the home remembers of the database that the gateway supplied; undefined when it supplied none yet. */
export function suppliedDatabase({ home, data }: HomePaths): SuppliedDatabase | undefined {
  const file = readPrivateFile(join(data, 'postgres.json'));
  const memory = databaseMemory.safeParse(file.kind === 'read' ? file.json : undefined);
  if (!memory.success) return undefined;
  const { directory, password } = memory.data;
  return {
    directory: directory.startsWith('/') ? directory : join(home, directory),
    password,
    urlOn: (port) => `postgres://neuratrade:${password}@127.0.0.1:${port}/neuratrade`,
  };
}
