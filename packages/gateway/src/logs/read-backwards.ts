import { fstatSync, readSync } from 'node:fs';

const BLOCK = 256 * 1024;
const NEWLINE = 0x0a;

/**
 * Hands the lines of an open file to `look`, the last one first, each with the byte at which it begins, until `look`
 * returns true. Reads block by block from the end, so that neither its cost nor its memory grows with what lies before.
 */
export function readBackwards(file: number, look: (line: Buffer, begin: number) => boolean): void {
  const size = fstatSync(file).size;
  let parts: Buffer[] = [];
  for (let end = size; end > 0; end -= BLOCK) {
    const begin = Math.max(0, end - BLOCK);
    const block = Buffer.allocUnsafe(end - begin);
    let right = readSync(file, block, 0, block.length, begin);
    for (let at = lastNewline(block, right); at !== -1; at = lastNewline(block, right)) {
      const line = Buffer.concat([block.subarray(at + 1, right), ...parts]);
      parts = [];
      right = at;
      if (begin + at + 1 < size && look(line, begin + at + 1)) return;
    }
    parts.unshift(block.subarray(0, right));
  }
  if (size > 0) look(Buffer.concat(parts), 0);
}

function lastNewline(block: Buffer, before: number): number {
  return before === 0 ? -1 : block.lastIndexOf(NEWLINE, before - 1);
}
