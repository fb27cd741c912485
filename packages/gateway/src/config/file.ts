import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '@neuratrade/service-kit';
import { z } from 'zod';
import { writeFileAtomically } from '../process/atomic-file.js';
import { acquireLock } from '../process/lock.js';
import { makeDirectory } from '../process/make-directory.js';
import { configKeys, unknownKey } from './keys.js';
import { formOf, textOf, writtenOf } from './value.js';

const READABLE_BY_OTHERS = 0o004;
const LOCK_PATIENCE_MS = 5_000;

const fileSchema = z.record(z.string(), z.unknown());

/** The settings in config.json, by key. */
export type ConfigValues = Readonly<Record<string, string>>;

/**
 * Reads config.json; no file means no settings.
 *
 * @throws {ConfigError} when every user of the machine may read it, when it is no JSON object of plain values,
 * or when it holds a key that is no setting
 */
export function readConfigFile(path: string): ConfigValues {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return {};
  if ((file.mode & READABLE_BY_OTHERS) !== 0) {
    throw new ConfigError([
      `${path} holds keys and every user of this machine can read it. Run chmod 600 ${path}`,
    ]);
  }
  const parsed = fileSchema.safeParse(parseJson(path));
  if (!parsed.success) {
    throw new ConfigError([
      `${path} must be one JSON object of plain values, such as {"log_level": "debug"}`,
    ]);
  }
  const unknown = Object.keys(parsed.data).filter((key) => !configKeys.has(key));
  if (unknown.length > 0) throw new ConfigError(unknown.map((key) => `${path}: ${unknownKey(key)}`));
  const values = Object.entries(parsed.data).map(([key, value]) => [key, textOf(key, value)] as const);
  const unlike = values.flatMap(([key, text]) => (text === undefined ? [key] : []));
  if (unlike.length > 0) throw new ConfigError(unlike.map((key) => `${path}: ${key} must be ${formOf(key)}`));
  return Object.fromEntries(values.map(([key, text = '']) => [key, text]));
}

/**
 * Changes config.json in one step, readable by its owner alone. What `change` returns is written; two changes at once
 * follow one another.
 */
export async function updateConfigFile(
  path: string,
  change: (values: ConfigValues) => ConfigValues,
): Promise<ConfigValues> {
  const run = join(dirname(path), 'run');
  makeDirectory(run);
  const lock = await waitForLock(join(run, 'config.lock'));
  try {
    const before = readConfigFile(path);
    const after = change(before);
    if (after !== before) writeFileAtomically(path, `${JSON.stringify(written(after), null, 2)}\n`, 0o600);
    return after;
  } finally {
    lock.release();
  }
}

function written(values: ConfigValues): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, writtenOf(key, text)]));
}

async function waitForLock(path: string): Promise<{ release(): void }> {
  const deadline = performance.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const lock = acquireLock(path);
    if (lock.held) return lock;
    if (performance.now() > deadline) {
      throw new ConfigError([
        `config.json is being changed by another process (PID ${lock.owner.pid}). Try again.`,
      ]);
    }
    await sleep(20);
  }
}

function parseJson(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError([`${path} is no valid JSON. Correct it, or move it away and start again`]);
  }
}
