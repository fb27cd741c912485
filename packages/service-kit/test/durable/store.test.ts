import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStore, StoreError } from '../../src/durable/index.js';
import { all, listener, scratch } from '../support/durable.js';

let home: Awaited<ReturnType<typeof scratch>>;
beforeEach(async () => {
  home = await scratch();
});
afterEach(() => home.remove());

const open = (name = 'store') =>
  openStore<unknown>({ folder: join(home.folder, name), logger: listener(), lockWaitMs: 0 });

test('what was written is there after it is opened again, in the order of its keys', async () => {
  const first = await open();
  await first.write([
    { put: 'b', value: { text: '<b>Ω 🚀\u202e</b>' } },
    { put: 'a', value: [1, null] },
    { put: 'c', value: 'gone' },
  ]);
  await first.write([{ del: 'c' }]);
  await first.close();
  const again = await open();
  expect(await all(again.entries())).toEqual([
    ['a', [1, null]],
    ['b', { text: '<b>Ω 🚀\u202e</b>' }],
  ]);
  expect(await all(again.entries({ gte: 'a', lt: 'c', reverse: true, limit: 1 }))).toEqual([
    ['b', { text: '<b>Ω 🚀\u202e</b>' }],
  ]);
  expect(await all(again.keys({ gte: 'b' }))).toEqual(['b']);
  expect([await again.get('a'), await again.get('c')]).toEqual([[1, null], undefined]);
  await again.close();
});

test('its folder is for this user alone, and nothing else is left beside it', async () => {
  const store = await open('deep/store');
  const modes = await Promise.all(
    ['deep', 'deep/store'].map(async (name) => (await stat(join(home.folder, name))).mode & 0o777),
  );
  expect(modes).toEqual([0o700, 0o700]);
  expect(await readdir(join(home.folder, 'deep'))).toEqual(['store']);
  await store.close();
});

test('writes take effect in the order they were asked for, however many there are at once', async () => {
  const store = await open();
  await Promise.all(
    Array.from({ length: 3_000 }, (_, index) => store.write([{ put: `k${index % 7}`, value: index }])),
  );
  expect(await all(store.entries())).toEqual(
    [2996, 2997, 2998, 2999, 2993, 2994, 2995]
      .map((value): [string, number] => [`k${value % 7}`, value])
      .sort(([one], [other]) => one.localeCompare(other)),
  );
  await store.close();
});

test('close waits for the writes that were asked for, and refuses later ones', async () => {
  const store = await open();
  const written = store.write([{ put: 'a', value: 1 }]);
  const late = store.close().then(() => store.write([{ put: 'b', value: 2 }]));
  await written;
  await expect(late).rejects.toMatchObject({ code: 'closed' });
  await expect(store.get('a')).rejects.toMatchObject({ code: 'closed' });
  const again = await open();
  expect(await all(again.entries())).toEqual([['a', 1]]);
  await again.close();
});

test('reads that closing cuts short are told so, not that the disk is broken', async () => {
  const store = await open();
  await store.write(Array.from({ length: 3_000 }, (_, n) => ({ put: `${n}`, value: n })));
  const entries = store.entries()[Symbol.asyncIterator]();
  await entries.next();
  const closed = store.close();
  const gone = new StoreError('closed', `${home.folder}/store is closed.`);
  await expect(store.get('1')).rejects.toEqual(gone);
  await expect(all(store.keys())).rejects.toEqual(gone);
  await expect(all({ [Symbol.asyncIterator]: () => entries })).rejects.toEqual(gone);
  await closed;
});

test('a value that is no JSON fails alone, not the writes beside it', async () => {
  const store = await open();
  const round: { self?: unknown } = {};
  round.self = round;
  const results = await Promise.allSettled([
    store.write([{ put: 'a', value: 1 }]),
    store.write([{ put: 'b', value: round }]),
    store.write([{ put: 'c', value: 3 }]),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await all(store.entries())).toEqual([
    ['a', 1],
    ['c', 3],
  ]);
  await store.close();
});
