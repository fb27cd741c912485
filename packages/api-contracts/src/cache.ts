import { timestampSchema } from '@neuratrade/health-contracts';
import { z } from 'zod';

const count = z.int().nonnegative();

/** The caches, each with entries and statistics of its own. */
export const CACHE_NAMESPACES = ['market_data', 'orderbook', 'ticker'] as const;

/** `too_few` requests to judge; `healthy` above 80 %, `fair` from 60 %, `poor` below. */
export const cacheJudgementSchema = z.enum(['healthy', 'fair', 'poor', 'too_few']);

const windowSchema = z.object({
  requests: count,
  hits: count,
  misses: count,
  evictions: count,
  /** Two decimals; null without requests. */
  hit_rate: z.number().min(0).max(1).nullable(),
  judgement: cacheJudgementSchema,
});

/** One cache in the report: its size now, its settings, and what was asked of it in the window. */
const cacheSectionSchema = windowSchema.extend({
  namespace: z.enum(CACHE_NAMESPACES),
  size: count,
  max_entries: count,
  fresh_ms: count,
  ttl_ms: count,
});

/** `GET /api/v1/cache/report` of the backend: a recent window, its judgement, and what to do about it. */
export const cacheReportSchema = z.object({
  window: z.object({
    hours: z.number().positive(),
    from: timestampSchema,
    to: timestampSchema,
    minimum_requests: count,
  }),
  total: windowSchema,
  caches: z.array(cacheSectionSchema),
  redis: z.object({
    /** `ok`, or why Redis cannot be asked, or, where its memory is known, why it takes no writes. */
    status: z.string().min(1),
    used_memory_bytes: count.nullable(),
    max_memory_bytes: count.nullable(),
    policy: z.string().nullable(),
  }),
  advice: z.array(z.string().min(1)),
  timestamp: timestampSchema,
});

export type CacheNamespace = (typeof CACHE_NAMESPACES)[number];
export type CacheJudgement = z.infer<typeof cacheJudgementSchema>;
export type CacheReport = z.infer<typeof cacheReportSchema>;
