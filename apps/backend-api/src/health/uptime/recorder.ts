import { performance } from 'node:perf_hooks';
import { staleAfter } from '@neuratrade/health-contracts';
import type { Logger } from '@neuratrade/service-kit';
import { LAST_TRY_MS, within } from '../../platform/within.js';
import { between, type Segments } from './segments.js';
import { createTimeline, type States } from './timeline.js';

export interface UptimeRecorderOptions {
  readonly states: () => States;
  /** Stores what lies before `until`, in one piece or not at all; resolves with the moment up to which it could. */
  readonly store: (segments: Segments, until: number) => Promise<number>;
  /** Why storing failed, in a few words. */
  readonly reasonOf: (error: unknown) => string;
  readonly logger: Logger;
  readonly observeMs?: number;
  readonly flushMs?: number;
}

export interface UptimeRecorder {
  /** Looks now: call it at every change of a state. */
  observe(): void;
  /** Lets time be stored from now on: the tables exist. */
  open(): void;
  /**
   * Stores what was observed in whole seconds and resolves with the moment, in milliseconds since 1970, until which that is;
   * undefined when it failed. One attempt a second at most, however often it is called.
   */
  flush(): Promise<number | undefined>;
  /** Looks and, unless the database is down, stores a last time; gives up when that takes too long. */
  close(): Promise<void>;
}

/** Counts how long everything is in which state. What the database cannot take yet waits in memory. */
export function createUptimeRecorder(options: UptimeRecorderOptions): UptimeRecorder {
  const { states, store, reasonOf, logger, observeMs = 1_000, flushMs = 10_000 } = options;
  const timeline = createTimeline({ staleAfterMs: staleAfter(observeMs) });
  let opened = false;
  let attempted: number | undefined;
  let stored: number | undefined;
  let storing: Promise<number | undefined> | undefined;
  let reported = '';
  let overflowTold = false;

  const observe = (): void => {
    timeline.observe({ wall: Date.now(), monotonic: performance.now() }, states());
    if (!timeline.overflowed || overflowTold) return;
    overflowTold = true;
    logger.warn('Too much uptime waits for the database: the oldest is dropped and becomes unknown');
  };

  const storeUntil = async (until: number): Promise<number | undefined> => {
    const taken = timeline.take(until);
    try {
      const reached = await store(taken, until);
      timeline.putBack(after(taken, reached));
      reported = '';
      return until;
    } catch (error) {
      timeline.putBack(taken);
      const reason = reasonOf(error);
      if (reason !== reported) logger.warn('Uptime waits for the database', { error: reason });
      reported = reason;
      return undefined;
    }
  };

  const flush = async (): Promise<number | undefined> => {
    if (!opened) return undefined;
    if (storing !== undefined) return storing;
    const second = Math.floor(Date.now() / 1_000) * 1_000;
    if (second === attempted) return stored;
    observe();
    attempted = second;
    storing = storeUntil(second);
    stored = await storing;
    storing = undefined;
    return stored;
  };

  const storeLast = async (): Promise<number | undefined> => {
    await storing;
    observe();
    const reachable = opened && states().database !== 'down';
    return reachable ? storeUntil(Date.now()) : undefined;
  };

  observe();
  const observing = setInterval(observe, observeMs);
  const flushing = setInterval(flush, flushMs);

  return {
    observe,
    open() {
      opened = true;
    },
    flush,
    async close() {
      clearInterval(observing);
      clearInterval(flushing);
      const last = await within(storeLast(), LAST_TRY_MS);
      opened = false;
      if (last === undefined) logger.warn('Uptime since the last time it was stored is lost');
    },
  };
}

function after(segments: Segments, moment: number): Segments {
  return new Map(
    [...segments].map(([name, list]) => [name, between(list, moment, Number.POSITIVE_INFINITY)] as const),
  );
}
