import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readBackwards } from './read-backwards.js';

const directory = mkdtempSync(join(tmpdir(), 'read-backwards-'));
afterAll(() => rmSync(directory, { recursive: true }));

function seen(content: string, enough = Number.POSITIVE_INFINITY): [string, number][] {
  const path = join(directory, 'file');
  writeFileSync(path, content);
  const file = openSync(path, 'r');
  const lines: [string, number][] = [];
  readBackwards(file, (line, begin) => lines.push([line.toString(), begin]) >= enough);
  closeSync(file);
  return lines;
}

test('lines come from the last to the first, each with where it begins', () => {
  expect(seen('one\n\nthree\n')).toEqual([
    ['three', 5],
    ['', 4],
    ['one', 0],
  ]);
});

test('an unfinished last line is a line, and an empty file has none', () => {
  expect([seen('one\ntw'), seen(''), seen('\n')]).toEqual([
    [
      ['tw', 4],
      ['one', 0],
    ],
    [],
    [['', 0]],
  ]);
});

test('it ends when enough has been seen', () => {
  expect(seen('one\ntwo\nthree\n', 2)).toEqual([
    ['three', 8],
    ['two', 4],
  ]);
});

test('lines of every length are whole, wherever the blocks that are read end', () => {
  const lines = Array.from({ length: 3_000 }, (_, index) => `${index} ${'é'.repeat(index % 700)}`);
  lines[1_500] = 'x'.repeat(700_000);
  const found = seen(`${lines.join('\n')}\n`);
  expect(found.map(([line]) => line).reverse()).toEqual(lines);
  const content = Buffer.from(`${lines.join('\n')}\n`);
  expect(
    found.every(([line, at]) => content.subarray(at, at + Buffer.byteLength(line)).toString() === line),
  ).toBe(true);
});
