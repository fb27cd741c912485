import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { setting } from './setting.js';
import * as types from './types.js';

/** The settings that every service has. */
export const commonSettings = {
  NODE_ENV: setting(
    types.oneOf('development', 'test', 'production').default('development'),
    '`production` refuses weak keys',
  ),
  NEURATRADE_HOME: setting(
    types.path().default(join(homedir(), '.neuratrade')),
    'Folder of settings, logs and data',
  ),
  BIND_HOST: setting(
    z.string().default('127.0.0.1'),
    'Address to listen on; `0.0.0.0` lets other machines connect',
  ),
  LOG_LEVEL: setting(
    types.oneOf('debug', 'info', 'warn', 'error').default('info'),
    'The least level that is logged',
  ),
  LOG_STDOUT: setting(types.boolean().default(true), 'Log lines also go to standard output'),
  SERVICE_API_KEY: setting(z.string().optional(), 'Key that the services show one another', { secret: true }),
  SHUTDOWN_DRAIN_MS: setting(
    types.milliseconds({ min: 0, max: 60_000 }).default(200),
    'How long a stopping service still takes requests while `/ready` says 503',
  ),
  SHUTDOWN_DEADLINE_MS: setting(
    types.milliseconds({ min: 100, max: 120_000 }).default(8_000),
    'After this long a stopping service ends, finished or not',
  ),
} as const;
