import { type DurableStore, StoreError } from '../durable/index.js';
import type { Envelope, EnvelopeState } from './envelope.js';
import { refusalOf } from './guard.js';
import { idOf, keys, under } from './keys.js';

/** How an envelope stands on disk, under the key of its state; its payload stands apart. */
export interface Course {
  readonly lane: string;
  readonly urgency: number;
  readonly place: string;
  readonly queuedAt: number;
  readonly attempts: number;
  readonly nextAt: number;
  /** How long its lane was told to wait, until `nextAt`. */
  readonly waitMs?: number;
  readonly error: string | null;
  readonly ended?: { readonly at: number; readonly expiry: string };
}

/** What was added under an idempotency key. */
export interface KeyRecord {
  readonly fingerprint: string;
  readonly ids: readonly string[];
  readonly until: number;
  readonly expiry: string;
}

/** Reads what the outbox wrote. A value that is broken is as one that is not there. */
export interface Shelf<P> {
  course(state: EnvelopeState, id: string): Promise<Course | undefined>;
  payload(id: string): Promise<P | undefined>;
  key(text: string): Promise<KeyRecord | undefined>;
  envelope(id: string): Promise<Envelope<P> | undefined>;
  list(state: EnvelopeState, limit: number): Promise<Envelope<P>[]>;
}

const STATES: readonly EnvelopeState[] = ['queued', 'sent', 'dead'];

export function createShelf<P>(store: DurableStore<unknown>): Shelf<P> {
  async function read(key: string): Promise<unknown> {
    try {
      return await store.get(key);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'broken') return undefined;
      throw refusalOf(error);
    }
  }

  const course: Shelf<P>['course'] = async (state, id) => (await read(keys[state](id))) as Course | undefined;
  const payload: Shelf<P>['payload'] = async (id) => {
    const stored = (await read(keys.payload(id))) as { readonly payload: P } | undefined;
    return stored?.payload;
  };

  return {
    course,
    payload,
    key: async (text) => (await read(keys.idempotency(text))) as KeyRecord | undefined,
    async envelope(id) {
      for (const state of STATES) {
        const found = await course(state, id);
        if (found === undefined) continue;
        const content = await payload(id);
        return content === undefined ? undefined : envelopeOf(id, state, found, content);
      }
      return undefined;
    },
    async list(state, limit) {
      const found: [string, Course][] = [];
      try {
        for await (const [key, value] of store.entries({ ...under(state), limit }))
          found.push([idOf(key), value as Course]);
      } catch (error) {
        throw refusalOf(error);
      }
      const envelopes = await Promise.all(
        found.map(async ([id, value]) => {
          const content = await payload(id);
          return content === undefined ? [] : [envelopeOf(id, state, value, content)];
        }),
      );
      return envelopes.flat();
    },
  };
}

export function envelopeOf<P>(id: string, state: EnvelopeState, course: Course, payload: P): Envelope<P> {
  return {
    id,
    lane: course.lane,
    urgency: course.urgency,
    payload,
    queuedAt: course.queuedAt,
    attempts: course.attempts,
    nextAt: state === 'queued' ? course.nextAt : null,
    state,
    error: course.error,
    endedAt: course.ended?.at ?? null,
  };
}
