import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogFields, Logger } from '../../src/log/logger.js';

export interface Told {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly msg: string;
  readonly fields?: LogFields;
}

/** A logger that keeps what it is told. */
export function listener(): Logger & { readonly told: Told[] } {
  const told: Told[] = [];
  const at = (level: Told['level']) => (msg: string, fields?: LogFields) =>
    void told.push(fields === undefined ? { level, msg } : { level, msg, fields });
  return { told, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A folder of its own, and what removes it. */
export async function scratch(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'neuratrade-durable-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Everything that an async iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
