import type { Change } from '../durable/index.js';
import { errorFields } from '../errors/describe.js';
import type { Logger } from '../log/logger.js';
import type { Envelope } from './envelope.js';
import { OutboxError } from './errors.js';
import type { Guard } from './guard.js';
import { keys } from './keys.js';
import type { Counts } from './load.js';
import type { Pause } from './pause.js';
import type { Queue, Queued } from './queue.js';
import { type Course, envelopeOf } from './shelf.js';
import { type End, endChanges, endOf, untried } from './verdicts.js';

interface LedgerOptions<P> {
  readonly guard: Guard;
  readonly queue: Queue;
  readonly counts: Counts;
  readonly pause: Pause;
  readonly logger: Logger;
  readonly onDead: ((envelope: Envelope<P>) => void) | undefined;
  readonly keepMs: number;
  readonly now: () => number;
}

/** Writes down what became of envelopes. What cannot be written is held, and nothing else is done, until it can. */
export interface Ledger<P> {
  sent(entry: Queued, course: Course): Promise<void>;
  dead(entry: Queued, course: Course, payload: P, reason: string): Promise<void>;
  /** What was stored of it cannot be read: it is given up. */
  lost(entry: Queued, course: Course | undefined): Promise<void>;
  /** It stays queued; with `waitMs`, not to be tried before. */
  stay(entry: Queued, course: Course, waitMs?: number): Promise<void>;
  /** It stays queued with other content or in another lane. False when that could not be written. */
  changed(entry: Queued, course: Course, payload: P): Promise<boolean>;
  /** Tells whoever wants to know of a dead letter that is on disk. */
  tellDead(end: End, payload: P | undefined): void;
  /** From now on tries only once more to write what cannot be written. */
  hurry(): void;
}

const AGAIN_AFTER_MS = 1_000;
const LOST = 'what was stored cannot be read';

export function createLedger<P>(options: LedgerOptions<P>): Ledger<P> {
  const { guard, queue, counts, pause, logger, onDead, keepMs, now } = options;
  let hurried = false;

  async function insist(id: string, changes: readonly Change<unknown>[], sync: boolean): Promise<boolean> {
    for (;;) {
      const last = hurried;
      try {
        await guard.write(changes, { sync });
        return true;
      } catch (error) {
        if (!(error instanceof OutboxError)) throw error;
        if (last || error.code === 'closed') {
          logger.error('What became of a delivery could not be written: it may be made again', { id });
          return false;
        }
        await pause.wait(AGAIN_AFTER_MS);
      }
    }
  }

  async function ended(end: End): Promise<boolean> {
    if (!(await insist(end.id, endChanges(end), true))) return false;
    queue.remove(end.id);
    counts[end.state] += 1;
    return true;
  }

  function tellDead({ id, course }: End, payload: P | undefined): void {
    if (payload === undefined) {
      logger.error('Queued envelope cannot be read and is given up', { id, lane: course.lane });
      return;
    }
    try {
      onDead?.(envelopeOf(id, 'dead', course, payload));
    } catch (error) {
      logger.error('Dead letter could not be told', { id, ...errorFields(error) });
    }
  }

  async function dead(entry: Queued, course: Course, payload: P | undefined, reason: string): Promise<void> {
    const end = endOf(entry.id, course, ['dead', reason], { at: now(), keepMs });
    if (await ended(end)) tellDead(end, payload);
  }

  return {
    async sent(entry, course) {
      await ended(endOf(entry.id, course, ['sent', null], { at: now(), keepMs }));
    },
    dead,
    lost: (entry, course) => dead(entry, course ?? untried(entry), undefined, LOST),
    async stay({ id }, course, waitMs) {
      const value = waitMs === undefined ? course : { ...course, nextAt: now() + waitMs, waitMs };
      await insist(id, [{ put: keys.queued(id), value }], false);
    },
    async changed(entry, course, payload) {
      const { id } = entry;
      const changes = [
        { put: keys.queued(id), value: course },
        { put: keys.payload(id), value: { payload } },
      ];
      if (!(await insist(id, changes, false))) return false;
      if (course.lane !== entry.lane) {
        queue.remove(id);
        queue.add({ ...entry, lane: course.lane });
      }
      return true;
    },
    tellDead,
    hurry() {
      hurried = true;
    },
  };
}
