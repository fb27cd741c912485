import { openStore } from '../durable/index.js';
import { createBackoff } from './backoff.js';
import { createCourier } from './courier.js';
import { createDesk } from './desk.js';
import { createElapsed } from './elapsed.js';
import type { Envelope } from './envelope.js';
import { createGiveUpOld } from './give-up.js';
import { createGuard } from './guard.js';
import { createIds } from './keys.js';
import { createLedger } from './ledger.js';
import { load } from './load.js';
import { createMutex } from './mutex.js';
import type { Outbox, OutboxOptions } from './outbox.js';
import { createPause } from './pause.js';
import { createQueue } from './queue.js';
import { createShelf } from './shelf.js';
import { startSweep } from './sweep.js';

const MOST = 100_000;
const WEEK_MS = 7 * 86_400_000;
const BACKOFF = { firstMs: 1_000, mostMs: 60_000 };
const GRACE_MS = 3_000;

/** Opens the outbox in `folder` with all that is queued there; delivers nothing before `start`. @throws StoreError `locked` or `unwritable` */
export async function createOutbox<P>(options: OutboxOptions<P>): Promise<Outbox<P>> {
  const { folder, deliver, logger, giveUpAfterMs, lockWaitMs } = options;
  const { most = MOST, keepMs = WEEK_MS, now = Date.now, elapsed = createElapsed() } = options;
  const store = await openStore<unknown>({
    folder,
    logger,
    ...(lockWaitMs === undefined ? {} : { lockWaitMs }),
  });
  const queue = createQueue();
  const ids = createIds(now);
  const counts = await load({
    ...{ store, queue, ids, now: now(), elapsed: elapsed() },
    longestHoldMs: giveUpAfterMs,
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const shelf = createShelf<P>(store);
  const pause = createPause();
  const guard = createGuard(store, logger, pause.wake);
  const steps = options.backoff ?? BACKOFF;
  const backoff = createBackoff(steps);
  const mutex = createMutex();
  const ages = { giveUpAfterMs, keepMs, now };
  const ledger = createLedger<P>({ guard, queue, counts, pause, logger, onDead: options.onDead, ...ages });
  const giveUpOld = createGiveUpOld({ shelf, ledger, guard, queue, counts, elapsed, ...ages });
  const waits = { queue, backoff, steps, pause };
  const courier = createCourier({ shelf, ledger, giveUpOld, guard, ...waits, deliver, logger });
  const stock = { shelf, guard, queue, ids, counts, mutex, most };
  const desk = createDesk<P>({ ...stock, keepMs, now, elapsed, wake: pause.wake });
  const sweep = startSweep({ store, guard, counts, mutex, keepMs, now });
  let closing: Promise<void> | undefined;

  const withWait = (envelope: Envelope<P>): Envelope<P> => {
    if (envelope.state !== 'queued' || envelope.nextAt === null) return envelope;
    const waitMs = Math.max(backoff.left(), queue.heldFor(envelope.lane));
    return waitMs === 0
      ? envelope
      : { ...envelope, nextAt: Math.max(envelope.nextAt, Math.round(now() + waitMs)) };
  };

  async function close(): Promise<void> {
    await courier.stop(options.graceMs ?? GRACE_MS);
    await sweep.close();
    await store.close();
  }

  return {
    ...desk,
    async get(id) {
      const envelope = await shelf.envelope(id);
      return envelope === undefined ? undefined : withWait(envelope);
    },
    async list({ state, limit }) {
      const envelopes = await shelf.list(state, limit);
      return { envelopes: envelopes.map(withWait), count: state === 'queued' ? queue.size() : counts[state] };
    },
    state: () => ({
      queued: queue.size(),
      oldestQueuedAt: queue.oldest()?.queuedAt ?? null,
      dead: counts.dead,
      lastError: courier.lastError(),
      broken: guard.broken(),
    }),
    start: courier.start,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
