import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { COMMANDS } from './all.js';

const NO_COMMANDS = new Set(['all.ts', 'command.ts', 'registry.ts']);

test('every file here is a command of its name in the registry', () => {
  const files = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !NO_COMMANDS.has(file))
    .map((file) => file.slice(0, -3));
  expect(COMMANDS.map(({ name }) => name).sort()).toEqual(files.sort());
});

test('Telegram accepts every name and description', () => {
  for (const { name, aliases = [], description } of COMMANDS) {
    for (const word of [name, ...aliases]) expect(word).toMatch(/^[a-z0-9_]{1,32}$/);
    expect(description).toMatch(/^.{1,256}$/);
  }
  expect(COMMANDS.length).toBeLessThanOrEqual(100);
});

test('no name means two commands', () => {
  const names = COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect([...new Set(names)]).toEqual(names);
});

test('only what tells nothing of an account is for anyone', () => {
  const open = COMMANDS.filter(({ access }) => access === 'anyone').map(({ name }) => name);
  expect(open).toEqual(['help', 'start']);
});
