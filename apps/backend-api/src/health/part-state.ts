import { type HealthPolicy, type PartState, SERVICES, type ServiceName } from '@neuratrade/health-contracts';
import type { Snapshot } from '@neuratrade/service-kit';
import type { Working } from './probes/probe.js';

/** How a part is at `now`. What was not checked for too long is unknown, whatever the last check said. */
export function partState(
  snapshot: Snapshot<Working>,
  { staleAfterMs }: Pick<HealthPolicy, 'staleAfterMs'>,
  now: number,
): PartState {
  if (snapshot.state === 'unchecked' || now - snapshot.checkedAt > staleAfterMs) return 'unknown';
  return snapshot.state === 'down' ? 'down' : (snapshot.lastSuccess?.value ?? 'unknown');
}

/** The whole out of its parts: down or unknown with a critical part, degraded with any other part that is not fully up. */
export function overallState(
  states: Readonly<Record<ServiceName, PartState | 'disabled'>>,
  { critical }: Pick<HealthPolicy, 'critical'>,
): PartState {
  if (critical.some((name) => states[name] === 'down')) return 'down';
  if (critical.some((name) => states[name] === 'unknown')) return 'unknown';
  const some = (...wanted: string[]): boolean => SERVICES.some((name) => wanted.includes(states[name]));
  if (some('down', 'degraded')) return 'degraded';
  return some('unknown') ? 'unknown' : 'up';
}
