/** The four parts of the composite health, in the order in which every answer lists them. */
export const SERVICES = ['database', 'redis', 'ccxt', 'telegram'] as const;

export type ServiceName = (typeof SERVICES)[number];

/** How a part is, as time is counted by it. `unknown`: nobody was looking, or its check is stuck. */
export const PART_STATES = ['up', 'degraded', 'down', 'maintenance', 'unknown'] as const;

export type PartState = (typeof PART_STATES)[number];

/** What the parts mean for the whole. */
export interface HealthPolicy {
  /** Any of these down: HTTP 503. */
  readonly critical: readonly ServiceName[];
  /** All of these down together: status `unhealthy`. */
  readonly fatal: readonly ServiceName[];
  /** A result older than this, in milliseconds on the observer's clock, counts as down. */
  readonly staleAfterMs: number;
}

/** The staleness limit for a probe interval: three missed checks, at least 5 s. */
export function staleAfter(intervalMs: number): number {
  return Math.max(3 * intervalMs, 5_000);
}

export const DEFAULT_POLICY: HealthPolicy = {
  critical: ['database'],
  fatal: ['database', 'redis'],
  staleAfterMs: staleAfter(1_000),
};
