import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, makeHome } from '@neuratrade/test-kit';
import { makeRoot, makeStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

test('the command itself says when it has not been built', async () => {
  const root = makeRoot(cleanup.use(await makeHome()).path, ['packages/gateway']);
  const stack = await makeStack(cleanup, {}, root);
  expect(await stack.run(['--version'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `NeuraTrade is not built yet: run make start (or make build) in ${root}.\n`,
  });
});

test('the command itself says when a part of it is missing', async () => {
  const root = makeRoot(cleanup.use(await makeHome()).path, []);
  const missing = `${root}/packages/gateway/dist/commands/gateway-status.js`;
  rmSync(missing);
  const stack = await makeStack(cleanup, {}, root);
  expect(await stack.run(['gateway', 'status'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `NeuraTrade is not installed completely (${missing} is missing): run make clean build in ${root}.\n`,
  });
  rmSync(`${root}/packages/gateway/node_modules`);
  expect(await stack.run(['--version'])).toEqual({
    code: 1,
    stdout: '',
    stderr: `NeuraTrade is not installed completely (commander is missing): run make clean build in ${root}.\n`,
  });
});

test('the command works through a symbolic link', async () => {
  const stack = await makeStack(cleanup);
  const link = `${stack.paths.home}/neuratrade`;
  symlinkSync(resolve(import.meta.dirname, '..', '..', '..', 'bin', 'neuratrade'), link);
  expect(execFileSync(link, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('an unknown command is answered with the nearest one', async () => {
  const stack = await makeStack(cleanup);
  const words = [['gatway'], ['start', '--demo'], ['logs', '-f'], ['get', 'x'], ['gateway', 'stat'], ['xyz']];
  const answers = await Promise.all([...words, ['gateway', 'logs', 'bakend']].map((args) => stack.run(args)));
  expect(answers.map(({ code, stderr }) => [code, stderr.trim().split('\n').at(-1)])).toEqual([
    [1, 'neuratrade has no command gatway. Did you mean neuratrade gateway?'],
    [1, 'neuratrade has no command start. Did you mean neuratrade gateway start?'],
    [1, 'neuratrade has no command logs. Did you mean neuratrade gateway logs?'],
    [1, 'neuratrade has no command get. Did you mean neuratrade config get?'],
    [1, '(Did you mean start?)'],
    [1, 'neuratrade has no command xyz. See neuratrade --help for what there is.'],
    [1, 'There is no log of bakend. Did you mean backend?'],
  ]);
}, 20_000);
