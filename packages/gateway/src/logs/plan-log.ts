import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { ConfigError } from '@neuratrade/service-kit';
import { findStart, type LogQuery } from './find-start.js';
import { type LogPart, linesOf } from './log-part.js';
import { timeOf } from './merge.js';
import { readBackwards } from './read-backwards.js';
import { rotatedFiles } from './rotated.js';

/** A file that is being read, and how far it has been. */
export type ReadSoFar = { descriptor: number; inode: number; offset: number };

/** What of a log is to be read. `live` is the file that has its name; undefined when there is none yet. */
export type LogPlan = { path: string; parts: readonly LogPart[]; live: ReadSoFar | undefined; close(): void };

/**
 * Finds where the wanted lines of a log begin, in rotated files too when `since` lies before the first line of the live
 * one. With `follow` an unfinished last line is left for later. Close the plan after use; `live` stays open with `follow`.
 *
 * @throws {ConfigError} when what has the name is no file
 */
export async function planLog(path: string, query: LogQuery, follow: boolean): Promise<LogPlan> {
  const opened: number[] = [];
  const parts: LogPart[] = [];
  let { count } = query;
  let goOn = query.since !== undefined;

  function plan(file: number, endOf: (file: number) => number): number {
    const begin = findStart(file, { ...query, count });
    const end = endOf(file);
    parts.unshift({ kind: 'bytes', file, start: begin.start, end });
    count &&= Math.max(0, count - begin.found);
    goOn = begin.goOn;
    return end;
  }

  const descriptor = open(path);
  let live: ReadSoFar | undefined;
  if (descriptor !== undefined) {
    if (!follow) opened.push(descriptor);
    const offset = plan(descriptor, follow ? endOfWholeLines : sizeOf);
    live = { descriptor, inode: fstatSync(descriptor).ino, offset };
  }
  for (const file of rotatedFiles(path, live?.inode)) {
    if (!goOn || count === 0) break;
    if (file.compressed) {
      const found = count === undefined ? 0 : await countIn(file.path, query);
      parts.unshift({ kind: 'compressed', path: file.path, skip: Math.max(0, found - (count ?? 0)) });
      count &&= Math.max(0, count - found);
      goOn = !(await beginsBefore(file.path, query.since ?? 0));
    } else {
      const older = open(file.path);
      if (older === undefined) continue;
      opened.push(older);
      plan(older, sizeOf);
    }
  }
  return {
    path,
    parts,
    live,
    close: () => {
      for (const file of opened) closeSync(file);
    },
  };
}

function open(path: string): number | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new ConfigError([`${path} is no file. Move it away to see the other logs.`]);
  }
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function sizeOf(file: number): number {
  return fstatSync(file).size;
}

function endOfWholeLines(file: number): number {
  const size = sizeOf(file);
  let end = size;
  readBackwards(file, (line, begin) => {
    if (begin + line.length >= size) end = begin;
    return true;
  });
  return end;
}

async function countIn(path: string, query: LogQuery): Promise<number> {
  let found = 0;
  for await (const lines of linesOf({ kind: 'compressed', path, skip: 0 }, query)) found += lines.length;
  return found;
}

async function beginsBefore(path: string, moment: number): Promise<boolean> {
  const everything: LogQuery = { count: undefined, since: undefined, test: undefined };
  for await (const lines of linesOf({ kind: 'compressed', path, skip: 0 }, everything)) {
    const time = lines.map((line) => timeOf(line.toString())).find((found) => found !== undefined);
    if (time !== undefined) return time < moment;
  }
  return false;
}
