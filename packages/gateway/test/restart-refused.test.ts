import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './support/cli.js';

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
