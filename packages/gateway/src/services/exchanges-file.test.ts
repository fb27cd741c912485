import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, makeHome } from '@neuratrade/test-kit';
import { namesInExchangesFile } from './exchanges-file.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const fileWith = async (content: string): Promise<string> => {
  const file = join(cleanup.use(await makeHome()).path, 'exchanges.json');
  writeFileSync(file, content);
  return file;
};

test.each<[string, string[] | undefined]>([
  ['{"exchanges":[]}', []],
  [
    '{"exchanges":[{"name":" Binance ","apiKey":"k","secret":"s"},{"name":"simulator"}]}',
    ['binance', 'simulator'],
  ],
  ['\uFEFF{"exchanges":[{"name":"okx","enabled":false}]}', ['okx']],
  ['', undefined],
  ['{"exchanges":[', undefined],
  ['null', undefined],
  ['{"exchange":[]}', undefined],
  ['{"exchanges":[{"nam":"binance"}]}', undefined],
])('%j names %j', async (content, names) => {
  expect(namesInExchangesFile(await fileWith(content))).toEqual(names);
});

test('a file that is not there names none; a folder in its place is something that ccxt-service complains about', async () => {
  const home = cleanup.use(await makeHome()).path;
  mkdirSync(join(home, 'exchanges.json'));
  expect([
    namesInExchangesFile(join(home, 'none.json')),
    namesInExchangesFile(join(home, 'exchanges.json')),
  ]).toEqual([[], undefined]);
});
