import { z } from 'zod';
import { PART_STATES } from '../services.js';
import { reasonSchema, serviceStatusSchema, timestampSchema } from './common.js';

const count = z.int().nonnegative();

export const cacheMetricsSchema = z.object({
  hit_rate: z.number().min(0).max(1),
  total_requests: count,
  hits: count,
  misses: count,
});

export const cacheStatsEntrySchema = z.object({ size: count, hits: count, misses: count, evictions: count });

export const cacheStatsSchema = z.object({
  market_data: cacheStatsEntrySchema,
  orderbook: cacheStatsEntrySchema,
  ticker: cacheStatsEntrySchema,
});

export const servicesSchema = z.object({
  database: serviceStatusSchema,
  redis: serviceStatusSchema,
  ccxt: serviceStatusSchema,
  telegram: serviceStatusSchema,
});

/** The part of the composite health that every answer has, whatever its state. */
export const healthSummarySchema = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  services: servicesSchema,
});

/** `GET /health` of the backend. */
export const backendHealthSchema = z.object({
  status: healthSummarySchema.shape.status,
  timestamp: timestampSchema,
  services: servicesSchema,
  version: z.string().min(1),
  uptime: z.string().regex(/^(\d+h\d{1,2}m|\d{1,2}m)?\d{1,2}s$/),
  cache_metrics: cacheMetricsSchema,
  cache_stats: cacheStatsSchema,
});

/** `GET /live` of every service. */
export const liveSchema = z.object({ status: z.literal('alive'), timestamp: timestampSchema });

/** `GET /ready` of the backend. */
export const readySchema = z.object({
  ready: z.boolean(),
  services: z.object({
    database: z.enum(['ready', 'not ready']),
    redis: z.enum(['ready', 'not ready']),
    ccxt: z.enum(['ready', 'degraded']),
  }),
});

/**
 * One part in `GET /api/v1/health/details`. Times in milliseconds where the name says so. `void_checks` counts failures
 * that say nothing, because the observer's own event loop was blocked meanwhile.
 */
export const healthCheckSchema = z.object({
  status: serviceStatusSchema,
  state: z.enum([...PART_STATES, 'disabled']),
  since: timestampSchema,
  checked_at: timestampSchema.nullable(),
  age_ms: z.int().nonnegative().nullable(),
  latency_ms: z.number().nonnegative().nullable(),
  consecutive_failures: count,
  void_checks: count,
  last_error: z.object({ reason: reasonSchema, at: timestampSchema }).nullable(),
});

/** How long the observer itself could not look, since its start. */
export const observerSchema = z.object({ loop_blocked_ms: count, longest_block_ms: count });

/** Connections of the backend's own work; `saturated` while all are in use and someone waits for one. */
export const databasePoolSchema = z.object({
  max: count,
  in_use: count,
  idle: count,
  waiting: count,
  saturated: z.boolean(),
});

/**
 * What waits in telegram-service: messages to be sent, the ones given up, and updates not answered yet. Ages are those of the
 * longest waiting, null where nothing waits.
 */
export const telegramQueueSchema = z.object({
  outbox: z.object({
    queued: count,
    oldest_age_seconds: z.number().nonnegative().nullable(),
    dead: count,
    last_error: z.string().min(1).nullable(),
  }),
  updates: z.object({ open: count, oldest_age_seconds: z.number().nonnegative().nullable() }),
  /** When telegram-service told it. */
  checked_at: timestampSchema,
});

/** `GET /api/v1/health/details` of the backend. */
export const healthDetailsSchema = z.object({
  status: healthSummarySchema.shape.status,
  timestamp: timestampSchema,
  version: z.string().min(1),
  uptime_seconds: count,
  interval_ms: count,
  stale_after_ms: count,
  observer: observerSchema,
  database_pool: databasePoolSchema,
  checks: z.object({
    database: healthCheckSchema,
    redis: healthCheckSchema,
    ccxt: healthCheckSchema,
    telegram: healthCheckSchema,
  }),
  /** Null while it is not known; asked for every 5 s. */
  telegram_queue: telegramQueueSchema.nullable().default(null),
});

export type BackendHealth = z.infer<typeof backendHealthSchema>;
export type CacheMetrics = z.infer<typeof cacheMetricsSchema>;
export type CacheStats = z.infer<typeof cacheStatsSchema>;
export type Live = z.infer<typeof liveSchema>;
export type DatabasePool = z.infer<typeof databasePoolSchema>;
export type HealthCheck = z.infer<typeof healthCheckSchema>;
export type HealthDetails = z.infer<typeof healthDetailsSchema>;
export type TelegramQueue = z.infer<typeof telegramQueueSchema>;
