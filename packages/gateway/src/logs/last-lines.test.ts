import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { lastLines, splitLines } from './last-lines.js';

const directory = mkdtempSync(join(tmpdir(), 'last-lines-'));
afterAll(() => rmSync(directory, { recursive: true }));

function linesOf(content: string, count: number): string[] {
  const path = join(directory, 'file');
  writeFileSync(path, content);
  return lastLines(path, count).map((line) => line.toString());
}

describe('lastLines', () => {
  test('gives the last lines, oldest first', () => {
    expect(linesOf('one\ntwo\nthree\n', 2)).toEqual(['two', 'three']);
  });

  test('gives all lines when the file has fewer', () => {
    expect(linesOf('one\ntwo\n', 10)).toEqual(['one', 'two']);
  });

  test('counts an unfinished last line', () => {
    expect(linesOf('one\ntwo\nthr', 2)).toEqual(['two', 'thr']);
  });

  test('keeps empty lines', () => {
    expect(linesOf('one\n\n\ntwo\n', 3)).toEqual(['', '', 'two']);
  });

  test('gives nothing for an empty file, for no lines, and for no file', () => {
    expect([linesOf('', 5), linesOf('one\n', 0), lastLines(join(directory, 'none'), 5)]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('finds lines that are longer than what it reads at once', () => {
    const long = 'x'.repeat(200_000);
    expect(linesOf(`first\n${long}\nlast\n`, 2)).toEqual([long, 'last']);
  });

  test('finds the start of the lines at every distance from the end', () => {
    const all = Array.from({ length: 5_000 }, (_, index) => `line ${index} ${'é'.repeat(index % 50)}`);
    const content = `${all.join('\n')}\n`;
    for (const count of [1, 2, 999, 2_000, 4_999, 5_000, 5_001]) {
      expect(linesOf(content, count)).toEqual(all.slice(-count));
    }
  });
});

test('bytes are cut at line ends, and what is unfinished is kept apart', () => {
  const { lines, rest } = splitLines(Buffer.from('a\n\nbc\nd'));
  expect([lines.map(String), String(rest)]).toEqual([['a', '', 'bc'], 'd']);
});
