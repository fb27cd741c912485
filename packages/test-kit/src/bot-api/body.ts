import type { IncomingMessage } from 'node:http';
import { readMultipart } from './multipart.js';

export interface Parameters {
  /** As JSON values; a file is `{ file, bytes }`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** What the files hold, by the name of their field. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const TEXTS = new Set(['text', 'caption']);

/** The parameters of a call, from the query string and from a JSON, form or multipart body. */
export async function readParameters(request: IncomingMessage): Promise<Parameters> {
  const url = new URL(request.url ?? '', 'http://localhost');
  const payload: Record<string, unknown> = Object.fromEntries(url.searchParams);
  const files = new Map<string, Uint8Array>();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (body.length === 0) return { payload, files };
  const type = request.headers['content-type'] ?? '';
  if (type.includes('application/json'))
    return { payload: { ...payload, ...JSON.parse(body.toString()) }, files };
  if (!type.includes('multipart/form-data')) {
    for (const [name, value] of new URLSearchParams(body.toString())) payload[name] = fieldValue(name, value);
    return { payload, files };
  }
  for (const { name, filename, bytes } of readMultipart(body, type)) {
    if (filename === undefined) payload[name] = fieldValue(name, bytes.toString());
    else {
      files.set(name, new Uint8Array(bytes));
      payload[name] = { file: filename, bytes: bytes.length };
    }
  }
  return { payload, files };
}

function fieldValue(name: string, value: string): unknown {
  if (TEXTS.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
