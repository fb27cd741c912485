import { createReadStream, readSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConfigError } from '@neuratrade/service-kit';
import type { LogQuery } from './find-start.js';
import { splitLines } from './last-lines.js';
import { timeOf } from './merge.js';

/** A stretch of a log: bytes of an open file, or what a compressed file holds from `since` on without the first `skip` lines. */
export type LogPart =
  | { kind: 'bytes'; file: number; start: number; end: number }
  | { kind: 'compressed'; path: string; skip: number };

const BLOCK = 256 * 1024;

/**
 * The wanted lines of a part, oldest first, some at a time.
 *
 * @throws {ConfigError} when a compressed file is damaged
 */
export async function* linesOf(part: LogPart, query: LogQuery): AsyncGenerator<Buffer[]> {
  const { test } = query;
  const blocks = part.kind === 'bytes' ? bytesOf(part) : unzipped(part.path);
  let skip = part.kind === 'bytes' ? 0 : part.skip;
  let begun = part.kind === 'bytes' || query.since === undefined;
  for await (const lines of splitBlocks(blocks)) {
    const wanted = lines.filter((line) => {
      if (begun && test === undefined && skip === 0) return true;
      const text = line.toString();
      begun ||= (timeOf(text) ?? 0) >= (query.since ?? 0);
      if (!begun || test?.(text) === false) return false;
      if (skip === 0) return true;
      skip--;
      return false;
    });
    if (wanted.length > 0) yield wanted;
  }
}

function* bytesOf({ file, start, end }: Extract<LogPart, { kind: 'bytes' }>): Generator<Buffer> {
  for (let at = start; at < end; ) {
    const block = Buffer.allocUnsafe(Math.min(BLOCK, end - at));
    const length = readSync(file, block, 0, block.length, at);
    if (length === 0) return;
    at += length;
    yield block.subarray(0, length);
  }
}

async function* unzipped(path: string): AsyncGenerator<Buffer> {
  const text = createGunzip();
  pipeline(createReadStream(path), text, () => undefined);
  try {
    yield* text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigError([
      `${path} cannot be read (${code ?? message}). Move it away to see the other logs.`,
    ]);
  }
}

async function* splitBlocks(blocks: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let unfinished: Buffer[] = [];
  for await (const block of blocks) {
    const { lines, rest } = splitLines(block);
    const [first, ...others] = lines;
    if (first !== undefined) {
      yield [Buffer.concat([...unfinished, first]), ...others];
      unfinished = [];
    }
    if (rest.length > 0) unfinished.push(rest);
  }
  if (unfinished.length > 0) yield [Buffer.concat(unfinished)];
}
