import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { makeStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);

test('make status is no error of make, whatever the status is', async () => {
  const { env, paths } = await makeStack(cleanup);
  expect(await run('make', ['-C', ROOT, '--no-print-directory', 'status'], { env })).toEqual({
    stdout: `NeuraTrade is not running (home: ${paths.home}). Start it with neuratrade gateway start.\n`,
    stderr: '',
  });
});

test('no redis-server is asked for when config.json names a Redis', async () => {
  const stack = await makeStack(cleanup);
  await stack.run(['config', 'set', 'redis_url', 'redis://127.0.0.1:6390']);
  const bin = join(stack.paths.home, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  const { stdout: make } = await run('sh', ['-c', 'command -v make']);
  const built = ['node_modules/.installed', 'node_modules/.built'].flatMap((file) => ['-o', file]);
  const arguments_ = ['-C', ROOT, '--no-print-directory', ...built, 'redis-if-needed'];
  expect(await run(make.trim(), arguments_, { env: { ...stack.env, PATH: bin } })).toEqual({
    stdout: '',
    stderr: '',
  });
});

test('the demo ends where something else has its ports, instead of showing what answers there', async () => {
  const stack = await makeStack(cleanup);
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(Number(stack.env.BACKEND_PORT), '127.0.0.1', resolve);
  });
  cleanup.add(() => other.close());
  const ended = run(join(ROOT, 'scripts', 'demo.sh'), [], { env: stack.env });
  await expect(ended).rejects.toMatchObject({
    ...{ code: 1, stdout: '' },
    stderr: expect.stringMatching(/^Port \d+ is in use[\s\S]+\nThe demo does not run\. .+\n$/),
  });
}, 30_000);
