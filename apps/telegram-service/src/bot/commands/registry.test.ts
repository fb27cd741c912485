import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { COMMANDS } from './all.js';

const NO_COMMANDS = new Set(['all.ts', 'command.ts', 'registry.ts']);

test('every file here is a command of its name in the registry', () => {
  const files = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !NO_COMMANDS.has(file))
    .map((file) => file.slice(0, -3));
  expect(COMMANDS.map(({ name }) => name)).toEqual(files.sort());
});

test('Telegram accepts every name and description', () => {
  for (const { name, description } of COMMANDS) {
    expect(name).toMatch(/^[a-z0-9_]{1,32}$/);
    expect(description).toMatch(/^.{1,256}$/);
  }
});
