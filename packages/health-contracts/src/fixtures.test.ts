import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { httpStatusFor } from './aggregate.js';
import { backendHealthSchema, healthSummarySchema, liveSchema, readySchema } from './schemas/backend.js';
import { ccxtHealthSchema } from './schemas/ccxt.js';
import { telegramHealthSchema } from './schemas/telegram.js';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8').trimEnd();

const samples: [string, z.ZodType][] = [
  ['health.healthy', backendHealthSchema],
  ['health.degraded', healthSummarySchema],
  ['health.database-down.503', healthSummarySchema],
  ['live', liveSchema],
  ['ready', readySchema],
  ['ccxt-health', ccxtHealthSchema],
  ['telegram-health.healthy', telegramHealthSchema],
  ['telegram-health.degraded', telegramHealthSchema],
];

describe('the samples of the specification', () => {
  test.each(samples)('%s passes its schema and comes out byte for byte, keys in order', (name, schema) => {
    expect(JSON.stringify(schema.parse(JSON.parse(fixture(name))))).toBe(fixture(name));
  });

  test.each(samples)('%s fails its schema when any one key is missing', (name, schema) => {
    const body = JSON.parse(fixture(name));
    for (const key of Object.keys(body)) {
      const { [key]: _, ...rest } = body;
      expect({ key, ok: schema.safeParse(rest).success }).toEqual({ key, ok: false });
    }
  });

  test.each([
    ['health.healthy', 200],
    ['health.degraded', 200],
    ['health.database-down.503', 503],
  ])('%s goes with HTTP %p', (name, status) => {
    expect(httpStatusFor(JSON.parse(fixture(name)))).toBe(status);
  });
});
