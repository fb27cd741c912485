import { spawn } from 'node:child_process';
import { appendFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually, makeHome } from '@neuratrade/test-kit';
import { tailLogs } from '../src/logs/tail-logs.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

async function follow(content: string | undefined, count = 10) {
  const home = cleanup.use(await makeHome());
  const path = join(home.path, 'backend.log');
  if (content !== undefined) writeFileSync(path, content);
  const lines: string[] = [];
  const controller = new AbortController();
  const done = tailLogs([{ name: 'backend', path }], {
    query: { count, since: undefined, test: undefined },
    follow: true,
    interrupted: () => controller.signal,
    print: async (found) => void lines.push(...found.map(({ line }) => line.toString())),
  });
  cleanup.add(async () => {
    controller.abort();
    await done;
  });
  return { path, lines, sees: (expected: string[]) => eventually(() => expect(lines).toEqual(expected)) };
}

test('the last lines come first, then each new one, and none before it is whole', async () => {
  const { path, sees } = await follow('one\ntwo\nthree\n', 2);
  await sees(['two', 'three']);
  appendFileSync(path, 'fo');
  appendFileSync(path, 'ur\nfive ö');
  await sees(['two', 'three', 'four']);
  appendFileSync(path, '\n');
  await sees(['two', 'three', 'four', 'five ö']);
});

test('a file that is yet to come is waited for', async () => {
  const { path, sees } = await follow(undefined);
  writeFileSync(path, 'one\n');
  await sees(['one']);
});

test('a truncated file is read from its new beginning', async () => {
  const { path, sees } = await follow('one\ntwo\n');
  await sees(['one', 'two']);
  truncateSync(path, 0);
  appendFileSync(path, 'new\n');
  await sees(['one', 'two', 'new']);
});

test('what is still written to a renamed file is not lost', async () => {
  const { path, sees } = await follow('one\n');
  await sees(['one']);
  renameSync(path, `${path}.1`);
  writeFileSync(path, '');
  appendFileSync(`${path}.1`, 'late\n');
  await sees(['one', 'late']);
  appendFileSync(path, 'new\n');
  await sees(['one', 'late', 'new']);
});

test('a writer that rotates its file loses no line', async () => {
  const { path, lines } = await follow('');
  const source = `
    const { appendFileSync, renameSync } = require('node:fs');
    const file = process.argv[1];
    let line = 0;
    const timer = setInterval(() => {
      for (let i = 0; i < 50; i++) appendFileSync(file, 'line ' + line++ + '\\n');
      if (line % 500 === 0) renameSync(file, file + '.' + line);
      if (line === 2000) clearInterval(timer);
    }, 40);
  `;
  const writer = spawn(process.execPath, ['-e', source, path], { stdio: 'ignore' });
  cleanup.add(() => writer.kill('SIGKILL'));
  const all = Array.from({ length: 2_000 }, (_, index) => `line ${index}`);
  await eventually(() => expect(lines).toHaveLength(2_000), { timeoutMs: 20_000 });
  expect([...lines].sort()).toEqual(all.sort());
}, 30_000);
