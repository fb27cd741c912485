import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCleanup, eventually, request } from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './support/cli.js';

const cleanup = createCleanup();
const run = promisify(execFile);
let stack: TestStack;

beforeAll(async () => {
  stack = await makeStack(cleanup);
  expect(await stack.run(['gateway', 'start'])).toMatchObject({ code: 0 });
}, 60_000);
afterAll(cleanup.run, 60_000);

/** Rotates now, with the configuration of the documentation; `systemctl reload` does what the unit's ExecReload does. */
async function rotate(): Promise<void> {
  const { home, logs } = stack.paths;
  const user = userInfo().username;
  const { stdout: group } = await run('id', ['-gn']);
  const directory = join(home, 'rotation');
  mkdirSync(join(directory, 'bin'), { recursive: true });
  writeFileSync(join(directory, 'bin', 'systemctl'), `#!/bin/sh\nkill -HUP ${stack.pid('gateway')}\n`, {
    mode: 0o755,
  });
  const configuration = `${logs}/*.log {
    daily
    rotate 14
    compress
    delaycompress
    notifempty
    create 0644 ${user} ${group.trim()}
    sharedscripts
    postrotate
        systemctl reload neuratrade > /dev/null 2>&1 || true
    endscript
}
`;
  writeFileSync(join(directory, 'neuratrade'), configuration, { mode: 0o644 });
  const PATH = `${join(directory, 'bin')}:${process.env.PATH}:/usr/sbin`;
  await run('logrotate', ['--force', '--state', join(directory, 'state'), join(directory, 'neuratrade')], {
    env: { PATH },
  });
}

/** All that was ever written to one log, oldest rotation first. */
async function everythingIn(name: string): Promise<string> {
  const files = (await readdir(stack.paths.logs)).filter((file) => file.startsWith(`${name}.log`));
  const age = (file: string) => Number(/\.log\.(\d+)/.exec(file)?.[1] ?? 0);
  const contents = files
    .sort((a, b) => age(b) - age(a))
    .map(async (file) => {
      const bytes = await readFile(join(stack.paths.logs, file));
      return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    });
  return (await Promise.all(contents)).join('');
}

test('no line is lost or doubled while logrotate runs three times under load', async () => {
  const asked: string[] = [];
  let asking = true;
  const client = async (name: string): Promise<void> => {
    for (let n = 0; asking; n++) {
      const id = `${name}-${n}`;
      await request(`${stack.url('BACKEND_PORT')}/nowhere`, { headers: { 'X-Request-Id': id } });
      asked.push(id);
    }
  };
  const clients = ['a', 'b', 'c', 'd'].map(client);
  for (const rotation of [1, 2, 3]) {
    const before = asked.length;
    await eventually(() => expect(asked.length).toBeGreaterThan(before + 100));
    await rotate();
    await eventually(async () => {
      expect(await readFile(stack.paths.logFile('backend'), 'utf8')).toContain('"Request completed"');
    });
    expect(await readdir(stack.paths.logs)).toContain(
      rotation === 1 ? 'backend.log.1' : `backend.log.${rotation}.gz`,
    );
  }
  asking = false;
  await Promise.all(clients);
  await eventually(async () => {
    const lines = (await everythingIn('backend'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const logged = lines.map(({ request_id }) => request_id).filter((id) => /^[abcd]-\d+$/.test(id));
    expect(logged.sort()).toEqual([...asked].sort());
  });
}, 60_000);

test('after a rotation all four processes write to the new files', async () => {
  await rotate();
  await request(`${stack.url('CCXT_PORT')}/nowhere`);
  await request(`${stack.url('TELEGRAM_PORT')}/nowhere`);
  const textOf = (name: string) => readFile(stack.paths.logFile(name), 'utf8');
  await eventually(async () => {
    for (const name of ['ccxt', 'telegram']) expect(await textOf(name)).toContain('"path":"/nowhere"');
  });
  process.kill(stack.pid('telegram'), 'SIGKILL');
  await eventually(async () =>
    expect(await textOf('gateway')).toContain('Telegram Service ended (killed by SIGKILL)'),
  );
}, 60_000);
