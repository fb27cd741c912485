import { fstatSync } from 'node:fs';
import type { LineTest } from './filter.js';
import { startOfLastLines } from './last-lines.js';
import { timeOf } from './merge.js';
import { readBackwards } from './read-backwards.js';

/**
 * Which lines of a log are wanted: of those that pass `test`, the last `count`, and none from before `since`, a moment
 * in milliseconds. What is undefined limits nothing.
 */
export type LogQuery = {
  count: number | undefined;
  since: number | undefined;
  test: LineTest | undefined;
};

/** Where in a file to begin, how many wanted lines follow from there, and whether older files may hold more of them. */
export type FileStart = { start: number; found: number; goOn: boolean };

/** Finds the first wanted line of an open file from its end, and reads no further back than that takes. */
export function findStart(file: number, { count, since, test }: LogQuery): FileStart {
  if (since === undefined && test === undefined && count !== undefined) {
    return { start: startOfLastLines(file, count), found: count, goOn: false };
  }
  if (count === 0) return { start: fstatSync(file).size, found: 0, goOn: false };
  let start = fstatSync(file).size;
  let found = 0;
  let goOn = true;
  readBackwards(file, (bytes, begin) => {
    const line = bytes.toString();
    const time = since === undefined ? undefined : timeOf(line);
    if (since !== undefined && time !== undefined && time < since) {
      goOn = false;
      return true;
    }
    if (test?.(line) ?? true) found++;
    if (since === undefined || time !== undefined || begin === 0) start = begin;
    if (found === count) {
      goOn = false;
      start = begin;
    }
    return !goOn;
  });
  return { start, found, goOn: goOn && since !== undefined };
}
