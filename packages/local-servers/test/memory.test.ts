import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { recall, remember } from '../src/memory.js';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'neuratrade-memory-'));
  file = join(directory, 'data', 'server.json');
});
afterEach(() => rm(directory, { recursive: true }));

test('what was never remembered is undefined', async () => {
  expect(await recall(file)).toBeUndefined();
});

test('what was remembered is recalled, from one private file', async () => {
  await remember(file, { port: 1 });
  await remember(file, { port: 2 });
  expect(await recall(file)).toEqual({ port: 2 });
  expect(await readdir(join(directory, 'data'))).toEqual(['server.json']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a damaged file is named, not overwritten', async () => {
  await remember(file, {});
  await writeFile(file, '{"port":');
  await expect(recall(file)).rejects.toThrow(
    `${file} is not valid JSON. Restore it from a backup, or move it away.`,
  );
});
