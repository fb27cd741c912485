import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createCleanup } from '@neuratrade/test-kit';
import { makeStack, type TestStack } from './support/cli.js';
import { examine, examineJson } from './support/doctor.js';

const cleanup = createCleanup();
afterEach(cleanup.run, 30_000);

const WITHOUT_BOT = { TELEGRAM_ENABLED: 'false' };

function writeConfig({ paths }: TestStack, content: string, mode = 0o600): void {
  writeFileSync(paths.config, content);
  chmodSync(paths.config, mode);
}

const wrong = (lines: readonly string[]) => lines.filter((line) => /^([!✗] | {20,})/.test(line));
const STOPPED = [
  '✗ gateway              does not run for HOME',
  '                       → neuratrade gateway start',
];

describe('config.json', () => {
  test.each<[string, string, number, string[]]>([
    [
      'that all may read',
      '{"log_level":"debug"}',
      0o644,
      [
        '✗ config file          every user of this machine can read HOME/config.json, which holds keys',
        '                       → chmod 600 HOME/config.json',
      ],
    ],
    [
      'that is no JSON',
      '{"log_level":',
      0o600,
      [
        '✗ config file          HOME/config.json is no valid JSON',
        '                       → Correct it, or begin with an empty one: mv HOME/config.json HOME/config.json.old',
      ],
    ],
    [
      'with an unknown setting',
      '{"log_levle":"debug"}',
      0o640,
      [
        '✗ config file          HOME/config.json: log_levle is no known setting: did you mean log_level?',
        '                       → Take it out of HOME/config.json.',
      ],
    ],
    [
      'with a bad value',
      '{"log_level":"loud"}',
      0o600,
      [
        '✗ settings             LOG_LEVEL=loud: must be one of debug, info, warn, error',
        "                       → neuratrade config set log_level VALUE, or '' for the default.",
      ],
    ],
    [
      'with a list in place of the settings',
      '[]',
      0o600,
      [
        '✗ config file          HOME/config.json is no JSON object',
        '                       → Write it as one, such as {"log_level": "debug"}.',
      ],
    ],
  ])('%s', async (_, content, mode, expected) => {
    const stack = await makeStack(cleanup, WITHOUT_BOT);
    writeConfig(stack, content, mode);
    const { code, lines } = await examine(stack);
    expect({ code, wrong: wrong(lines) }).toEqual({ code: 1, wrong: [...expected, ...STOPPED] });
  });

  test('that a group may read is fine', async () => {
    const stack = await makeStack(cleanup, WITHOUT_BOT);
    writeConfig(stack, '{"log_level":"debug"}', 0o440);
    const { finding } = await examineJson(stack);
    expect(finding('config_file')).toEqual({
      id: 'config_file',
      status: 'ok',
      text: `${stack.paths.config}: 1 setting, mode 0440`,
      remedy: null,
      values: { path: stack.paths.config, mode: '0440', settings: 1 },
    });
  });

  test('that is a pipe holds nothing up', async () => {
    const stack = await makeStack(cleanup, WITHOUT_BOT);
    execFileSync('mkfifo', [stack.paths.config]);
    const { lines } = await examine(stack);
    expect(wrong(lines)).toEqual([
      '✗ config file          HOME/config.json is no file',
      '                       → Move it away: mv HOME/config.json HOME/config.json.old',
      ...STOPPED,
    ]);
  });
});

test.each<[string, string, number, string, string]>([
  [
    'that all may read',
    '{"exchanges":[]}',
    0o604,
    'every user of this machine can read HOME/exchanges.json, which holds keys of exchanges',
    'chmod 600 HOME/exchanges.json',
  ],
  [
    'with a misspelt field',
    '{"exchanges":[{"name":"binance","apikey":"canary"}]}',
    0o600,
    'HOME/exchanges.json: exchanges[0].apikey is unknown, did you mean apiKey?',
    'Correct that in HOME/exchanges.json.',
  ],
])('exchanges.json %s', async (_, content, mode, text, remedy) => {
  const stack = await makeStack(cleanup, WITHOUT_BOT);
  writeFileSync(stack.paths.exchanges, content);
  chmodSync(stack.paths.exchanges, mode);
  const { lines } = await examine(stack);
  expect(wrong(lines)).toEqual([
    `✗ exchanges file       ${text}`,
    `                       → ${remedy}`,
    ...STOPPED,
  ]);
});
