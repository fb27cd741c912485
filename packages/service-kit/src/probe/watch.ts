import type { AwakeClock } from './awake-clock.js';
import { type Check, type ProbeOutcome, runProbe } from './run-probe.js';
import { type Snapshot, uncheckedSnapshot } from './snapshot.js';

export interface Transition {
  readonly from: Snapshot<unknown>['state'];
  readonly to: 'up' | 'down';
  readonly reason: string | null;
  readonly at: Date;
  /** How long `from` lasted, in milliseconds of awake time. */
  readonly lastedMs: number;
}

/** The least pause between a probe and one that was asked for, so that a flood of events is no flood of probes. */
const SPACING_MS = 100;

export interface WatchOptions<T> {
  readonly check: Check<T>;
  readonly clock: AwakeClock;
  readonly intervalMs: number;
  /** The interval while it is down, so that a return is seen sooner; unset: the same. */
  readonly downIntervalMs?: number;
  readonly timeoutMs: number;
  /** How soon a first failure is checked again before it counts; also the pause after a void one. */
  readonly confirmMs?: number;
  /** Added to the pause after the first result, which comes at once, so that many watches do not probe in step. */
  readonly phaseMs?: number;
  /** For a dependency that may ask for pauses. A failure that comes with one always counts as seen. */
  readonly pause?: {
    /** How long it still wants to be left alone; no probe starts before, not even one that was asked for. */
    readonly leftMs: () => number;
    /** A first failure counts at once when its confirmation would have to wait longer than this. */
    readonly patienceMs: number;
  };
  readonly onTransition?: (transition: Transition) => void;
}

export interface Watch<T> {
  snapshot(): Snapshot<T>;
  /** Probes now instead of when it is due, e.g. because a connection was lost. */
  trigger(): void;
  /** Ends the watch after the probe that is under way. */
  stop(): Promise<void>;
}

/**
 * Probes one dependency again and again in the background, never twice at once.
 * A first failure changes nothing yet, not even at the start: it is confirmed by a second probe. A failure while the event loop was blocked is void.
 */
export function watch<T>(options: WatchOptions<T>): Watch<T> {
  const { check, clock, intervalMs, timeoutMs, confirmMs = 250, phaseMs = 0 } = options;
  const pausedMs = (): number => options.pause?.leftMs() ?? 0;
  let stateSince = clock.now();
  let current: Snapshot<T> = uncheckedSnapshot(stateSince);
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let again = false;
  let offset = phaseMs;
  let endedAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const moveTo = (to: 'up' | 'down', next: Omit<Snapshot<T>, 'state' | 'since'>): void => {
    const at = next.checkedDate ?? new Date();
    const from = current.state;
    if (from === to) {
      current = { ...next, state: to, since: current.since };
      return;
    }
    const lastedMs = next.checkedAt - stateSince;
    stateSince = next.checkedAt;
    current = { ...next, state: to, since: at };
    options.onTransition?.({
      from,
      to,
      reason: to === 'down' ? (next.lastFailure?.reason ?? null) : null,
      at,
      lastedMs,
    });
  };

  /** Takes an outcome in and returns how long to wait for the next probe. */
  const record = (outcome: ProbeOutcome<T>): number => {
    const at = new Date();
    const seen = { checkedAt: clock.now(), checkedDate: at, latencyMs: outcome.latencyMs };
    if (outcome.ok) {
      moveTo('up', {
        ...current,
        ...seen,
        consecutiveFailures: 0,
        lastSuccess: { value: outcome.value, at },
      });
      return intervalMs - outcome.latencyMs;
    }
    const waitMs = pausedMs();
    if (outcome.blocked && waitMs <= 0) {
      current = { ...current, voidChecks: current.voidChecks + 1 };
      return confirmMs;
    }
    const next = {
      ...current,
      ...seen,
      consecutiveFailures: current.consecutiveFailures + 1,
      lastFailure: { reason: outcome.reason, error: outcome.error, at },
    };
    const confirmable = waitMs <= (options.pause?.patienceMs ?? Number.POSITIVE_INFINITY);
    if (current.state !== 'down' && next.consecutiveFailures === 1 && confirmable) {
      current = next;
      return confirmMs;
    }
    moveTo('down', next);
    return (options.downIntervalMs ?? intervalMs) - outcome.latencyMs;
  };

  const probe = async (): Promise<void> => {
    const delay = record(await runProbe(check, { timeoutMs, clock }));
    underWay = undefined;
    endedAt = clock.now();
    const shiftMs = current.state === 'unchecked' ? 0 : offset;
    offset -= shiftMs;
    schedule(again ? SPACING_MS : delay + shiftMs);
    again = false;
  };

  const schedule = (delayMs: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(
      () => {
        const waitMs = pausedMs();
        if (waitMs > 0) schedule(waitMs);
        else underWay = probe();
      },
      Math.max(0, delayMs),
    );
  };

  schedule(0);
  return {
    snapshot: () => current,
    trigger: () => {
      if (underWay === undefined) schedule(SPACING_MS - (clock.now() - endedAt));
      else again = true;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
