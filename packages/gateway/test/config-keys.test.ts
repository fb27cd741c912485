import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { configKeys } from '../src/config/keys.js';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const PARTS = [
  'apps/backend-api',
  'apps/ccxt-service',
  'apps/telegram-service',
  'packages/exchange-simulator',
];

/** What the gateway itself says to the services, so that nobody sets it. */
const GIVEN = [
  'NEURATRADE_HOME',
  'LOG_STDOUT',
  'DATABASE_EMBEDDED',
  'BACKEND_URL',
  'CCXT_URL',
  'TELEGRAM_URL',
  'SIMULATOR_URL',
];

type Table = Record<string, { description: string; secret: boolean }>;

async function settingsOf(part: string): Promise<[string, boolean][]> {
  const file = join(ROOT, part, 'dist', 'config.js');
  if (!existsSync(file)) throw new Error(`${file} is missing: run make build`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const tables = Object.values(module).filter(
    (value): value is Table =>
      typeof value === 'object' && value !== null && 'LOG_LEVEL' in value && 'BIND_HOST' in value,
  );
  return tables.flatMap((table) =>
    Object.entries(table).map(([name, { secret }]): [string, boolean] => [name, secret]),
  );
}

test.each(PARTS)(
  'every setting of %s can be kept in config.json, and its secrets are known as such',
  async (part) => {
    const settings = (await settingsOf(part)).filter(([name]) => !GIVEN.includes(name));
    expect(settings.length).toBeGreaterThan(4);
    expect(settings.map(([name]) => [name, configKeys.get(name.toLowerCase())?.secret])).toEqual(settings);
  },
);
