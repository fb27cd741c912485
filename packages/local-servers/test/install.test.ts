import { chmod, mkdtemp, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { binariesVersion, findPostgresBinaries } from '../src/postgres/binaries.js';
import { installBinaries } from '../src/postgres/install.js';
import { createScope, query } from './support.js';

jest.setTimeout(60_000);

const { cleanUp, makeHome, postgres } = createScope();
let open: string;
beforeAll(async () => {
  open = await mkdtemp(join(tmpdir(), 'neuratrade-system-'));
  await chmod(open, 0o755);
});
afterEach(cleanUp);
afterAll(() => rm(open, { recursive: true, force: true }));

const copyName = () => `${binariesVersion(findPostgresBinaries())}-${process.arch}`;

test('the binaries are found with all their libraries', async () => {
  expect(await readdir(join(findPostgresBinaries(), 'bin'))).toEqual(
    expect.arrayContaining(['initdb', 'postgres']),
  );
});

test('installs that race each other leave one whole copy that everyone may run', async () => {
  const system = join(open, 'race');
  const native = findPostgresBinaries();
  const target = join(system, 'postgres', copyName());
  expect(await Promise.all([installBinaries(native, system), installBinaries(native, system)])).toEqual([
    target,
    target,
  ]);
  expect(await readdir(join(system, 'postgres'))).toEqual([copyName()]);
  const modes = await Promise.all(
    ['..', '.', 'bin', 'bin/postgres', 'share'].map(
      async (name) => (await stat(join(target, name))).mode & 0o777,
    ),
  );
  expect(modes).toEqual([0o755, 0o755, 0o755, 0o755, 0o755]);
  const [link] = (await readdir(join(target, 'lib'))).filter((name) => /^libpq\.(so|dylib)$/.test(name));
  if (link !== undefined) expect(await readlink(join(target, 'lib', link))).not.toContain('/');
});

test('a start under umask 077 serves, from binaries and data that the server may reach', async () => {
  const before = process.umask(0o077);
  try {
    const server = await postgres(await makeHome(), { systemDirectory: join(open, 'private') });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  } finally {
    process.umask(before);
  }
});

test('a system directory that cannot be written is named with the remedy', async () => {
  const file = join(open, 'file');
  await writeFile(file, '');
  await expect(installBinaries(findPostgresBinaries(), join(file, 'system'))).rejects.toThrow(
    `As root, PostgreSQL keeps its files in ${file}/system, which cannot be written (ENOTDIR). ` +
      'Make it writable, run as another user, or set DATABASE_URL.',
  );
});
