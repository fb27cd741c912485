import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { joinCredentials } from './credentials.js';
import type { ConfiguredExchange } from './exchange.js';

const READABLE_BY_ALL = 0o004;
const BYTE_ORDER_MARK = /^\uFEFF/;

const text = z.string('must be a text').trim().min(1, 'must not be empty').optional();

const anObject = {
  error: (issue: { readonly code?: string }) =>
    issue.code === 'invalid_type' ? 'must be an object' : undefined,
};

const fileSchema = z.strictObject({ exchanges: z.array(z.unknown(), 'must be a list') }, anObject);

const entrySchema = z.strictObject(
  {
    name: z.string('must be a text').trim().toLowerCase().min(1, 'must not be empty'),
    enabled: z.boolean('must be true or false').default(true),
    apiKey: text,
    secret: text,
    password: text,
  },
  anObject,
);

/**
 * Reads `exchanges.json`: `{"exchanges":[{"name":"binance","enabled":true,"apiKey":"…","secret":"…","password":"…"}]}`,
 * where only `name` is needed. A missing file lists none. Problems, which never repeat what the file holds,
 * are added to `problems`.
 */
export function exchangesFromFile(file: string, problems: string[]): ConfiguredExchange[] {
  const content = readPrivately(file, problems);
  if (content === undefined) return [];
  const read = <T>(schema: z.ZodType<T>, value: unknown, at: readonly PropertyKey[]): T | undefined => {
    const { success, data, error } = schema.safeParse(value);
    if (success) return data;
    for (const issue of error.issues) {
      const what =
        issue.code === 'unrecognized_keys' ? `has an unknown key ${issue.keys.join(', ')}` : issue.message;
      problems.push(`${file}: ${place([...at, ...issue.path])} ${what}`);
    }
    return undefined;
  };
  const names = new Set<string>();
  return (read(fileSchema, content.json, [])?.exchanges ?? []).flatMap((entry, index) => {
    const exchange = read(entrySchema, entry, ['exchanges', index]);
    if (exchange === undefined) return [];
    const { name, enabled, ...pieces } = exchange;
    if (names.has(name)) problems.push(`${file}: ${name} is listed twice; keep one of the two`);
    names.add(name);
    const at = (piece: string) => `${file}: ${place(['exchanges', index, piece])}`;
    const joined = joinCredentials(pieces, { apiKey: at('apiKey'), secret: at('secret') });
    if ('credentials' in joined) {
      return [{ name, enabled, ...(joined.credentials ? { credentials: joined.credentials } : {}) }];
    }
    problems.push(joined.problem);
    return [];
  });
}

function readPrivately(file: string, problems: string[]): { json: unknown } | undefined {
  let content: string;
  try {
    const found = statSync(file);
    if (found.isDirectory()) {
      problems.push(
        `${file} is a directory, which Docker makes when the file to mount does not exist: remove it, and put the file there or drop the mount`,
      );
      return undefined;
    }
    if (process.platform !== 'win32' && (found.mode & READABLE_BY_ALL) !== 0) {
      problems.push(`${file} holds keys and every user of this machine can read it: run chmod 600 ${file}`);
      return undefined;
    }
    content = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') {
      problems.push(`${file} cannot be read (${code}): let the user of this service read it`);
    }
    return undefined;
  }
  try {
    return { json: JSON.parse(content.replace(BYTE_ORDER_MARK, '')) as unknown };
  } catch {
    problems.push(`${file} is no valid JSON: correct it, or start anew with {"exchanges":[]}`);
    return undefined;
  }
}

function place(path: readonly PropertyKey[]): string {
  const written = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return written.replace(/^\./, '') || 'the file';
}
