import { healthSummarySchema } from '@neuratrade/health-contracts';
import { fetchJson, reasonOf } from '@neuratrade/service-kit';
import { z } from 'zod';
import { withDeadline } from './deadline.js';
import { createSharedCall } from './shared-call.js';

const TIMEOUT_MS = 3_000;

const answerSchema = healthSummarySchema.extend({
  timestamp: z.string().optional(),
  uptime: z.string().optional(),
});

export type BackendHealth = z.infer<typeof answerSchema>;

/** What was asked for, or why it cannot be had: a short reason, free of addresses. */
export type BackendAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** Reads from the backend. Failures are values; every call ends within 3 s or with its signal, and calls at one time are one. */
export interface BackendClient {
  health(signal: AbortSignal): Promise<BackendAnswer<BackendHealth>>;
}

export function createBackendClient(baseUrl: string): BackendClient {
  const askHealth = createSharedCall((shared) =>
    withDeadline(TIMEOUT_MS, shared, (limited) => fetchJson(`${baseUrl}/health`, { signal: limited })),
  );
  return {
    async health(signal) {
      try {
        const { status, body } = await askHealth(signal);
        const parsed = answerSchema.safeParse(body);
        if (parsed.success && (status === 200 || status === 503)) return { ok: true, value: parsed.data };
        return { ok: false, reason: status === 200 ? 'unexpected answer' : `HTTP ${status}` };
      } catch (error) {
        return { ok: false, reason: reasonOf(error) };
      }
    },
  };
}
