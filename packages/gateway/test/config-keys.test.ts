import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import type { z } from 'zod';
import { configKeys } from '../src/config/keys.js';
import { serviceSettings } from '../src/config/service-settings.js';

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

type Table = Record<string, { description: string; secret: boolean; schema: z.ZodType }>;

/** Values at and beyond the limits of each kind of setting. */
const SAMPLES = [
  ...['abc', '-1', '1.5', 'true', 'off', 'maybe', 'production', 'x'.repeat(200), 'x'.repeat(201), 'a b'],
  ...['http://host', 'https://host/path', 'ftp://host', 'postgres://host/db', 'x'.repeat(257)],
  ...[0, 1, 9, 10, 49, 50, 51, 99, 100, 101].map(String),
  ...[10_000, 30_000, 60_000, 120_000, 3_600_000].flatMap((limit) => [String(limit), String(limit + 1)]),
];

async function tablesOf(part: string): Promise<Table[]> {
  const file = join(ROOT, part, 'dist', 'config.js');
  if (!existsSync(file)) throw new Error(`${file} is missing: run make build`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  return Object.values(module).filter(
    (value): value is Table =>
      typeof value === 'object' && value !== null && 'LOG_LEVEL' in value && 'BIND_HOST' in value,
  );
}

test.each(PARTS)(
  'every setting of %s can be kept in config.json, and its secrets are known as such',
  async (part) => {
    const settings = (await tablesOf(part))
      .flatMap((table) => Object.entries(table).map(([name, { secret }]) => [name, secret] as const))
      .filter(([name]) => !GIVEN.includes(name));
    expect(settings.length).toBeGreaterThan(4);
    const known = new Map([...configKeys.values()].map(({ variable, secret }) => [variable, secret]));
    expect(settings.map(([name]) => [name, known.get(name)])).toEqual(settings);
  },
);

test.each(PARTS)('what %s refuses cannot be stored, and what it takes can', async (part) => {
  const services = (await tablesOf(part)).flatMap((table) => Object.entries(table));
  const checked = services.filter(([name]) => name in serviceSettings);
  expect(checked).not.toEqual([]);
  for (const [name, { schema }] of checked) {
    const verdicts = (candidate: z.ZodType | undefined) =>
      SAMPLES.map((sample) => [name, sample, candidate?.safeParse(sample).success]);
    expect(verdicts(serviceSettings[name]?.schema)).toEqual(verdicts(schema));
  }
});
