import { formatTimestamp, type HealthTransition, type ServiceName } from '@neuratrade/health-contracts';
import type { Transition } from '@neuratrade/service-kit';

/** A stored transition, and the one after it of the same service. */
export interface StoredTransition {
  readonly service: ServiceName;
  readonly from: Transition['from'];
  readonly to: Transition['to'];
  readonly reason: string | null;
  readonly at: Date;
  readonly next: { readonly from: Transition['from']; readonly at: Date; readonly lastedMs: number } | null;
}

/** A transition as it is told. Its end is known only where the next one goes on from the state that it led to. */
export function entryOf({ service, from, to, reason, at, next }: StoredTransition): HealthTransition {
  const end = next?.from === to ? next : null;
  return {
    service,
    from: from === 'unchecked' ? 'unknown' : from,
    to,
    reason,
    at: formatTimestamp(at),
    duration_seconds: end === null ? null : end.lastedMs / 1_000,
    ended_at: end === null ? null : formatTimestamp(end.at),
    ongoing: next === null,
  };
}
