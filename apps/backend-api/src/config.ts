import { stablecoinsSchema, watchlistSchema } from '@neuratrade/api-contracts';
import { staleAfter } from '@neuratrade/health-contracts';
import { commonSettings, readEnv, type Settings, setting, types, weakKeys } from '@neuratrade/service-kit';
import { z } from 'zod';
import { questSettings } from './ledger/quests/settings.js';
import { syncSettings } from './ledger/sync/settings.js';
import { cacheProblems, cacheSettings } from './market/cache/settings.js';
import { INTERNAL_AUTH_MODES, type InternalAuth } from './platform/auth/local-request.js';

const SUPPLIED = 'give its URL, or start with `neuratrade gateway start`, which supplies one';

/** @public read for the documentation */
export const settingsTable = {
  ...commonSettings,
  BACKEND_PORT: setting(types.port().default(8080), 'Port of the backend'),
  BIND_HOST: setting(z.string().default('0.0.0.0'), 'Address to listen on'),
  ADMIN_API_KEY: setting(z.string().optional(), 'Key of the operator, for everything that is not open', {
    secret: true,
  }),
  DATABASE_URL: setting(
    z.string(SUPPLIED).pipe(types.url('postgres', 'postgresql')),
    'PostgreSQL 15 or newer',
    {
      secret: true,
    },
  ),
  DATABASE_EMBEDDED: setting(
    types.boolean().default(false),
    'The database is the one that the gateway supplies',
  ),
  REDIS_URL: setting(z.string(SUPPLIED).pipe(types.url('redis', 'rediss')), 'Redis 6 or newer', {
    secret: true,
  }),
  CCXT_URL: setting(
    types.url('http', 'https').default('http://127.0.0.1:3001'),
    'Where ccxt-service answers',
  ),
  TELEGRAM_URL: setting(
    types.url('http', 'https').default('http://127.0.0.1:3002'),
    'Where telegram-service answers',
  ),
  TELEGRAM_ENABLED: setting(
    types.boolean().default(true),
    '`false` runs without a bot: telegram is `disabled` and counts for nothing',
  ),
  HEALTH_INTERVAL_MS: setting(
    types.milliseconds({ min: 50, max: 60_000 }).default(1_000),
    'Pause between two checks',
  ),
  HEALTH_TIMEOUT_MS: setting(
    types.milliseconds({ min: 50, max: 30_000 }).default(1_000),
    'When a check gives up',
  ),
  HEALTH_CONFIRM_MS: setting(
    types.milliseconds({ min: 10, max: 10_000 }).default(250),
    'How soon a first failure is checked again before it counts',
  ),
  DATABASE_CONNECT_INTERVAL_MS: setting(
    types.milliseconds({ min: 50 }).default(15_000),
    'How often the database is also checked by a new connection',
  ),
  HEALTH_RETENTION_DAYS: setting(
    types.integer({ min: 1, max: 3_650 }, 'whole days from 1 to 3650').default(90),
    'How long uptime and transitions are kept',
  ),
  STATUS_PAGE: setting(
    types.oneOf('private', 'public').default('private'),
    '`public` lets everyone read uptime and history, without a key',
  ),
  INTERNAL_AUTH: setting(
    types.oneOf(...INTERNAL_AUTH_MODES).optional(),
    'When internal endpoints need no key: `loopback` for a request from this machine to a name of it, `host` for any request to such a name, `always` never; unset: `loopback`, in production `always`',
  ),
  WATCHLIST: setting(
    watchlistSchema.prefault('BTC/USDT,ETH/USDT,SOL/USDT'),
    'Symbols whose market data is kept fresh on every exchange, separated by commas; `none` for none',
  ),
  STABLECOINS: setting(
    stablecoinsSchema.prefault('USDT,USDC,FDUSD,TUSD,DAI,USDP,PYUSD,USDE,BUSD'),
    'Assets that count as cash in portfolios, at their price, separated by commas; USDT always does',
  ),
  ...syncSettings,
  ...cacheSettings,
  ...questSettings,
} as const;

export type BackendConfig = Settings<typeof settingsTable>;

/** @throws {ConfigError} naming every bad setting */
export function readConfig(env: NodeJS.ProcessEnv): BackendConfig {
  return readEnv(settingsTable, env, (read) => [
    ...weakKeys(read.NODE_ENV, { ADMIN_API_KEY: read.ADMIN_API_KEY, SERVICE_API_KEY: read.SERVICE_API_KEY }),
    ...slowChecks(read),
    ...openDoors(read),
    ...cacheProblems(read),
  ]);
}

/** How internal endpoints are guarded. */
export function internalAuthOf({ INTERNAL_AUTH: mode, NODE_ENV }: BackendConfig): InternalAuth {
  return mode ?? (NODE_ENV === 'production' ? 'always' : 'loopback');
}

function openDoors({ INTERNAL_AUTH: mode, NODE_ENV }: Partial<BackendConfig>): string[] {
  if (NODE_ENV !== 'production' || mode === undefined || mode === 'always') return [];
  return [
    `INTERNAL_AUTH=${mode}: NODE_ENV=production asks everyone for a key; leave it unset, or set always`,
  ];
}

function slowChecks(read: Partial<BackendConfig>): string[] {
  const { HEALTH_INTERVAL_MS: interval, HEALTH_TIMEOUT_MS: timeout, HEALTH_CONFIRM_MS: confirm } = read;
  if (interval === undefined || timeout === undefined || confirm === undefined) return [];
  const limit = staleAfter(interval);
  if (timeout + confirm < limit) return [];
  return [
    `HEALTH_TIMEOUT_MS=${timeout}: with HEALTH_CONFIRM_MS=${confirm} a slow check would outlast the ${limit} ms after which a result is too old; give less, or a longer HEALTH_INTERVAL_MS`,
  ];
}
