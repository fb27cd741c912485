import { cp, mkdir, open as openFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openStore } from '../../src/durable/index.js';
import { listener, scratch } from '../support/durable.js';

const COUNT = 12_000;
const key = (n: number) => `k${String(n).padStart(5, '0')}`;
const value = (n: number) => ({ n, text: `${n} `.repeat(120) });

let home: Awaited<ReturnType<typeof scratch>>;
let round = 0;
let folder: string;
const original = () => join(home.folder, 'original');

/** A store with several tables, written in two runs, and the last part of it in the log alone. */
beforeAll(async () => {
  home = await scratch();
  for (const [from, to] of [
    [0, 9_000],
    [9_000, COUNT],
  ] as const) {
    const store = await openStore({ folder: original(), logger: listener() });
    for (let n = from; n < to; n += 50)
      await store.write(
        Array.from({ length: 50 }, (_, index) => ({ put: key(n + index), value: value(n + index) })),
        { sync: false },
      );
    await store.close();
  }
}, 60_000);
afterAll(() => home.remove());
beforeEach(async () => {
  round += 1;
  folder = join(home.folder, `round-${round}`, 'store');
  await cp(original(), folder, { recursive: true });
});

const largest = async (pattern: RegExp) => {
  const names = (await readdir(folder)).filter((name) => pattern.test(name));
  const sized = await Promise.all(
    names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })),
  );
  const found = sized.sort((one, other) => other.size - one.size)[0];
  if (found === undefined) throw new Error(`no ${pattern} in ${names.join()}`);
  return { file: join(folder, found.name), size: found.size };
};
const garbage = async (file: string, at: number, length: number) => {
  const handle = await openFile(file, 'r+');
  await handle.write(Buffer.alloc(length, 0xa5), 0, length, at);
  await handle.close();
};

/** Opens it, checks all that it gives, writes to it, and opens it again. */
async function visit() {
  const logger = listener();
  const store = await openStore<unknown>({ folder, logger, lockWaitMs: 0 });
  const found = new Set<string>();
  const wrong: string[] = [];
  for await (const [name, content] of store.entries()) {
    found.add(name);
    if (JSON.stringify(content) !== JSON.stringify(value(Number(name.slice(1))))) wrong.push(name);
  }
  expect(wrong).toEqual([]);
  await store.write([{ put: 'new', value: 'written' }]);
  await store.close();
  const quiet = listener();
  const again = await openStore<unknown>({ folder, logger: quiet, lockWaitMs: 0 });
  expect(await again.get('new')).toBe('written');
  await again.close();
  const beside = (await readdir(join(folder, '..'))).filter((name) => name !== 'store');
  return {
    lost: COUNT - found.size,
    told: logger.told.map(({ level, msg, fields }) => `${level}: ${msg}: ${fields?.problem ?? fields?.key}`),
    toldAgain: quiet.told.map(({ msg }) => msg),
    kept: beside.map((name) => name.replace(/\d+$/, 'N')),
  };
}

const REPAIRED = 'error: Store was broken and is repaired; what could not be read is kept';
const ANEW = 'error: Store was broken and starts anew; what was in it is kept';

test('nothing is told of a store that is whole', async () => {
  expect(await visit()).toEqual({ lost: 0, told: [], toldAgain: [], kept: [] });
});

test('nor of one whose log ends in the middle of a write, as after a kill: that write alone is not there', async () => {
  const { file, size } = await largest(/\.log$/);
  await truncate(file, size - 5);
  expect(await visit()).toEqual({ lost: 50, told: [], toldAgain: [], kept: [] });
});

test.each<[string, () => Promise<void>, RegExp]>([
  ['without CURRENT', () => rm(join(folder, 'CURRENT')), /CURRENT is missing/],
  ['with an empty CURRENT', () => writeFile(join(folder, 'CURRENT'), ''), /CURRENT is broken/],
  ['with garbage in CURRENT', () => writeFile(join(folder, 'CURRENT'), 'MANIFEST-x'), /CURRENT is broken/],
  ['without its manifest', async () => rm((await largest(/^MANIFEST/)).file), /CURRENT is broken/],
  ['with an empty manifest', async () => truncate((await largest(/^MANIFEST/)).file, 0), /cannot be opened/],
  [
    'with half a manifest',
    async () => {
      const { file, size } = await largest(/^MANIFEST/);
      await truncate(file, Math.floor(size / 2));
    },
    /ends torn/,
  ],
  [
    'with a manifest that ends torn',
    async () => {
      const { file, size } = await largest(/^MANIFEST/);
      await truncate(file, size - 1);
    },
    /ends torn/,
  ],
  [
    'with garbage in its manifest',
    async () => garbage((await largest(/^MANIFEST/)).file, 20, 40),
    /cannot be opened/,
  ],
])('a store %s is repaired without any loss', async (_name, damage, problem) => {
  await damage();
  const seen = await visit();
  expect(seen).toEqual({
    lost: 0,
    told: [expect.stringMatching(problem)],
    toldAgain: [],
    kept: ['store.broken-N'],
  });
  expect(seen.told[0]).toMatch(REPAIRED);
});

test.each<[string, () => Promise<void>, number]>([
  [
    'with garbage in the middle of a table',
    async () => {
      const { file, size } = await largest(/\.ldb$/);
      await garbage(file, Math.floor(size / 2), 3_000);
    },
    200,
  ],
  [
    'with a garbled end of a table',
    async () => {
      const { file, size } = await largest(/\.ldb$/);
      await garbage(file, size - 40, 40);
    },
    9_000,
  ],
  [
    'with half a table',
    async () => {
      const { file, size } = await largest(/\.ldb$/);
      await truncate(file, Math.floor(size / 2));
    },
    9_000,
  ],
  ['without one of its tables', async () => rm((await largest(/\.ldb$/)).file), 9_000],
  [
    'with garbage in the middle of its log',
    async () => {
      const { file, size } = await largest(/\.log$/);
      await garbage(file, Math.floor(size / 2), 100);
    },
    400,
  ],
])('a store %s is told, and loses no more than what stood there', async (_name, damage, most) => {
  await damage();
  const { lost, told, toldAgain, kept } = await visit();
  expect([lost > 0, lost <= most]).toEqual([true, true]);
  expect(told).toEqual([expect.stringMatching(REPAIRED)]);
  expect(toldAgain).toEqual([]);
  expect(kept).toEqual(['store.broken-N']);
});

test('a store of which nothing is left but garbage is told, and takes writes again', async () => {
  for (const name of await readdir(folder)) await writeFile(join(folder, name), Buffer.alloc(5_000, 0xa5));
  const { lost, told, toldAgain, kept } = await visit();
  expect({ lost, toldAgain, kept }).toEqual({ lost: COUNT, toldAgain: [], kept: ['store.broken-N'] });
  expect(told).toEqual([expect.stringMatching(REPAIRED)]);
});

test('a store that cannot be repaired starts anew beside what it was', async () => {
  for (const name of await readdir(folder)) await rm(join(folder, name));
  await mkdir(join(folder, 'CURRENT'));
  const { lost, told, toldAgain, kept } = await visit();
  expect({ lost, toldAgain, kept }).toEqual({ lost: COUNT, toldAgain: [], kept: ['store.broken-N'] });
  expect(told).toEqual([expect.stringMatching(ANEW)]);
});
