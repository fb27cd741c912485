import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ExchangeFailure } from '../connectivity/failure.js';

const DECODERS = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * Reads an answer's body as text, unpacked.
 *
 * @throws {ExchangeFailure} as soon as it is longer than `maxBytes`; the connection is then closed
 */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const decoder = DECODERS.get(response.headers['content-encoding'] ?? '');
  const source = decoder === undefined ? response : pipeline(response, decoder(), () => undefined);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new ExchangeFailure('bad_response', 'answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
