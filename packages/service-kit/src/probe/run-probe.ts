import { performance } from 'node:perf_hooks';
import { reasonOf } from '../errors/reason.js';
import type { AwakeClock } from './awake-clock.js';

/** A difference between passed and awake time that means that the event loop was blocked meanwhile. */
const BLOCKED_MS = 100;

export type ProbeOutcome<T> =
  | { readonly ok: true; readonly value: T; readonly latencyMs: number }
  | {
      readonly ok: false;
      readonly error: unknown;
      readonly reason: string;
      readonly latencyMs: number;
      /** The event loop was blocked during the check: its failure says nothing about what was checked. */
      readonly blocked: boolean;
    };

/** A check of one dependency: resolves when it works, rejects otherwise, and gives up its sockets when the signal fires. */
export type Check<T> = (signal: AbortSignal) => Promise<T>;

/** A failure that brings its own short reason; anything else is worded by {@link reasonOf}. */
export class ProbeFailure extends Error {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = 'ProbeFailure';
  }
}

export interface ProbeOptions {
  readonly timeoutMs: number;
  readonly clock: AwakeClock;
}

/**
 * Runs one check to its end or its timeout, whichever comes first. Never rejects; a timeout aborts the check,
 * which may then still fail in its own words.
 */
export async function runProbe<T>(
  check: Check<T>,
  { timeoutMs, clock }: ProbeOptions,
): Promise<ProbeOutcome<T>> {
  const abort = new AbortController();
  const started = performance.now();
  const awakeAtStart = clock.now();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new ProbeFailure('connection timeout');
      abort.abort(error);
      setImmediate(reject, error);
    }, timeoutMs);
  });
  try {
    const value = await Promise.race([Promise.resolve(abort.signal).then(check), timeout]);
    return { ok: true, value, latencyMs: performance.now() - started };
  } catch (error) {
    const latencyMs = performance.now() - started;
    const reason = error instanceof ProbeFailure ? error.reason : reasonOf(error);
    return {
      ok: false,
      error,
      reason,
      latencyMs,
      blocked: latencyMs - (clock.now() - awakeAtStart) > BLOCKED_MS,
    };
  } finally {
    clearTimeout(timer);
  }
}
