import type { Change } from '../durable/index.js';
import { keys } from './keys.js';
import type { Queued } from './queue.js';
import type { Course } from './shelf.js';

/** What became of an envelope for good. */
export interface End {
  readonly id: string;
  readonly state: 'sent' | 'dead';
  readonly course: Course & { readonly ended: NonNullable<Course['ended']> };
}

/** An end at `at`; all that is known of it goes after `keepMs`. */
export function endOf(
  id: string,
  course: Course,
  [state, error]: readonly ['sent', null] | readonly ['dead', string],
  { at, keepMs }: { readonly at: number; readonly keepMs: number },
): End {
  return { id, state, course: { ...course, error, ended: { at, expiry: keys.expiry(at + keepMs, id) } } };
}

export function endChanges({ id, state, course }: End): Change<unknown>[] {
  return [
    { del: keys.queued(id) },
    { put: keys[state](id), value: course },
    { put: course.ended.expiry, value: [keys[state](id), keys.payload(id)] },
  ];
}

/** The course of what was never tried. */
export function untried({ lane, urgency, place, queuedAt }: Omit<Queued, 'id'>): Course {
  return { lane, urgency, place, queuedAt, attempts: 0, nextAt: queuedAt, error: null };
}
