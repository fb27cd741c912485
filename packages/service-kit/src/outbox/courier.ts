import { errorFields } from '../errors/describe.js';
import type { Logger } from '../log/logger.js';
import { type Backoff, type BackoffSteps, stepAfter } from './backoff.js';
import type { GiveUpOld } from './give-up.js';
import type { Guard } from './guard.js';
import type { Ledger } from './ledger.js';
import type { Delivery, OutboxOptions } from './outbox.js';
import type { Pause } from './pause.js';
import type { Queue, Queued } from './queue.js';
import { type Course, envelopeOf, type Shelf } from './shelf.js';

interface CourierOptions<P> {
  readonly shelf: Shelf<P>;
  readonly ledger: Ledger<P>;
  readonly giveUpOld: GiveUpOld;
  readonly guard: Guard;
  readonly queue: Queue;
  readonly backoff: Backoff;
  /** The pauses of a lane that fails. */
  readonly steps: BackoffSteps;
  readonly pause: Pause;
  readonly deliver: OutboxOptions<P>['deliver'];
  readonly logger: Logger;
}

interface Courier {
  lastError(): string | null;
  start(): void;
  /** Starts no further delivery, aborts the one under way after `graceMs`, and leaves it behind when it does not end then. */
  stop(graceMs: number): Promise<void>;
}

const AGAIN_AFTER_MS = 1_000;
const LOOK_EVERY_MS = 1_000;
const SHORTEST_HOLD_MS = 50;
const HELD_TWICE_PAUSE_MS = 1_000;
const MOST_CHANGES = 3;
const AFTER_ABORT_MS = 1_000;

/** Delivers one envelope at a time; what became of it is on disk before the next one. */
export function createCourier<P>(options: CourierOptions<P>): Courier {
  const { shelf, ledger, giveUpOld, guard, queue, backoff, steps, pause, deliver, logger } = options;
  const cut = new AbortController();
  let running: Promise<void> | undefined;
  let stopping = false;
  let lastError: string | null = null;
  let heldLast: string | undefined;
  let failedLast: string | undefined;

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await step();
      } catch (error) {
        logger.error('Outbox could not go on, and tries again', errorFields(error));
        await pause.wait(AGAIN_AFTER_MS);
      }
    }
  }

  async function step(): Promise<void> {
    if (guard.broken() !== null) {
      await pause.wait(AGAIN_AFTER_MS);
      if (!stopping) await guard.probe();
      return;
    }
    if (await giveUpOld(lastError)) return;
    const left = backoff.left();
    const next = left > 0 ? undefined : queue.take();
    if (next !== undefined) await attempt(next);
    else await pause.wait(queue.size() === 0 ? Number.POSITIVE_INFINITY : waitFor(left));
  }

  /** Ages are looked at every second, as a machine may sleep meanwhile. */
  function waitFor(left: number): number {
    return Math.min(LOOK_EVERY_MS, left > 0 ? left : queue.nextIn());
  }

  async function attempt(entry: Queued): Promise<void> {
    const course = await shelf.course('queued', entry.id);
    const payload = await shelf.payload(entry.id);
    if (course === undefined || payload === undefined) {
      await ledger.lost(entry, course);
      return;
    }
    await deliverUntilSettled(entry, course, payload);
  }

  async function deliverUntilSettled(entry: Queued, first: Course, payload: P): Promise<void> {
    let course = first;
    let content = payload;
    for (let changes = 0; ; changes += 1) {
      const result = await delivered(entry.id, course, content);
      course = { ...course, attempts: course.attempts + 1 };
      if (result.outcome !== 'change') return settle(entry, course, content, result);
      if (changes === MOST_CHANGES)
        return settle(entry, course, content, { outcome: 'dead', reason: result.reason });
      lastError = result.reason;
      content = result.payload;
      course = { ...course, lane: result.lane ?? course.lane, error: result.reason };
      if (!(await ledger.changed(entry, course, content)) || stopping || course.lane !== entry.lane) return;
    }
  }

  async function delivered(id: string, course: Course, payload: P): Promise<Delivery<P>> {
    try {
      return await deliver(envelopeOf(id, 'queued', course, payload), cut.signal);
    } catch (error) {
      logger.error('Delivery ended in an unexpected error', { id, ...errorFields(error) });
      return { outcome: 'retry', reason: 'delivery failed' };
    }
  }

  async function settle(
    entry: Queued,
    course: Course,
    payload: P,
    result: Exclude<Delivery<P>, { outcome: 'change' }>,
  ): Promise<void> {
    lastError = result.outcome === 'sent' ? null : result.reason;
    if (result.outcome !== 'lane_wait') heldLast = undefined;
    if (result.outcome !== 'retry') failedLast = undefined;
    switch (result.outcome) {
      case 'sent':
        backoff.succeeded();
        if (result.restMs !== undefined) queue.hold(entry.lane, result.restMs);
        return ledger.sent(entry, course);
      case 'dead':
        backoff.succeeded();
        return ledger.dead(entry, course, payload, result.reason);
      case 'retry':
        return failed(entry, { ...course, error: result.reason });
      case 'lane_wait':
        backoff.succeeded();
        return hold(entry, { ...course, error: result.reason }, Math.max(SHORTEST_HOLD_MS, result.ms));
    }
  }

  /** It may be about this lane alone; two that fail one after the other are a sign that it is not. */
  async function failed(entry: Queued, course: Course): Promise<void> {
    queue.hold(entry.lane, stepAfter(course.attempts - 1, steps));
    if (failedLast !== undefined && failedLast !== entry.lane) backoff.failed();
    failedLast = entry.lane;
    await ledger.stay(entry, course);
  }

  /** Two lanes one after the other that have to wait are a sign that it is not about them. */
  async function hold(entry: Queued, course: Course, ms: number): Promise<void> {
    queue.hold(entry.lane, ms);
    if (heldLast !== undefined && heldLast !== entry.lane) backoff.pause(Math.min(ms, HELD_TWICE_PAUSE_MS));
    heldLast = entry.lane;
    await ledger.stay(entry, course, ms);
  }

  return {
    lastError: () => lastError,
    start() {
      running ??= run();
    },
    async stop(graceMs) {
      stopping = true;
      ledger.hurry();
      pause.wake();
      const abort = setTimeout(() => cut.abort(), graceMs);
      let leave: NodeJS.Timeout | undefined;
      const left = new Promise<void>((resolve) => {
        leave = setTimeout(resolve, graceMs + AFTER_ABORT_MS);
      });
      await Promise.race([running, left]);
      clearTimeout(abort);
      clearTimeout(leave);
    },
  };
}
