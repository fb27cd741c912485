import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const CHUNK = 64 * 1024;
const NEWLINE = 0x0a;

/**
 * The byte at which the last `count` lines of an open file begin; an unfinished last line counts as one.
 * Reads backwards, so that its cost does not grow with the file.
 */
export function startOfLastLines(file: number, count: number): number {
  const size = fstatSync(file).size;
  if (count <= 0) return size;
  const chunk = Buffer.alloc(CHUNK);
  let found = 0;
  for (let end = size - 1; end > 0; end -= CHUNK) {
    const begin = Math.max(0, end - CHUNK);
    const length = readSync(file, chunk, 0, end - begin, begin);
    for (let index = length - 1; index >= 0; index--) {
      if (chunk[index] === NEWLINE && ++found === count) return begin + index + 1;
    }
  }
  return 0;
}

/** The last `count` lines of a file without their line ends, oldest first. Empty when there is no such file. */
export function lastLines(path: string, count: number): Buffer[] {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    const start = startOfLastLines(file, count);
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - start));
    const length = readSync(file, bytes, 0, bytes.length, start);
    const { lines, rest } = splitLines(bytes.subarray(0, length));
    return rest.length > 0 ? [...lines, rest] : lines;
  } finally {
    closeSync(file);
  }
}

/** Cuts bytes at line ends; `rest` is what follows the last one. Whole lines never hold half a character. */
export function splitLines(bytes: Buffer): { lines: Buffer[]; rest: Buffer } {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return { lines, rest: bytes.subarray(start) };
}
