import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandError } from '../command-error.js';

/** A file, or standard input, as it is read. */
export type FillFile = {
  /** What it is called, and `-` for standard input. */
  name: string;
  /** In bytes; undefined where nobody knows. */
  size: number | undefined;
  /** How many bytes of it have been read. */
  read(): number;
  text(): AsyncIterable<string>;
};

/**
 * Opens a file, one that is compressed if it is called `….gz`.
 *
 * @throws {CommandError} when there is none
 */
export async function openFillFile(name: string): Promise<FillFile> {
  const size = name === '-' ? undefined : await sizeOf(name);
  const source: Readable = name === '-' ? process.stdin : createReadStream(name);
  let bytes = 0;
  source.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
  source.pause();
  return { name, size, read: () => bytes, text: () => textOf(name, source) };
}

async function sizeOf(name: string): Promise<number> {
  const found = await stat(name).catch(({ code }: NodeJS.ErrnoException) => {
    throw new CommandError(`${name} cannot be read (${code}).`);
  });
  if (!found.isFile()) throw new CommandError(`${name} is no file.`);
  return found.size;
}

async function* textOf(name: string, source: Readable): AsyncGenerator<string> {
  const bytes = name.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  source.on('error', (error) => bytes.destroy(error));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of bytes) yield decoder.decode(piece as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new CommandError(`${name} is not UTF-8.`);
    if (code?.startsWith('Z_')) throw new CommandError(`${name} is no gzip file (${code}).`);
    throw error;
  }
}
