import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { blackHole, createCleanup, eventually, freePort } from '@neuratrade/test-kit';
import { ended, makeStack, type TestStack } from './support/cli.js';
import { exchangesOf, onTerminal } from './support/exchanges.js';

jest.setTimeout(60_000);

const cleanup = createCleanup();
let stack: TestStack;
let exchanges: ReturnType<typeof exchangesOf>;

beforeAll(async () => {
  stack = await makeStack(cleanup, { ADMIN_API_KEY: 'the-admin-key' });
  exchanges = exchangesOf(stack);
});
afterAll(cleanup.run, 60_000);

describe('what cannot be done', () => {
  test('no secret is taken from the command line', async () => {
    const refused = await Promise.all(
      [
        ['add', 'binance', '--key=abc'],
        ['add', '--secret', 'abc', 'binance'],
        ['add', 'binance', '--api-key', 'abc'],
        ['keys', 'binance', '--password', 'abc'],
        ['keys', 'binance', '--key'],
      ].map((args) => exchanges(args)),
    );
    const why =
      "what stands in the command line shows in the shell's history and in the list of processes. Leave it out and type it when asked, with --with-keys, or send it to standard input, with --stdin.\n";
    expect(refused).toEqual(
      ['--key', '--secret', '--api-key', '--password', '--key'].map((option) => ({
        code: 1,
        stdout: '',
        stderr: `${option}: ${why}`,
      })),
    );
  });

  const WANTED = 'Give {"key":"…","secret":"…"}, or the key on one line and the secret on the next.';
  test.each([
    ['', `Standard input holds no key and secret. ${WANTED}\n`],
    ['canary-only-key', `Standard input holds no key and secret. ${WANTED}\n`],
    ['{"key":"canary-key"', `Standard input holds no valid JSON. ${WANTED}\n`],
    [
      '{"key":"canary-key","secret":"s","apikey":"x"}',
      `Standard input holds more than key, secret and password. ${WANTED}\n`,
    ],
    ['a\nb\nc\nd', `Standard input holds more than key, secret and password. ${WANTED}\n`],
    [
      '{"key":"canary-key","secret":"s","password":7}',
      'The password on standard input is no text. Leave it out if there is none.\n',
    ],
  ])('%j on standard input', async (input, stderr) => {
    expect(await exchanges(['add', 'simulator', '--stdin'], input)).toEqual({ code: 1, stdout: '', stderr });
  });

  test('keys are not asked for without a terminal', async () => {
    expect(await exchanges(['add', 'binance', '--with-keys'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no terminal to type keys on. Send them to standard input with --stdin.\n',
    });
  });

  test('keys are not read from a terminal, where they would show', async () => {
    const { done, screen } = await onTerminal(cleanup, stack, ['add', 'okx', '--stdin'], /with-keys/);
    expect([await done, screen.text.trim()]).toEqual([
      1,
      'Standard input is a terminal, where keys would show. Leave --stdin out to be asked for them; add wants --with-keys for that.',
    ]);
  });

  test('an account that cannot be one is refused', async () => {
    const { code, stderr } = await exchanges(['list', '--account', 'A b']);
    expect([code, stderr]).toEqual([
      1,
      "error: option '--account <name>' argument 'A b' is invalid. It must be at most 32 of a-z, 0-9, _ and -, beginning with a letter or digit.\n",
    ]);
  });

  test('without a backend it exits with 2 and the next step', async () => {
    const port = await freePort();
    const own = await stack.run(['exchanges', 'list'], { BACKEND_PORT: String(port) });
    const other = await stack.run(
      ['exchanges', 'add', 'okx', '--url', `http://u:canary-pass@127.0.0.1:${port}/`],
      {
        ADMIN_API_KEY: 'k',
      },
    );
    const refused = `No backend answers at http://127.0.0.1:${port}: connection refused.`;
    expect([own, other]).toEqual([
      { code: 2, stdout: '', stderr: `${refused} Start it with neuratrade gateway start.\n` },
      { code: 2, stdout: '', stderr: `${refused} Check the URL.\n` },
    ]);
  });

  test('an answer that gets lost, and one of something else, exit with 2', async () => {
    const hole = cleanup.use(await blackHole());
    const strange = createServer((_, response) => void response.end('<html>'));
    await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve));
    cleanup.add(() => void strange.close());
    const { port } = strange.address() as AddressInfo;
    const adding = stack.spawnCli(['exchanges', 'add', 'okx', '--url', hole.url], { ADMIN_API_KEY: 'k' });
    const done = ended(adding);
    await eventually(() => expect(hole.connections()).toBe(1), { timeoutMs: 10_000 });
    await hole.close();
    const odd = await stack.run(['exchanges', 'list', '--url', `http://127.0.0.1:${port}`], {
      ADMIN_API_KEY: 'k',
    });
    expect([await done, odd]).toEqual([
      {
        code: 2,
        stdout: '',
        stderr: `The answer of the backend at ${hole.url} got lost (connection reset): it is not known whether okx was added. Look with neuratrade exchanges list.\n`,
      },
      {
        code: 2,
        stdout: '',
        stderr: `What answers at http://127.0.0.1:${port} is no backend of NeuraTrade (HTTP 200).\n`,
      },
    ]);
  });

  test('a refusal names what helps on the command line', async () => {
    const message = 'EXCHANGES (which --demo sets too) says which exchanges are used. Nothing was changed.';
    const told = [
      { code: 'conflict', message },
      { code: 'bad_request', message: 'password: missing.' },
      { code: 'bad_request', message: 'SIMULATOR_URL is not set. Nothing was changed.' },
    ];
    const backend = createServer((_, response) => {
      response.writeHead(409, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: told.shift() }));
    });
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    cleanup.add(() => void backend.close());
    const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
    const add = () => stack.run(['exchanges', 'add', 'simulator', '--url', url], { ADMIN_API_KEY: 'k' });
    expect([await add(), await add(), await add()]).toEqual([
      {
        code: 1,
        stdout: '',
        stderr: `${message}\nOn the command line: neuratrade config set exchanges '' if config.json has it, then neuratrade gateway stop, then neuratrade gateway start without it in the environment and without --demo.\n`,
      },
      {
        code: 1,
        stdout: '',
        stderr: 'password: missing.\nOn the command line: --with-passphrase.\n',
      },
      {
        code: 1,
        stdout: '',
        stderr:
          'SIMULATOR_URL is not set. Nothing was changed.\nThe gateway supplies it at its start when exchanges.json names it: write {"name":"simulator"} in there, then run neuratrade gateway restart.\n',
      },
    ]);
  });

  test('all help has examples and no option for a secret', async () => {
    const names = ['list', 'add', 'remove', 'enable', 'disable', 'keys', 'test'];
    const helps = await Promise.all(
      [[], ...names.map((name) => [name])].map((args) => exchanges([...args, '--help'])),
    );
    expect(
      helps.map(({ code, stdout }) => [
        code,
        /Examples:\n {2}\$ neuratrade exchanges/.test(stdout),
        /--(key|secret|password|api-key)\b/.test(stdout),
      ]),
    ).toEqual(helps.map(() => [0, true, false]));
  });
});
