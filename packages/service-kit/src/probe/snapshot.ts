import type { ServiceResult } from '@neuratrade/health-contracts';

/** What is known about one dependency. `checkedAt` is on the awake clock, dates are wall time. */
export interface Snapshot<T> {
  readonly state: 'unchecked' | 'up' | 'down';
  readonly since: Date;
  readonly checkedAt: number;
  readonly checkedDate: Date | null;
  readonly latencyMs: number | null;
  readonly consecutiveFailures: number;
  /** Failures that say nothing, because the event loop was blocked during the check. */
  readonly voidChecks: number;
  readonly lastSuccess: { readonly value: T; readonly at: Date } | null;
  readonly lastFailure: { readonly reason: string; readonly error: unknown; readonly at: Date } | null;
}

/** What is known before the first check, at a time on the awake clock. */
export function uncheckedSnapshot(checkedAt: number): Snapshot<never> {
  return {
    state: 'unchecked',
    since: new Date(),
    checkedAt,
    checkedDate: null,
    latencyMs: null,
    consecutiveFailures: 0,
    voidChecks: 0,
    lastSuccess: null,
    lastFailure: null,
  };
}

/** A snapshot in the words of status aggregation. */
export function resultOf(snapshot: Snapshot<unknown>): ServiceResult {
  switch (snapshot.state) {
    case 'unchecked':
      return { state: 'unchecked', since: snapshot.checkedAt };
    case 'up':
      return { state: 'up', checkedAt: snapshot.checkedAt };
    case 'down':
      return {
        state: 'down',
        reason: snapshot.lastFailure?.reason ?? 'connection failed',
        checkedAt: snapshot.checkedAt,
      };
  }
}
