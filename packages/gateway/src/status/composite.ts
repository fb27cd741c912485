import { healthSummarySchema } from '@neuratrade/health-contracts';
import type { ProbeResult } from './probe.js';

/** The backend's view of the whole: each part `healthy`, `disabled` or `unhealthy: <reason>`. */
export type CompositeHealth =
  | {
      answered: true;
      status: 'healthy' | 'degraded' | 'unhealthy';
      services: Record<string, string>;
      critical: boolean;
    }
  | { answered: false; reason: string };

/** Reads an answer of the backend's /health; `critical` is true for a 503. A body of another shape is no answer. */
export function readComposite(answer: ProbeResult): CompositeHealth {
  const parsed = healthSummarySchema.safeParse(answer.body);
  if (parsed.success && (answer.status === 200 || answer.status === 503)) {
    return { answered: true, ...parsed.data, critical: answer.status === 503 };
  }
  return { answered: false, reason: answer.ok ? 'unexpected answer' : answer.reason };
}
