import { z } from 'zod';
import { SERVICES } from '../services.js';
import { reasonSchema, timestampSchema } from './common.js';

/**
 * One change of a part's state. `duration_seconds` is how long `to` lasted, until `ended_at`; both are null while it lasts
 * (`ongoing`), and where its end was not seen because the observer itself was restarted meanwhile.
 */
export const healthTransitionSchema = z.object({
  service: z.enum(SERVICES),
  from: z.enum(['unknown', 'up', 'down']),
  to: z.enum(['up', 'down']),
  reason: reasonSchema.nullable(),
  at: timestampSchema,
  duration_seconds: z.number().nonnegative().nullable(),
  ended_at: timestampSchema.nullable(),
  ongoing: z.boolean(),
});

/** `GET /api/v1/health/history` of the backend, newest first. `next` goes into `before` for the page after this one. */
export const healthHistorySchema = z.object({
  transitions: z.array(healthTransitionSchema),
  next: z.string().min(1).nullable(),
});

export type HealthTransition = z.infer<typeof healthTransitionSchema>;
export type HealthHistory = z.infer<typeof healthHistorySchema>;
