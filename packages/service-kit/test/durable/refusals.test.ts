import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type DurableStore, openStore, StoreError } from '../../src/durable/index.js';
import { mayMount, smallDisk } from '../support/disk.js';
import { all, listener, scratch } from '../support/durable.js';

let home: Awaited<ReturnType<typeof scratch>>;
beforeEach(async () => {
  home = await scratch();
});
afterEach(() => home.remove());

const open = (name = 'store') =>
  openStore<unknown>({ folder: join(home.folder, name), logger: listener(), lockWaitMs: 0 });

test('a folder that another holds is told after the wait', async () => {
  const store = await open();
  const started = performance.now();
  const second = openStore({ folder: join(home.folder, 'store'), logger: listener(), lockWaitMs: 300 });
  await expect(second).rejects.toEqual(
    new StoreError(
      'locked',
      `${home.folder}/store is in use by another process. Stop that one, or give this one a home of its own.`,
    ),
  );
  expect(performance.now() - started).toBeGreaterThanOrEqual(295);
  await store.write([{ put: 'a', value: 1 }]);
  expect(await readdir(home.folder)).toEqual(['store']);
  await store.close();
});

test('a folder that becomes free within the wait is opened', async () => {
  const first = await open();
  const second = openStore({ folder: join(home.folder, 'store'), logger: listener(), lockWaitMs: 10_000 });
  await first.write([{ put: 'a', value: 1 }]);
  await first.close();
  const store = await second;
  expect(await store.get('a')).toBe(1);
  await store.close();
});

test('a file in the place of the folder is told with what to do', async () => {
  await writeFile(join(home.folder, 'store'), 'not a folder');
  await expect(open()).rejects.toEqual(
    new StoreError(
      'unwritable',
      `${home.folder}/store cannot be written: not a folder. Move away the file that is in its place.`,
    ),
  );
});

test('a store that another has open is not taken for broken, whatever stands in its files just then', async () => {
  const first = await open();
  await first.write([{ put: 'a', value: 1 }]);
  const current = join(home.folder, 'store', 'CURRENT');
  const content = await readFile(current);
  await writeFile(current, '');
  const logger = listener();
  await expect(
    openStore({ folder: join(home.folder, 'store'), logger, lockWaitMs: 0 }),
  ).rejects.toMatchObject({ code: 'locked' });
  await writeFile(current, content);
  expect(logger.told).toEqual([]);
  await first.close();
  const again = await open();
  expect(await again.get('a')).toBe(1);
  expect(await readdir(home.folder)).toEqual(['store']);
  await again.close();
});

test('of processes that start at once one gets it, the next when that one lets go', async () => {
  const logger = listener();
  const opening = Array.from({ length: 4 }, () =>
    openStore<number>({ folder: join(home.folder, 'store'), logger, lockWaitMs: 20_000 }).then(
      async (store) => {
        await store.write([{ put: 'visits', value: ((await store.get('visits')) ?? 0) + 1 }]);
        await store.close();
      },
    ),
  );
  await Promise.all(opening);
  const store = await open();
  expect([await store.get('visits'), logger.told, await readdir(home.folder)]).toEqual([4, [], ['store']]);
  await store.close();
});

const key = (n: number) => `k${String(n).padStart(5, '0')}`;
/** Writes until a write fails; the keys that were acknowledged. */
async function writeUntilFull(store: DurableStore<unknown>, from: number) {
  const written: string[] = [];
  for (let n = from; ; n += 1) {
    try {
      await store.write([
        { put: key(n), value: 'x'.repeat(700) },
        { put: `${key(n)}/twin`, value: 'x' },
      ]);
      written.push(key(n), `${key(n)}/twin`);
    } catch (error) {
      return { written, error, next: n };
    }
  }
}

async function onSmallDisk(
  run: (disk: Awaited<ReturnType<typeof smallDisk>>) => Promise<void>,
  options?: string,
): Promise<void> {
  const disk = await smallDisk(join(home.folder, 'disk'), options);
  try {
    await run(disk);
  } finally {
    disk.remove();
  }
}

if (mayMount) {
  test('a disk that is mounted read-only is told with what to do', () =>
    onSmallDisk(async () => {
      await expect(open('disk/store')).rejects.toEqual(
        new StoreError(
          'unwritable',
          `${home.folder}/disk/store cannot be written: read-only file system. Mount it writable.`,
        ),
      );
    }, 'ro'));

  test(
    'a full disk is told, reading goes on, and writing too as soon as there is room; no failed write comes back',
    () =>
      onSmallDisk(async (disk) => {
        const store = await open('disk/store');
        await store.write([{ put: 'first', value: 'old' }]);
        await disk.fill();
        const full = await writeUntilFull(store, 0);
        expect(full.error).toEqual(
          new StoreError(
            'unwritable',
            `${home.folder}/disk/store cannot be written: disk full. Free space there.`,
          ),
        );
        const failures = await Promise.allSettled(
          Array.from({ length: 20 }, (_, n) => store.write([{ put: 'first', value: `new ${n}` }])),
        );
        expect(new Set(failures.map(({ status }) => status))).toEqual(new Set(['rejected']));
        expect(await store.get('first')).toBe('old');
        disk.free();
        await store.write([{ put: 'last', value: 'there' }]);
        const expected = ['first', ...full.written, 'last'];
        expect(await all(store.keys())).toEqual(expected);
        expect(await store.get('first')).toBe('old');
        await store.close();
        const again = await open('disk/store');
        expect(await all(again.keys())).toEqual(expected);
        await again.close();
      }),
    60_000,
  );

  test(
    'a disk that fills up again and again loses nothing that was acknowledged',
    () =>
      onSmallDisk(async (disk) => {
        let store = await open('disk/store');
        const expected: string[] = [];
        let next = 0;
        for (let round = 0; round < 4; round += 1) {
          await disk.fill();
          await rm(join(home.folder, 'disk', 'filler-65536-0'), { force: true });
          const full = await writeUntilFull(store, next);
          expected.push(...full.written);
          next = full.next + 1;
          if (round % 2 === 1) {
            await store.close();
            await expect(open('disk/store')).rejects.toMatchObject({ code: 'unwritable' });
            disk.free();
            store = await open('disk/store');
          }
          disk.free();
        }
        await store.write([{ put: 'last', value: 'there' }]);
        expect(await all(store.keys())).toEqual([...expected, 'last']);
        await store.close();
      }),
    60_000,
  );
}
