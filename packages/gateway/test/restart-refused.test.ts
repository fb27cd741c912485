import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './support/cli.js';
import { takePort } from './support/squatter.js';

const cleanup = createCleanup();
const NAMES = ['database', 'redis', 'simulator', 'ccxt', 'backend', 'telegram', 'gateway'];
let stack: TestStack;

jest.setTimeout(60_000);
beforeAll(async () => {
  stack = await makeStack(cleanup, { TELEGRAM_ENABLED: 'false' });
  expect(await stack.run(['gateway', 'start'])).toMatchObject({ code: 0 });
});
afterAll(cleanup.run, 60_000);

const pids = () => NAMES.map(stack.pid);

const refusals: [string, string, string, RegExp][] = [
  [
    'a bad setting',
    'telegram',
    '{"telegram_poll_timeout_s": 999}',
    /^TELEGRAM_POLL_TIMEOUT_S=999: must be whole seconds from 1 to 50\n$/,
  ],
  [
    'an unknown setting',
    'telegram',
    '{"telegram_bot_tokn": "x"}',
    /telegram_bot_tokn is no known setting: did you mean telegram_bot_token\?\n$/,
  ],
  ['a broken file', 'telegram', '{"log_level": ', /is no valid JSON/],
  [
    'a setting that the others rely on',
    'backend',
    '{"bind_host": "127.0.0.1"}',
    /^BIND_HOST has changed\. Run neuratrade gateway restart, which restarts everything\.\n$/,
  ],
  [
    'a server that is to be another',
    'database',
    '{"database_url": "postgres://u@127.0.0.1:1/x"}',
    /^With the settings of now, the gateway would no longer run PostgreSQL\./,
  ],
  ['everything with a bad setting', '', '{"log_level": "loud"}', /^LOG_LEVEL=loud: /],
  [
    'everything with an exchange that there is not',
    '',
    '{"exchanges": "binanse,simulator"}',
    /^There is no exchange binanse: did you mean binance\? Correct EXCHANGES or exchanges\.json\.\n$/,
  ],
  [
    'everything with settings that a service refuses together',
    '',
    '{"telegram_webhook_url": "https://bot.example.com/hook"}',
    /^TELEGRAM_WEBHOOK_SECRET is not set: TELEGRAM_WEBHOOK_URL needs it/,
  ],
];

test.each(refusals)('%s is refused, and changes nothing', async (_what, service, config, words) => {
  const before = readFileSync(stack.paths.config, 'utf8');
  const kept = JSON.parse(before) as Record<string, string>;
  const text = config.endsWith('}') ? JSON.stringify({ ...kept, ...JSON.parse(config) }) : config;
  const processes = pids();
  writeFileSync(stack.paths.config, text);
  const result = await stack.run(['gateway', 'restart', ...(service === '' ? [] : [service])]);
  writeFileSync(stack.paths.config, before);
  expect([result.code, result.stderr, pids()]).toEqual([1, expect.stringMatching(words), processes]);
});

const broken: [string, RegExp][] = [
  ['{ "binance": ', /exchanges\.json is no valid JSON/],
  ['{"exchanges":[{"name":"binance","apiKey":"k"}]}', /exchanges\[0\]\.secret is not set/],
];

test.each(broken)(
  'everything with %s in exchanges.json is refused, and changes nothing',
  async (text, words) => {
    const processes = pids();
    writeFileSync(stack.paths.exchanges, text, { mode: 0o600 });
    const { code, stderr } = await stack.run(['gateway', 'restart']);
    rmSync(stack.paths.exchanges);
    expect([code, stderr, pids()]).toEqual([1, expect.stringMatching(words), processes]);
  },
);

test('everything is refused while another process has the port of a service that is down, and changes nothing', async () => {
  const others = NAMES.filter((name) => name !== 'ccxt');
  const port = Number(stack.env.CCXT_PORT);
  const processes = others.map(stack.pid);
  process.kill(stack.pid('ccxt'), 'SIGKILL');
  const squatter = await takePort(port);
  cleanup.add(() => squatter.close());
  const { code, stderr } = await stack.run(['gateway', 'restart']);
  expect([code, stderr, others.map(stack.pid)]).toEqual([
    1,
    expect.stringMatching(`^Port ${port} is in use \\(by PID ${process.pid} `),
    processes,
  ]);
});
