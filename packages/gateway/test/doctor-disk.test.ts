import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { makeStack, shellWords } from './support/cli.js';
import { linesAbout } from './support/doctor.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 30_000);

const COMMAND = resolve(import.meta.dirname, '..', '..', '..', 'bin', 'neuratrade');
const WITHOUT_BOT = { TELEGRAM_ENABLED: 'false' };

function canMount(): boolean {
  const trial = ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'];
  return process.platform === 'linux' && spawnSync('unshare', trial).status === 0;
}

/** Without the right to mount, the judgement alone is tested, beside the check. */
if (canMount()) {
  test('a disk that is full', async () => {
    const stack = await makeStack(cleanup, WITHOUT_BOT);
    const command = shellWords([process.execPath, COMMAND, 'doctor']);
    const mounted = `mount -t tmpfs -o size=1m none ${stack.paths.home} && ${command}`;
    const { stdout } = spawnSync('unshare', ['--mount', 'sh', '-c', mounted], {
      env: stack.env,
      encoding: 'utf8',
    });
    expect(linesAbout(stdout.split('\n'), 'disk home')).toEqual([
      `✗ disk home            1 MiB of 1 MiB free at ${stack.paths.home}`,
      `                       → Make room there; what is largest: du -xh ${stack.paths.home} | sort -h | tail`,
    ]);
  });

  test('a folder for logs that cannot be written', async () => {
    const stack = await makeStack(cleanup, WITHOUT_BOT);
    const folder = stack.paths.logs;
    mkdirSync(folder);
    const command = shellWords([process.execPath, COMMAND, 'doctor']);
    const { stdout } = spawnSync(
      'unshare',
      ['--mount', 'sh', '-c', `mount -t tmpfs -o ro none ${folder} && ${command}`],
      { env: stack.env, encoding: 'utf8' },
    );
    expect(linesAbout(stdout.split('\n'), 'logs')).toEqual([
      `✗ logs                 ${folder} cannot be written`,
      `                       → Give this user the right to: chmod u+w ${folder}`,
    ]);
  });
}
