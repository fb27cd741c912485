import type { Change } from '../durable/index.js';
import { OutboxError } from './errors.js';
import type { Guard } from './guard.js';
import { type Ids, keys } from './keys.js';
import type { Counts } from './load.js';
import type { Mutex } from './mutex.js';
import type { Added, IdempotencyKey, NewItem, Outbox } from './outbox.js';
import type { Queue } from './queue.js';
import { type Course, envelopeOf, type KeyRecord, type Shelf } from './shelf.js';

interface DeskOptions<P> {
  readonly shelf: Shelf<P>;
  readonly guard: Guard;
  readonly queue: Queue;
  readonly ids: Ids;
  readonly counts: Counts;
  readonly mutex: Mutex;
  readonly most: number;
  readonly keepMs: number;
  readonly now: () => number;
  readonly elapsed: () => number;
  /** Called when something was queued. */
  readonly wake: () => void;
}

/** Where things are handed in. */
export function createDesk<P>(options: DeskOptions<P>): Pick<Outbox<P>, 'add' | 'has' | 'retry'> {
  const { shelf, guard, queue, ids, counts, mutex, most, keepMs, now, elapsed, wake } = options;
  const underWay = new Map<string, Promise<unknown>>();
  let arriving = 0;

  /** Writes what queues `courses`, then queues them. */
  async function enqueue(
    courses: readonly (readonly [string, Course])[],
    changes: readonly Change<unknown>[],
  ): Promise<void> {
    if (queue.size() + arriving + courses.length > most)
      throw new OutboxError('full', `${most} are queued already. Wait until some are sent.`);
    arriving += courses.length;
    try {
      const puts = courses.map(([id, value]) => ({ put: keys.queued(id), value }));
      await guard.write([...puts, ...changes]);
    } finally {
      arriving -= courses.length;
    }
    for (const [id, { lane, urgency, queuedAt, place }] of courses)
      queue.add({ id, lane, urgency, queuedAt, since: elapsed(), place });
    wake();
  }

  async function put(items: readonly NewItem<P>[], key?: IdempotencyKey, old?: KeyRecord): Promise<Added<P>> {
    const at = now();
    const fresh = items.map(({ lane, urgency, payload }) => {
      const id = ids.next();
      const course = { lane, urgency, place: id, queuedAt: at, attempts: 0, nextAt: at, error: null };
      return { id, course, payload };
    });
    const changes: Change<unknown>[] = fresh.map(({ id, payload }) => ({
      put: keys.payload(id),
      value: { payload },
    }));
    if (key !== undefined) changes.push(...keyChanges(key, fresh, at + keepMs, old));
    await enqueue(
      fresh.map(({ id, course }) => [id, course]),
      changes,
    );
    return {
      known: false,
      envelopes: fresh.map(({ id, course, payload }) => envelopeOf(id, 'queued', course, payload)),
    };
  }

  function keyChanges(
    { text, fingerprint }: IdempotencyKey,
    fresh: readonly { readonly id: string }[],
    until: number,
    old: KeyRecord | undefined,
  ): Change<unknown>[] {
    const expiry = keys.expiry(until, `key-${ids.next()}`);
    const record: KeyRecord = { fingerprint, ids: fresh.map(({ id }) => id), until, expiry };
    return [
      ...(old === undefined ? [] : [{ del: old.expiry }]),
      { put: keys.idempotency(text), value: record },
      { put: expiry, value: [keys.idempotency(text)] },
    ];
  }

  async function addOnce(items: readonly NewItem<P>[], key: IdempotencyKey): Promise<Added<P>> {
    const known = await shelf.key(key.text);
    if (known === undefined || known.until <= now()) return put(items, key, known);
    if (known.fingerprint !== key.fingerprint)
      throw new OutboxError('conflict', 'This idempotency key was used for something else. Use another.');
    const envelopes = await Promise.all(known.ids.map((id) => shelf.envelope(id)));
    return { known: true, envelopes: envelopes.filter((envelope) => envelope !== undefined) };
  }

  return {
    async add(items, key) {
      if (key === undefined) return put(items);
      const before = underWay.get(key.text)?.catch(() => undefined) ?? Promise.resolve();
      const mine = before.then(() => addOnce(items, key));
      underWay.set(key.text, mine);
      try {
        return await mine;
      } finally {
        if (underWay.get(key.text) === mine) underWay.delete(key.text);
      }
    },
    async has(key) {
      return ((await shelf.key(key))?.until ?? 0) > now();
    },
    retry: (id) =>
      mutex(async () => {
        const dead = await shelf.course('dead', id);
        const payload = await shelf.payload(id);
        if (dead?.ended === undefined || payload === undefined) return undefined;
        const { ended, ...rest } = dead;
        const course = { ...rest, place: ids.next(), queuedAt: now(), nextAt: now(), error: null };
        await enqueue([[id, course]], [{ del: keys.dead(id) }, { del: ended.expiry }]);
        counts.dead -= 1;
        return envelopeOf(id, 'queued', course, payload);
      }),
  };
}
