import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup, eventually, makeHome } from '@neuratrade/test-kit';
import { sendRequest } from '../src/supervisor/control/client.js';
import type { ControlReply, ControlRequest, Reply } from '../src/supervisor/control/messages.js';
import { createRestartDesk } from '../src/supervisor/control/restart-desk.js';
import { listenForRequests } from '../src/supervisor/control/server.js';
import { StartFailure } from '../src/supervisor/failures.js';
import { ended } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

const done: ControlReply = { kind: 'restarted', ms: 7 };

async function setUp(
  handle: (request: ControlRequest, reply: Reply) => Promise<void>,
  folder = (home: string) => home,
) {
  const home = cleanup.use(await makeHome());
  mkdirSync(folder(home.path), { recursive: true });
  const path = join(folder(home.path), 'gateway.sock');
  const server = await listenForRequests(path, handle);
  cleanup.add(server.close);
  return { home: home.path, path, server };
}

test('a request is answered with what happens meanwhile, and how it ended', async () => {
  const { path } = await setUp(async ({ restart }, reply) => {
    reply({ kind: 'note', text: `restarts ${restart}` });
    reply(done);
  });
  const heard: ControlReply[] = [];
  expect(await sendRequest(path, { restart: 'ccxt' }, (reply) => heard.push(reply))).toEqual(done);
  expect(heard).toEqual([{ kind: 'accepted' }, { kind: 'note', text: 'restarts ccxt' }]);
});

test('a home may lie deeper than a socket address reaches', async () => {
  const { path } = await setUp(
    async (_request, reply) => reply(done),
    (home) => join(home, 'a-folder-with-a-long-name'.repeat(3), 'and-another'.repeat(6)),
  );
  expect(path.length).toBeGreaterThan(108);
  expect(statSync(path).isSocket()).toBe(true);
  expect(await sendRequest(path, { restart: null }, () => undefined)).toEqual(done);
});

test('no other user can use it', async () => {
  const { home, path } = await setUp(async (_request, reply) => reply(done));
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  if (process.getuid?.() !== 0) return;
  chmodSync(home, 0o755);
  const source = `require('node:net').connect(process.argv[1]).on('error', ({ code }) => console.log(code)).on('connect', () => process.exit(9));`;
  const stranger = spawn(process.execPath, ['-e', source, path], { uid: 65_534, gid: 65_534 });
  expect(await ended(stranger)).toEqual({ code: 0, stdout: 'EACCES\n', stderr: '' });
});

test('a supervisor that is gone, or dies in the middle, is told apart', async () => {
  const { path, server } = await setUp(async () => sleep(60_000, undefined, { ref: false }));
  const sent = sendRequest(path, { restart: null }, () => void server.close());
  expect(await sent).toEqual({ kind: 'lost', code: expect.any(String) });
  expect(await sendRequest(path, { restart: null }, () => undefined)).toEqual({
    kind: 'unreachable',
    code: 'ENOENT',
  });
});

test('the socket that a killed supervisor left behind is replaced', async () => {
  const { path, home } = await setUp(async (_request, reply) => reply(done));
  const other = join(home, 'stale.sock');
  const source = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'));`;
  await ended(spawn(process.execPath, ['-e', source, other]));
  expect(await sendRequest(other, { restart: null }, () => undefined)).toEqual({
    kind: 'unreachable',
    code: 'ECONNREFUSED',
  });
  const server = await listenForRequests(other, async (_request, reply) => reply(done));
  cleanup.add(server.close);
  expect(await sendRequest(other, { restart: null }, () => undefined)).toEqual(done);
  expect(await sendRequest(path, { restart: null }, () => undefined)).toEqual(done);
});

test('what is no request is cut off, and a client that leaves disturbs nobody', async () => {
  const handled: (string | null)[] = [];
  let finish = () => {};
  const { path } = await setUp(async ({ restart }, reply) => {
    handled.push(restart);
    if (restart === 'slow')
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    reply(done);
  });
  const bytes = await new Promise((resolve) => {
    let text = '';
    const browser = connect(path);
    browser.write('GET / HTTP/1.1\r\n');
    browser
      .on('data', (chunk) => {
        text += chunk;
      })
      .on('close', () => resolve(text));
  });
  expect(bytes).toBe('');
  const client = connect(path);
  client.write('{"restart":"slow"}\n');
  await eventually(() => expect(handled).toEqual(['slow']));
  client.destroy();
  finish();
  expect(await sendRequest(path, { restart: 'ccxt' }, () => undefined)).toEqual(done);
  expect(handled).toEqual(['slow', 'ccxt']);
});

test('a folder that can hold no socket is an error, not a crash', async () => {
  const home = cleanup.use(await makeHome());
  writeFileSync(join(home.path, 'file'), '');
  await expect(
    listenForRequests(join(home.path, 'file', 'gateway.sock'), async () => undefined),
  ).rejects.toThrow();
});

test('restarts follow one another, and one that fails keeps no other from its turn', async () => {
  const desk = createRestartDesk('starting', (text) => text.replace('hunter2', '[redacted]'));
  const events: string[] = [];
  const ask = async (restart: string | null) => {
    const heard: ControlReply[] = [];
    await desk.handle({ restart }, (reply) => heard.push(reply));
    return heard;
  };
  expect(await ask('ccxt')).toEqual([{ kind: 'refused', problems: ['starting'] }]);
  desk.offer({
    one: async (service) => {
      events.push(`${service} begins`);
      await sleep(30);
      events.push(`${service} ends`);
      if (service === 'bad') throw new StartFailure(['no hunter2']);
    },
    all: async () => void events.push('all'),
  });
  const answers = await Promise.all([ask('bad'), ask('ccxt'), ask(null)]);
  const follows = { kind: 'note', text: 'Another restart is under way; this one follows.' };
  const restarted = { kind: 'restarted', ms: expect.any(Number) };
  expect(answers).toEqual([
    [{ kind: 'failed', problems: ['no [redacted]'] }],
    [follows, restarted],
    [follows, restarted],
  ]);
  expect(events).toEqual(['bad begins', 'bad ends', 'ccxt begins', 'ccxt ends', 'all']);
});
