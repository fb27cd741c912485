import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { makeStack } from './support/cli.js';

const cleanup = createCleanup();
afterEach(cleanup.run);

async function setUp(settings: NodeJS.ProcessEnv = {}) {
  const stack = await makeStack(cleanup, settings);
  const file = () => JSON.parse(readFileSync(stack.paths.config, 'utf8')) as unknown;
  return { ...stack, file };
}

test('what is set is printed bare, and the file is its owner’s alone', async () => {
  const { run, file, paths } = await setUp();
  expect((await run(['config', 'set', 'log_level', 'debug'])).code).toBe(0);
  expect(await run(['config', 'get', 'log_level'])).toEqual({ code: 0, stdout: 'debug\n', stderr: '' });
  expect(file()).toEqual({ log_level: 'debug' });
  expect((statSync(paths.config).mode & 0o777).toString(8)).toBe('600');
  expect((await run(['config', 'path'])).stdout).toBe(`${paths.config}\n`);
});

test('a secret comes from standard input and shows nowhere', async () => {
  const { run, file } = await setUp();
  const set = await run(['config', 'set', 'telegram_bot_token', '-'], {}, '123456789:geheim\n');
  expect(file()).toEqual({ telegram_bot_token: '123456789:geheim' });
  expect([set.code, set.stdout.includes('geheim'), set.stderr]).toEqual([0, false, '']);
});

test('an empty value removes a setting', async () => {
  const { run, file } = await setUp();
  await run(['config', 'set', 'log_level', 'debug']);
  await run(['config', 'set', 'exchanges', 'binance']);
  expect((await run(['config', 'set', 'log_level', ''])).code).toBe(0);
  expect(file()).toEqual({ exchanges: 'binance' });
});

test('quests of one’s own are a list in the file, and stay one when something else is set', async () => {
  const { run, file, paths } = await setUp();
  const quests = [
    { id: 'busy', title: 'Busy', description: 'Execute 500 fills', metric: 'fills', target: 500 },
  ];
  writeFileSync(paths.config, JSON.stringify({ quests }), { mode: 0o600 });
  expect((await run(['config', 'set', 'log_level', 'debug'])).code).toBe(0);
  expect(file()).toEqual({ quests, log_level: 'debug' });
  expect((await run(['config', 'get', 'quests'])).stdout).toBe(`${JSON.stringify(quests)}\n`);
  const other = [{ ...quests[0], target: 600 }];
  expect((await run(['config', 'set', 'quests', '-'], {}, JSON.stringify(other))).code).toBe(0);
  expect(file()).toEqual({ quests: other, log_level: 'debug' });
  const refused = await run(['config', 'set', 'quests', '[{"id":"busy","metric":"luck"}]']);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    `CUSTOM_QUESTS=[{"id":"busy","metric":"luck"}]: ${[
      'quest 1: title must be a text, quest 1: description must be a text',
      'quest 1: metric must be one of fills, volume, trades, wins, win_streak, net_profit, active_days',
      'quest 1: target must be a number',
    ].join(', ')}\n`,
  ]);
});

test('the environment counts before the file', async () => {
  const { run } = await setUp({ LOG_LEVEL: 'warn' });
  expect((await run(['config', 'set', 'log_level', 'debug'])).stdout).toContain(
    "The environment's LOG_LEVEL counts before it.",
  );
  expect((await run(['config', 'get', 'log_level'])).stdout).toBe('warn\n');
});

test('a setting that nobody made has its default, if it has one', async () => {
  const { run } = await setUp({ BACKEND_PORT: '' });
  expect((await run(['config', 'get', 'backend_port'])).stdout).toBe('8080\n');
});

test.each([
  [['config', 'set', 'log_levl', 'debug'], 'log_levl is no known setting: did you mean log_level?\n'],
  [['config', 'set', 'log_level', 'loud'], 'LOG_LEVEL=loud: must be one of debug, info, warn, error\n'],
  [
    ['config', 'set', 'health_interval_ms', 'abc'],
    'HEALTH_INTERVAL_MS=abc: must be whole milliseconds from 50 to 60000\n',
  ],
  [['config', 'set', 'telegram_enabled', 'perhaps'], 'TELEGRAM_ENABLED=perhaps: must be true or false\n'],
  [
    ['config', 'set', 'telegram_webhook_secret', 'not allowed'],
    'TELEGRAM_WEBHOOK_SECRET: must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -\n',
  ],
  [
    ['config', 'get', 'admin_api_key'],
    'admin_api_key is not set. The first neuratrade gateway start makes it.\n',
  ],
  [
    ['config', 'set', 'kraken_api_secret', 'x'],
    'kraken_api_secret: keys of exchanges are not kept in config.json. Put them into exchanges.json beside it, or into the environment\n',
  ],
])('%j is refused in one line', async (args, stderr) => {
  const { run } = await setUp();
  expect(await run(args)).toEqual({ code: 1, stdout: '', stderr });
});

test.each([
  ['{ "log_level": ', 'is no valid JSON. Correct it, or move it away and start again\n'],
  ['["debug"]', 'must be one JSON object of plain values, such as {"log_level": "debug"}\n'],
  ['{"quests": {"id": "mine"}}', /: quests must be a list$/],
  ['{"stablecoins": ["USDC"]}', /: stablecoins must be a text, a number, true or false$/],
  ['{"custom_quests": []}', /: custom_quests is no known setting: did you mean quests\?$/],
])('a broken config.json (%s) is named and left as it is', async (content, problem) => {
  const { run, paths } = await setUp();
  writeFileSync(paths.config, content, { mode: 0o600 });
  const stderr =
    typeof problem === 'string'
      ? `${paths.config} ${problem}`
      : expect.stringMatching(new RegExp(problem, 'm'));
  const expected = { code: 1, stdout: '', stderr };
  expect([
    await run(['config', 'get', 'log_level']),
    await run(['config', 'set', 'log_level', 'info']),
  ]).toEqual([expected, expected]);
  expect(readFileSync(paths.config, 'utf8')).toBe(content);
});

test('settings that are changed at the same time are all kept', async () => {
  const { run, file } = await setUp();
  const values = { backend_port: '9001', ccxt_port: '9002', telegram_port: '9003', log_level: 'debug' };
  await Promise.all(Object.entries(values).map(([key, value]) => run(['config', 'set', key, value])));
  expect(file()).toEqual(values);
});
