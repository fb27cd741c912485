import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { describeEnv } from './describe.js';
import { weakKeys } from './keys.js';
import { ConfigError, readEnv } from './read.js';
import { setting } from './setting.js';
import * as types from './types.js';

const table = {
  BACKEND_PORT: setting(types.port().default(8080), 'Port'),
  INTERVAL_MS: setting(types.milliseconds({ min: 10, max: 1000 }).default(100), 'Interval'),
  DATABASE_URL: setting(types.url('postgres', 'postgresql').optional(), 'Database', { secret: true }),
  LOG_STDOUT: setting(types.boolean().default(true), 'Standard output'),
  EXCHANGES: setting(types.nameList().default([]), 'Exchanges'),
  LOG_LEVEL: setting(types.oneOf('debug', 'info').default('info'), 'Level'),
};

const problemsOf = (env: NodeJS.ProcessEnv, ...check: [((s: object) => string[])?]): readonly string[] => {
  try {
    readEnv(table, env, ...check);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('readEnv', () => {
  test('gives defaults for what is unset or blank', () => {
    expect(readEnv(table, { BACKEND_PORT: ' ', OTHER: 'x' })).toEqual({
      BACKEND_PORT: 8080,
      INTERVAL_MS: 100,
      DATABASE_URL: undefined,
      LOG_STDOUT: true,
      EXCHANGES: [],
      LOG_LEVEL: 'info',
    });
  });

  test('reads what is set', () => {
    expect(
      readEnv(table, {
        BACKEND_PORT: '0',
        INTERVAL_MS: '1000',
        DATABASE_URL: 'postgres://u:p@h/db',
        LOG_STDOUT: 'off',
        EXCHANGES: 'Binance, okx,,binance',
        LOG_LEVEL: 'debug',
      }),
    ).toEqual({
      BACKEND_PORT: 0,
      INTERVAL_MS: 1000,
      DATABASE_URL: 'postgres://u:p@h/db',
      LOG_STDOUT: false,
      EXCHANGES: ['binance', 'okx'],
      LOG_LEVEL: 'debug',
    });
  });

  test('lists every problem at once, and repeats no secret', () => {
    expect(
      problemsOf({
        BACKEND_PORT: '80800',
        INTERVAL_MS: '1.5',
        DATABASE_URL: 'mysql://root:hunter2@h/db',
        LOG_STDOUT: 'maybe',
        LOG_LEVEL: 'verbose',
      }),
    ).toEqual([
      'BACKEND_PORT=80800: must be a port from 0 to 65535',
      'INTERVAL_MS=1.5: must be whole milliseconds from 10 to 1000',
      'DATABASE_URL: must be a URL that starts with postgres:// or postgresql://',
      'LOG_STDOUT=maybe: must be true or false',
      'LOG_LEVEL=verbose: must be one of debug, info',
    ]);
  });

  test('a required setting that is missing is named', () => {
    expect(() => readEnv({ URL: setting(z.string('give the address'), 'Address') }, {})).toThrow(
      new ConfigError(['URL is not set: give the address']),
    );
  });

  test('problems between settings are told together with those of single ones', () => {
    expect(problemsOf({}, () => ['A needs B'])).toEqual(['A needs B']);
    expect(
      problemsOf({ BACKEND_PORT: 'x' }, (valid) => [`valid are ${Object.keys(valid).length} of 6`]),
    ).toEqual(['BACKEND_PORT=x: must be a port from 0 to 65535', 'valid are 5 of 6']);
  });
});

describe('weakKeys', () => {
  const strong = 'k'.repeat(32);
  const wanted =
    'NODE_ENV=production needs a key of at least 32 characters of your own, e.g. from `openssl rand -hex 32`';

  test('takes anything outside production', () => {
    expect(weakKeys('development', { ADMIN_API_KEY: undefined })).toEqual([]);
  });

  test('names each missing, short and documented key in production', () => {
    expect(
      weakKeys('production', {
        A: undefined,
        B: 'short',
        C: 'dev-admin-key-change-me-in-production',
        D: strong,
      }),
    ).toEqual([
      `A is not set: ${wanted}`,
      `B is too short: ${wanted}`,
      `C is the documented development default: ${wanted}`,
    ]);
  });
});

test('describeEnv lists the table for the documentation', () => {
  expect(describeEnv(table).slice(0, 3)).toEqual([
    { name: 'BACKEND_PORT', default: '8080', description: 'Port', secret: false },
    { name: 'INTERVAL_MS', default: '100', description: 'Interval', secret: false },
    { name: 'DATABASE_URL', default: '', description: 'Database', secret: true },
  ]);
});
