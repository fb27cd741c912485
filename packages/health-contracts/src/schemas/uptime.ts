import { z } from 'zod';
import { timestampSchema } from './common.js';

/** How far back uptime is told, by the word that asks for it. */
export const UPTIME_WINDOWS = ['24h', '7d', '30d', '90d'] as const;

/** Into which steps a window can be cut. */
export const UPTIME_STEPS = ['hour', 'day'] as const;

const seconds = z.number().nonnegative();

/**
 * How long something was in which state; the five add up to the whole time. `uptime_percent` is
 * (up + degraded) / (up + degraded + down) × 100, cut to 3 decimals, so that 100 means never down; null: never observed.
 */
export const uptimeFiguresSchema = z.object({
  uptime_percent: z.number().min(0).max(100).nullable(),
  up_seconds: seconds,
  degraded_seconds: seconds,
  down_seconds: seconds,
  maintenance_seconds: seconds,
  unknown_seconds: seconds,
});

/** The figures of one stretch of time; `overall` is the health of the whole. */
export const uptimePeriodSchema = z.object({
  from: timestampSchema,
  to: timestampSchema,
  overall: uptimeFiguresSchema,
  services: z.object({
    database: uptimeFiguresSchema,
    redis: uptimeFiguresSchema,
    ccxt: uptimeFiguresSchema,
    telegram: uptimeFiguresSchema,
  }),
});

/** `GET /api/v1/health/uptime` of the backend; steps are whole UTC hours or days, but for the first and the last. */
export const uptimeSchema = z.object({
  window: z.enum(UPTIME_WINDOWS),
  ...uptimePeriodSchema.shape,
  series: z.array(uptimePeriodSchema).optional(),
});

export type UptimeWindow = (typeof UPTIME_WINDOWS)[number];
export type UptimeStep = (typeof UPTIME_STEPS)[number];
export type UptimeFigures = z.infer<typeof uptimeFiguresSchema>;
export type UptimePeriod = z.infer<typeof uptimePeriodSchema>;
export type Uptime = z.infer<typeof uptimeSchema>;
