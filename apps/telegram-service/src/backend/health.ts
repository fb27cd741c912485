import { healthSummarySchema } from '@neuratrade/health-contracts';
import { z } from 'zod';
import type { BackendAnswer } from './answer.js';
import type { Asker } from './ask.js';
import { createSharedCall } from './shared-call.js';

const answer = healthSummarySchema.extend({
  timestamp: z.string().optional(),
  version: z.string().optional(),
  uptime: z.string().optional(),
});

/** The composite health, as far as the bot tells it. */
export type BackendHealth = z.infer<typeof answer>;

export interface HealthCalls {
  /** Calls at one time are one. */
  health(signal: AbortSignal): Promise<BackendAnswer<BackendHealth>>;
}

/** Asks for the composite health, which comes with 503 too. */
export function healthCalls({ ask }: Asker): HealthCalls {
  const accepts = (status: number): boolean => status === 200 || status === 503;
  const shared = createSharedCall((signal) => ask({ path: '/health', answer, accepts }, signal));
  return {
    async health(signal) {
      try {
        return await shared(signal);
      } catch {
        return { ok: false, reason: 'connection timeout' };
      }
    },
  };
}
