import { customQuestsSchema, stablecoinsSchema, watchlistSchema } from '@neuratrade/api-contracts';
import { commonSettings, types } from '@neuratrade/service-kit';
import { z } from 'zod';

/** What a setting may be, and whether its value may be shown. */
export type ServiceSetting = { schema: z.ZodType; secret: boolean };

function open(schema: z.ZodType): ServiceSetting {
  return { schema: schema.optional(), secret: false };
}

function secret(schema: z.ZodType): ServiceSetting {
  return { schema: schema.optional(), secret: true };
}

function cacheSettings(cache: string): Record<string, ServiceSetting> {
  return {
    [`${cache}_FRESH_MS`]: open(types.milliseconds({ min: 100, max: 3_600_000 })),
    [`${cache}_TTL_S`]: open(types.integer({ min: 1, max: 86_400 }, 'whole seconds from 1 to 86400')),
    [`${cache}_MAX_ENTRIES`]: open(
      types.integer({ min: 10, max: 1_000_000 }, 'a whole number from 10 to 1000000'),
    ),
  };
}

/** The settings of the services that config.json may hold, so that a bad value is refused before it breaks a start. */
export const serviceSettings: Readonly<Record<string, ServiceSetting>> = {
  NODE_ENV: commonSettings.NODE_ENV,
  SHUTDOWN_DRAIN_MS: commonSettings.SHUTDOWN_DRAIN_MS,
  HEALTH_INTERVAL_MS: open(types.milliseconds({ min: 50, max: 60_000 })),
  HEALTH_TIMEOUT_MS: open(types.milliseconds({ min: 50, max: 30_000 })),
  HEALTH_CONFIRM_MS: open(types.milliseconds({ min: 10, max: 10_000 })),
  DATABASE_CONNECT_INTERVAL_MS: open(types.milliseconds({ min: 50 })),
  HEALTH_RETENTION_DAYS: open(types.integer({ min: 1, max: 3_650 }, 'whole days from 1 to 3650')),
  STATUS_PAGE: open(types.oneOf('private', 'public')),
  INTERNAL_AUTH: open(types.oneOf('loopback', 'host', 'always')),
  WATCHLIST: open(watchlistSchema),
  CUSTOM_QUESTS: open(customQuestsSchema),
  STABLECOINS: open(stablecoinsSchema),
  SYNC_INTERVAL_MS: open(types.milliseconds({ min: 100, max: 3_600_000 })),
  SYNC_BALANCES_INTERVAL_MS: open(types.milliseconds({ min: 100, max: 3_600_000 })),
  ...cacheSettings('CACHE_MARKET'),
  ...cacheSettings('CACHE_ORDERBOOK'),
  ...cacheSettings('CACHE_TICKER'),
  EXCHANGE_PROBE_INTERVAL_MS: open(types.milliseconds({ min: 100 })),
  EXCHANGE_PROBE_TIMEOUT_MS: open(types.milliseconds({ min: 50, max: 120_000 })),
  EXCHANGE_REQUEST_TIMEOUT_MS: open(types.milliseconds({ min: 50, max: 120_000 })),
  EXCHANGE_QUEUE: open(types.integer({ min: 1, max: 10_000 }, 'a whole number from 1 to 10000')),
  SIMULATOR_DEMO: open(types.boolean()),
  SIMULATOR_SEED: open(z.string().max(200, 'must be at most 200 characters')),
  TELEGRAM_ENABLED: open(types.boolean()),
  TELEGRAM_BOT_TOKEN: secret(z.string()),
  TELEGRAM_API_ROOT: open(types.url('https', 'http')),
  TELEGRAM_POLL_TIMEOUT_S: open(types.integer({ min: 1, max: 50 }, 'whole seconds from 1 to 50')),
  TELEGRAM_GIVE_UP_AFTER_MS: open(types.milliseconds({ min: 1_000, max: 604_800_000 })),
  TELEGRAM_WEBHOOK_URL: open(types.url('https', 'http')),
  TELEGRAM_WEBHOOK_SECRET: secret(
    z.string().regex(/^[\w-]{1,256}$/, 'must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -'),
  ),
};
